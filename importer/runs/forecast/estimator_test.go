package forecast

import (
	"testing"
	"time"
)

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
