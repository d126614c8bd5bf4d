package page

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func start() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// TestTimeline_BoundedAndComplete: whenever rows end, none is lost, and the
// timeline and its chart stay small.
func TestTimeline_BoundedAndComplete(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := newTimeline(start())
		at, rows, failures := start(), 0, 0
		for range rapid.IntRange(0, 300).Draw(t, "chunks") {
			nextStep := rapid.SampledFrom([]time.Duration{0, time.Millisecond, time.Second, time.Minute, 30 * time.Hour, -time.Hour}).Draw(t, "nextStep")
			at = at.Add(nextStep)
			n := rapid.IntRange(1, 100).Draw(t, "rows")
			for i := range n {
				line.add(at, i%3 == 0)
				if i%3 == 0 {
					failures++
				}
			}
			rows += n
		}
		if len(line.spans) > maxSpans {
			t.Fatalf("%d spans", len(line.spans))
		}
		var got span
		for _, s := range line.spans {
			got.rows += s.rows
			got.failures += s.failures
		}
		if got != (span{rows, failures}) {
			t.Fatalf("%+v of %d rows, %d failures", got, rows, failures)
		}
		worked := time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "worked"))
		checkChart(t, plot(english{}, &line, worked))
	})
}

// checkChart wants everything to lie within the plot.
func checkChart(t *rapid.T, c *chart) {
	if c == nil {
		return
	}
	if len(c.Bars) > maxBars || len(c.Ticks) > 6 || len(c.Ticks) < 2 {
		t.Fatalf("%d bars, ticks %v", len(c.Bars), c.Ticks)
	}
	within := func(numbers ...float64) {
		for _, n := range numbers {
			if math.IsNaN(n) || n < -0.02 || n > 100.02 {
				t.Fatalf("%v is out of the plot: %+v", n, c)
			}
		}
	}
	for _, b := range c.Bars {
		within(b.X, b.X+b.Width, b.Top, b.Top+b.Height, b.FailedTop, b.FailedTop+b.Failed, b.Width, b.Height, b.Failed)
	}
	for _, tick := range append(c.Ticks, c.Pauses...) {
		within(tick.X)
	}
}

func TestTimeline_FarAwayTimesDoNoHarm(t *testing.T) {
	t.Parallel()
	line := newTimeline(start())
	line.add(time.Time{}.Add(time.Hour), false)
	line.add(start().AddDate(5000, 0, 0), true)
	for range 10 {
		line.add(start().Add(time.Second), false)
	}
	plot(english{}, &line, time.Minute)
}

// steady is a run in which ten rows end every second.
func steady(line *timeline, from, seconds int) {
	for s := range seconds {
		for range 10 {
			line.add(start().Add(time.Duration(from+s)*time.Second), false)
		}
	}
}

func TestChart_SteadyRunIsALevelLine(t *testing.T) {
	t.Parallel()
	line := newTimeline(start())
	steady(&line, 0, 3600)
	c := plot(english{}, &line, time.Hour)
	if c.Unit != "rows a second" || c.Most != "12" || c.Half != "6" || len(c.Pauses) != 0 || c.Failures {
		t.Errorf("got %+v", c)
	}
	for _, b := range c.Bars {
		if math.Abs(b.Height-100*10/12.0) > 3 {
			t.Errorf("a bar of %v %%, want about 83", b.Height)
		}
	}
	want := "0 10 min 20 min 30 min 40 min 50 min"
	var got []string
	for _, tick := range c.Ticks {
		got = append(got, tick.Label)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("ticks %v", got)
	}
	if !strings.HasPrefix(c.Words, "rows a second over 59 min 59 s: at most 10, on average 10") {
		t.Errorf("in words: %s", c.Words)
	}
}

// TestChart_PauseBetweenPartsIsLeftOut: a run resumed a day later is not one of a
// day.
func TestChart_PauseBetweenPartsIsLeftOut(t *testing.T) {
	t.Parallel()
	line := newTimeline(start())
	steady(&line, 0, 600)
	steady(&line, 24*3600, 600)
	c := plot(english{}, &line, 20*time.Minute)
	if len(c.Pauses) != 1 || math.Abs(c.Pauses[0].X-50) > 3 || c.Pauses[0].Label != "pause of 23 h 49 min" {
		t.Errorf("pauses %+v", c.Pauses)
	}
	if last := c.Ticks[len(c.Ticks)-1].Label; last != "20 min" && last != "15 min" {
		t.Errorf("the axis ends at %s", last)
	}
}

// TestChart_StandstillIsShown: a service that was down is part of the run.
func TestChart_StandstillIsShown(t *testing.T) {
	t.Parallel()
	line := newTimeline(start())
	steady(&line, 0, 600)
	steady(&line, 1200, 600)
	if c := plot(english{}, &line, 30*time.Minute); len(c.Pauses) != 0 {
		t.Errorf("pauses %+v", c.Pauses)
	}
}

func TestChart_TooLittleToDraw(t *testing.T) {
	t.Parallel()
	line := newTimeline(start())
	if plot(english{}, &line, 0) != nil {
		t.Error("a chart of nothing")
	}
	line.add(start().Add(time.Millisecond), false)
	if plot(english{}, &line, time.Second) != nil {
		t.Error("a chart of one row")
	}
}
