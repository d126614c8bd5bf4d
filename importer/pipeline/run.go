package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// Runner holds what a run needs. All fields must be set but Entity, See and, where their zero
// value is meant, DryRun and MaxFailures.
type Runner struct {
	// Entity is the set of the records; nil is customerContacts.
	Entity   *entity.Entity
	Contacts importer.Contacts
	Journal  importer.Journal
	Progress importer.Progress

	// Workers is how many chunks are in work at once, from 1.
	Workers int
	// Chunk is how many rows a worker takes at a time, from 1.
	Chunk int
	// OnConflict says what happens when a contact moves between read and write.
	OnConflict importer.ConflictPolicy
	// DryRun plans and records what would change and writes nothing.
	DryRun bool
	// MaxFailures is how many rows may fail before the run stops; below 0 the run
	// stops only if the first 200 rows that reach the service all fail.
	MaxFailures int
	// GiveUpAfter is how long a server may stay down before the run stops.
	GiveUpAfter time.Duration

	// See, where set, is shown every row of a dry run with its contact as it is before
	// the row. It must be safe for concurrent use.
	See func(importer.Entry, importer.Contact)

	prefetched *prefetched // what Look read
}

// Run brings the contacts to the values of the entries; total is how many there
// are. The rows of a later part begin when those of the earlier ones have ended
// and, where one of them ended unknown, not at all for its contact. Keys that need a
// lookup must be resolved in the journal (Resolve).
//
// A row that fails is an outcome in the journal, not an error. An *importer.Stopped error
// means that the run ended in order before its last row: requests under way were
// finished or accounted for, and what is left can be resumed. Any other error is
// a failure of the run itself. The caller may cancel ctx at any time; Run
// returns when the last goroutine has ended.
func (r *Runner) Run(ctx context.Context, total int, parts ...importer.Entries) error {
	health := newServerHealth(r.GiveUpAfter)
	work := make(chan []*task)
	results := make(chan result, r.Workers) // a worker can always give its chunk back
	d := r.newDealer(ctx, total, parts, health)
	w := r.newWorker(health)

	// Shutdown: the dealer stops dealing → takes back what is in work → accounts
	// for the rows left → closes work → the workers end.
	var g errgroup.Group
	g.Go(func() error { return d.deal(ctx, work, results) })
	for range r.Workers {
		g.Go(func() error { w.run(ctx, work, results); return nil })
	}
	return r.stopped(ctx, g.Wait())
}

// newDealer makes a dealer whose outcomes are recorded though ctx ends.
func (r *Runner) newDealer(ctx context.Context, total int, parts []importer.Entries, health *serverHealth) *dealer {
	ctx = context.WithoutCancel(ctx)
	return &dealer{
		set:   importer.Described(r.Entity),
		parts: parts, total: total, workers: r.Workers, chunk: r.Chunk, health: health,
		contacts: make(map[string]*queue), limit: failureLimit{most: r.MaxFailures},
		resolved: func(l []importer.Lookup) ([]importer.Found, error) {
			found, err := r.Journal.Resolved(ctx, l)
			return found, journalError(err)
		},
		fillLater: func(rows []*importer.Unfinished) error { return journalError(r.Journal.Later(ctx, rows)) },
		record:    func(o []importer.Outcome) error { return journalError(r.Journal.Record(ctx, o)) },
		watch:     r.Progress,
	}
}

// newWorker makes the worker of all goroutines; it keeps nothing of a chunk.
func (r *Runner) newWorker(health *serverHealth) *worker {
	w := &worker{contacts: r.Contacts, journal: r.Journal, health: health, policy: r.OnConflict, dryRun: r.DryRun, see: r.See}
	if r.prefetched != nil {
		w.contacts = r.prefetched
	}
	return w
}

// stopped separates an orderly stop from a failure of the run.
func (r *Runner) stopped(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, importer.ErrJournal) {
		return err
	}
	for _, reason := range []error{importer.ErrSignIn, importer.ErrCompanyGone, importer.ErrServerDown, importer.ErrInterrupted, importer.ErrUnsettled, importer.ErrTooManyFailures} {
		if errors.Is(err, reason) {
			return &importer.Stopped{Reason: err}
		}
	}
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) || errors.Is(err, context.Canceled) {
		return &importer.Stopped{Reason: importer.ErrInterrupted}
	}
	return err
}

func journalError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", importer.ErrJournal, err)
}
