package importer

import (
	"fmt"
	"time"
)

// firstReached is how many rows decide whether a run goes nowhere at all.
const firstReached = 200

// brake stops a run whose rows fail. Without a limit of its own it watches the
// first rows that reach the service: when all of them end failed, rejected or
// not_found, something is wrong with the run and not with its rows.
type brake struct {
	most int // failures that are borne; below 0: the first rows decide

	failures int
	reached  int
	good     bool // a row did not fail
}

// heard takes rows as they end. The error is ErrTooManyFailures.
func (b *brake) heard(outcomes []Outcome) error {
	for _, o := range outcomes {
		if o.Status.Result() == "failure" && o.Status != NotAttempted {
			b.failures++
		}
		if o.Status == Invalid || o.Status == NotAttempted || o.Status.Result() == "skipped" {
			continue
		}
		b.reached++
		b.good = b.good || o.Status != Failed && o.Status != Rejected && o.Status != NotFound
	}
	switch {
	case b.most >= 0 && b.failures > b.most:
		return fmt.Errorf("%w: %d, and %d are allowed", ErrTooManyFailures, b.failures, b.most)
	case b.most < 0 && !b.good && b.reached >= firstReached:
		return fmt.Errorf("%w: of the first %d that reached the service none succeeded", ErrTooManyFailures, b.reached)
	}
	return nil
}

// tell passes rows that ended on to who watches, and to the brake.
func (d *dealer) tell(ended []Outcome, took time.Duration) {
	if len(ended) == 0 {
		return
	}
	d.watch.Ended(ended, took)
	if err := d.brake.heard(ended); err != nil && d.stop == nil && !d.over() {
		d.stop = err
	}
}
