package forecast

import "time"

// Estimator estimates how long the remaining rows will take. Rows end a chunk
// at a time, so how many have ended by now says little; how long the workers
// were busy with them says more. The zero value knows nothing. It is used by one goroutine.
type Estimator struct {
	total   int
	workers int
	guess   time.Duration // for all rows, before there is evidence; 0: none
	begin   time.Time

	done   int
	busy   time.Duration // of all workers, with the rows that are done
	latest []completion  // the last one of each worker
}

// NewEstimator begins to estimate a number of rows that workers share. Before the first of
// them ends, guess counts, 0 for none.
func NewEstimator(total, workers int, guess time.Duration, begin time.Time) Estimator {
	return Estimator{total: total, workers: workers, guess: guess, begin: begin}
}

// Begun is when the rows began; the zero time before that.
func (e *Estimator) Begun() time.Time { return e.begin }

// Done is how many rows have ended.
func (e *Estimator) Done() int { return e.done }

// completion is rows that ended together.
type completion struct {
	at   time.Time
	rows int
	took time.Duration
}

// Ended takes rows that a worker was busy with for so long.
func (e *Estimator) Ended(n int, took time.Duration, now time.Time) {
	e.done += n
	e.busy += took
	if took > 0 {
		e.latest = append(e.latest[max(0, len(e.latest)+1-max(1, e.workers)):], completion{now, n, took})
	}
}

// underWay is how many rows are done by now and not told of yet, if every worker
// took up as many as before when it was ready.
func (e *Estimator) underWay(now time.Time) float64 {
	rows := 0.0
	for _, l := range e.latest {
		rows += float64(l.rows) * min(1, float64(now.Sub(l.at))/float64(l.took))
	}
	return rows
}

// Left is the time to the end, and whether anything is known about it. The guess
// counts until a tenth of the rows has ended.
func (e *Estimator) Left(now time.Time) (time.Duration, bool) {
	if e.begin.IsZero() || e.done == 0 && e.guess == 0 {
		return 0, false
	}
	if e.done == 0 {
		return max(0, e.guess-now.Sub(e.begin)), true
	}
	rest := max(0, float64(e.total-e.done)-e.underWay(now))
	measured := float64(e.busy) / float64(e.done) / float64(max(1, e.workers)) * rest
	guessed := float64(e.guess) * rest / float64(e.total)
	if e.guess == 0 {
		guessed = measured
	}
	share := min(1, float64(e.done)/(float64(e.total)/10))
	return time.Duration(share*measured + (1-share)*guessed), true
}
