package pipeline

import (
	"time"

	"bcimport/importer"
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
func (l *failureLimit) record(outcomes []importer.Outcome) error {
	for _, o := range outcomes {
		if o.Status.Result() == "failure" && o.Status != importer.NotAttempted {
			l.failures++
		}
		if o.Status == importer.Invalid || o.Status == importer.NotAttempted || o.Status.Result() == "skipped" {
			continue
		}
		l.reached++
		l.succeeded = l.succeeded || o.Status != importer.Failed && o.Status != importer.Rejected && o.Status != importer.NotFound
	}
	switch {
	case l.most >= 0 && l.failures > l.most:
		return importer.Errorf("%w: %d, and %d are allowed", importer.ErrTooManyFailures, l.failures, l.most)
	case l.most < 0 && !l.succeeded && l.reached >= firstReached:
		return importer.Errorf("%w: of the first %d that reached the service none succeeded", importer.ErrTooManyFailures, l.reached)
	}
	return nil
}

// pass hands rows that ended on to who watches, and to the limit of failures.
func (d *dealer) pass(ended []importer.Outcome, took time.Duration) {
	if len(ended) == 0 {
		return
	}
	d.watch.Ended(ended, took)
	if err := d.limit.record(ended); err != nil && d.stop == nil && !d.over() {
		d.stop = err
	}
}
