package page

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// chart is the rate over time as it is drawn. Positions are in percent of the plot.
type chart struct {
	Bars     []bar
	Ticks    []tick
	Pauses   []tick // stretches left out, in which the program did not work
	Most     string // the rate at the upper edge
	Half     string
	Unit     string
	Failures bool // some bar has failures
	Words    string
}

// bar is one span: rows that succeeded, and above them those that did not.
type bar struct{ X, Width, Height, Failed, Top, FailedTop float64 }

type tick struct {
	X     float64
	Label string
}

// Bounds of a chart: a bar of few rows shows how chunks end and not how fast they are.
const (
	maxBars = 48
	minBars = 6
	barRows = 300
)

// plot returns the chart of a timeline, nil where there is too little to draw. worked is
// how long the program worked. The timeline can't be used after that.
func plot(say Language, t *timeline, worked time.Duration) *chart {
	rows := 0
	for _, s := range t.spans {
		rows += s.rows
	}
	most := min(maxBars, max(minBars, rows/barRows))
	a := newAxis(t, worked)
	for a.spans() > most {
		t.merge()
		a = newAxis(t, worked)
	}
	if a.spans() < 3 {
		return nil
	}
	return a.chart(say, t, rows)
}

// axis is the time of a chart: from the start to the last row, pauses left out.
type axis struct {
	order []int64       // the spans that hold rows
	cut   []int64       // for each of them, how many spans are left out up to it
	width time.Duration // of a span
	end   time.Duration // of the axis
}

func newAxis(t *timeline, worked time.Duration) axis {
	a := axis{order: t.order(), width: t.width}
	if len(a.order) == 0 {
		return a
	}
	a.cut = make([]int64, len(a.order))
	total := int64(0)
	for k, n := range pauses(a.order, t, worked) {
		total += n
		a.cut[k] = total
	}
	// The last span is as long as the run went on in it, but not so short that a
	// few rows look like a burst.
	begin := time.Duration(a.order[len(a.order)-1]-total) * t.width
	a.end = max(t.end-time.Duration(total)*t.width, begin+t.width/2)
	return a
}

// pauses returns how many spans are left out before each of those that hold rows: the
// longest gaps, until what remains is about the time worked.
func pauses(order []int64, t *timeline, worked time.Duration) []int64 {
	gaps, longest := make([]int64, len(order)), make([]int, len(order))
	next := int64(0)
	for k, i := range order {
		gaps[k], longest[k] = i-next, k
		next = i + 1
	}
	slices.SortFunc(longest, func(i, j int) int { return cmp.Compare(gaps[j], gaps[i]) })
	excess := t.end - worked - worked/5 - time.Minute
	out := make([]int64, len(order))
	for _, k := range longest {
		if worked <= 0 || excess <= 0 || gaps[k] == 0 {
			break
		}
		out[k] = gaps[k]
		excess -= time.Duration(gaps[k]) * t.width
	}
	return out
}

// spans returns the length of the axis in spans, empty ones included.
func (a axis) spans() int {
	return int((a.end + a.width - 1) / a.width)
}

// percent returns a position on the axis.
func (a axis) percent(d time.Duration) float64 {
	return rounded(100 * float64(d) / float64(a.end))
}

func (a axis) chart(say Language, t *timeline, rows int) *chart {
	rates := make([]float64, len(a.order)) // rows a second
	most := 0.0
	for k, i := range a.order {
		from := time.Duration(i-a.cut[k]) * a.width
		rates[k] = float64(t.spans[i].rows) / min(a.width, a.end-from).Seconds()
		most = max(most, rates[k])
	}
	unit, factor := unitOf(say, most)
	top := ceiling(most * factor)
	c := &chart{Most: label(say, top), Half: label(say, top/2), Unit: unit, Ticks: a.ticks()}
	for k, i := range a.order {
		from := time.Duration(i-a.cut[k]) * a.width
		s := t.spans[i]
		height := 100 * rates[k] * factor / top
		failed := height * float64(s.failures) / float64(s.rows)
		c.Failures = c.Failures || s.failures > 0
		c.Bars = append(c.Bars, bar{
			X: a.percent(from), Width: a.percent(min(a.width, a.end-from)),
			Height: rounded(height - failed), Top: rounded(100 - height + failed),
			Failed: rounded(failed), FailedTop: rounded(100 - height),
		})
		if left := a.cut[k] - before(a.cut, k); left > 0 {
			c.Pauses = append(c.Pauses, tick{a.percent(from), say.T("pause of %s", say.Duration(time.Duration(left)*a.width))})
		}
	}
	average := float64(rows) / a.end.Seconds() * factor
	c.Words = say.T("%s over %s: at most %s, on average %s", unit, say.Duration(a.end), label(say, math.Round(most*factor)), label(say, math.Round(average)))
	return c
}

func before(cut []int64, k int) int64 {
	if k == 0 {
		return 0
	}
	return cut[k-1]
}

// ticks returns at most six round times.
func (a axis) ticks() []tick {
	const ms, s, m, h = time.Millisecond, time.Second, time.Minute, time.Hour
	nextStep := 24 * h
	for _, round := range []time.Duration{
		10 * ms, 20 * ms, 50 * ms, 100 * ms, 200 * ms, 500 * ms, s, 2 * s, 5 * s, 10 * s, 15 * s, 30 * s,
		m, 2 * m, 5 * m, 10 * m, 15 * m, 30 * m, h, 2 * h, 6 * h, 12 * h,
	} {
		if a.end/round <= 5 {
			nextStep = round
			break
		}
	}
	for a.end/nextStep > 5 {
		nextStep *= 2
	}
	var found []tick
	for d := time.Duration(0); d <= a.end; d += nextStep {
		found = append(found, tick{a.percent(d), axisLabel(d)})
	}
	return found
}

// unitOf returns the unit in which a rate is a number above 1, and its factor to rows a
// second.
func unitOf(say Language, most float64) (string, float64) {
	switch {
	case most >= 2:
		return say.T("rows a second"), 1
	case most*60 >= 2:
		return say.T("rows a minute"), 60
	}
	return say.T("rows an hour"), 3600
}

// ceiling returns the next round number.
func ceiling(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, nextStep := range []float64{1, 1.2, 1.6, 2, 3, 4, 5, 6, 8} {
		if x <= nextStep*power {
			return nextStep * power
		}
	}
	return 10 * power
}

func label(say Language, x float64) string {
	if x >= 10 || x == math.Trunc(x) {
		return say.Number(int(math.Round(x)))
	}
	return say.Decimal(x, 1)
}

func rounded(x float64) float64 { return math.Round(x*100) / 100 }
