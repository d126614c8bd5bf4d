package importer

import (
	"fmt"
	"time"
)

// firstReached is how many rows decide whether a run goes nowhere at all.
const firstReached = 200

// failureLimit stops a run whose rows fail. Without a limit of its own it watches the
// first rows that reach the service: when all of them end failed, rejected or
// not_found, something is wrong with the run and not with its rows.
type failureLimit struct {
	most int // failures that are allowed; below 0: the first rows decide

	failures  int
	reached   int
	succeeded bool // a row did not fail
}

// record takes rows as they end. The error is ErrTooManyFailures.
func (l *failureLimit) record(outcomes []Outcome) error {
	for _, o := range outcomes {
		if o.Status.Result() == "failure" && o.Status != NotAttempted {
			l.failures++
		}
		if o.Status == Invalid || o.Status == NotAttempted || o.Status.Result() == "skipped" {
			continue
		}
		l.reached++
		l.succeeded = l.succeeded || o.Status != Failed && o.Status != Rejected && o.Status != NotFound
	}
	switch {
	case l.most >= 0 && l.failures > l.most:
		return fmt.Errorf("%w: %d, and %d are allowed", ErrTooManyFailures, l.failures, l.most)
	case l.most < 0 && !l.succeeded && l.reached >= firstReached:
		return fmt.Errorf("%w: of the first %d that reached the service none succeeded", ErrTooManyFailures, l.reached)
	}
	return nil
}

// tell passes rows that ended on to who watches, and to the limit of failures.
func (d *dealer) tell(ended []Outcome, took time.Duration) {
	if len(ended) == 0 {
		return
	}
	d.watch.Ended(ended, took)
	if err := d.limit.record(ended); err != nil && d.stop == nil && !d.over() {
		d.stop = err
	}
}
