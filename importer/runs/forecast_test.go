package runs

import (
	"math"
	"testing"
	"time"

	"bcimport/importer"
)

func TestLoad_CountsWhatIsAskedAtTheMost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		load             load
		requests, booked int // booked: a batch by its operations
	}{
		"ids in chunks":       {load{rows: 20_000, chunk: 100, workers: 5, writes: true, reads: 1}, 400, 20_200},
		"numbers in chunks":   {load{rows: 250, keys: 240, chunk: 100, workers: 5, writes: true, reads: 1}, 13, 258},
		"one by one":          {load{rows: 250, keys: 240, chunk: 1, workers: 5, writes: true, reads: 1}, 740, 740},
		"a plan":              {load{rows: 250, chunk: 100, workers: 5, reads: 1}, 5, 5},
		"a plan before a run": {load{rows: 250, chunk: 100, workers: 5, writes: true, reads: 2}, 15, 260},
		"nothing":             {load{chunk: 100, workers: 5, writes: true, reads: 1}, 0, 0},
		"less than one chunk": {load{rows: 7, chunk: 100, workers: 5, writes: true, reads: 1}, 10, 12},
		"fewer than workers":  {load{rows: 2, chunk: 100, workers: 5, writes: true, reads: 1}, 4, 4},
	} {
		if got := test.load.requests(); got != test.requests {
			t.Errorf("%s: %d requests, want %d", name, got, test.requests)
		}
		if got := test.load.booked(true); got != test.booked {
			t.Errorf("%s: %d booked by operations, want %d", name, got, test.booked)
		}
		if got := test.load.booked(false); got != test.requests {
			t.Errorf("%s: %d booked, want %d", name, got, test.requests)
		}
	}
}

func TestLoad_TakesWhatSlotsOrRateAllow(t *testing.T) {
	t.Parallel()
	pace := importer.Pace{
		Read: 100 * time.Millisecond, Write: 50 * time.Millisecond, Operation: 30 * time.Millisecond,
		Requests: 5700, Span: 5 * time.Minute,
	}
	for name, test := range map[string]struct {
		load  load
		users int
		want  time.Duration
	}{
		"the slots bind":           {load{rows: 10_000, chunk: 100, workers: 5, writes: true, reads: 1}, 1, 62 * time.Second},
		"four users' slots":        {load{rows: 10_000, chunk: 100, workers: 20, writes: true, reads: 1}, 4, 15500 * time.Millisecond},
		"the rate binds":           {load{rows: 57_000, chunk: 1, workers: 5, writes: true, reads: 1}, 1, 100 * time.Minute},
		"within the window it not": {load{rows: 2_000, chunk: 1, workers: 5, writes: true, reads: 1}, 1, 60 * time.Second},
		"a plan only reads":        {load{rows: 10_000, chunk: 100, workers: 5, reads: 1}, 1, 2 * time.Second},
	} {
		pace.Users = test.users
		got := test.load.duration(pace, test.load.requests())
		if math.Abs(float64(got-test.want)) > 0.01*float64(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestEstimator_IsRightWithinAFifthAfterTheFirstTenth lets five workers end chunks
// of a hundred rows and looks at what is said at every moment.
func TestEstimator_IsRightWithinAFifthAfterTheFirstTenth(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for name, stagger := range map[string]time.Duration{"in step": 0, "almost": 10 * time.Millisecond, "out of step": 600 * time.Millisecond} {
		const total, workers, chunk = 6000, 5, 100
		const took = 3 * time.Second
		end := begin.Add(total/chunk/workers*took + (workers-1)*stagger)
		e := Estimator{total: total, workers: workers, begin: begin, guess: 20 * time.Second} // a guess that is far too low
		next := make([]time.Time, workers)
		for w := range next {
			next[w] = begin.Add(took + time.Duration(w)*stagger)
		}
		for now := begin; now.Before(end); now = now.Add(100 * time.Millisecond) {
			for w := range next {
				for !next[w].After(now) && e.done < total {
					e.Ended(chunk, took, next[w])
					next[w] = next[w].Add(took)
				}
			}
			left, known := e.Left(now)
			actual := end.Sub(now)
			if e.done < total/10 || e.done > total*9/10 {
				continue
			}
			// Near the end half a chunk is more than a fifth of what is left.
			if off := (left - actual).Abs(); !known || off > actual/5 && off > took/2 {
				t.Errorf("%s, after %s and %d rows: %s left, in truth %s", name, now.Sub(begin), e.done, left, actual)
			}
		}
	}
}

func TestEstimator_SaysNothingWithoutEvidenceAndNeverLessThanNothing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	e := Estimator{total: 10}
	if left, known := e.Left(now); known {
		t.Errorf("%s left before the beginning", left)
	}
	e.begin = now
	if left, known := e.Left(now.Add(time.Hour)); known {
		t.Errorf("%s left without evidence", left)
	}
	e.guess = time.Minute
	if left, known := e.Left(now.Add(time.Second)); !known || left != 59*time.Second {
		t.Errorf("%s left by the guess", left)
	}
	e.Ended(10, time.Minute, now.Add(time.Minute))
	if left, known := e.Left(now.Add(time.Hour)); !known || left != 0 {
		t.Errorf("%s left at the end", left)
	}
}
