package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
)

// Resolve looks up every key of the entries that is not an id, each key once,
// and leaves what was found in the journal. A run resolves all its keys before
// its first write.
func (r *Runner) Resolve(ctx context.Context, entries importer.Entries) error {
	wanted, err := r.want(ctx, entries)
	if err != nil || !wanted {
		return r.stopped(ctx, err)
	}
	health := newServerHealth(r.GiveUpAfter)
	work := make(chan []importer.Lookup)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(work)
		return r.offer(gctx, work)
	})
	for range r.Workers {
		g.Go(func() error {
			for lookups := range work {
				if err := r.find(gctx, lookups, health); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return r.stopped(ctx, g.Wait())
}

// want collects the keys to look up in the journal, so that memory does not
// grow with the input.
func (r *Runner) want(ctx context.Context, entries importer.Entries) (bool, error) {
	const block = 1000
	wanted := false
	pending := make([]importer.Lookup, 0, block)
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		e, err := entries.Next()
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return false, fmt.Errorf("read input: %w", err)
		}
		if !end && len(e.Refusals) == 0 && e.Locator.Lookup.By != "" {
			pending = append(pending, e.Locator.Lookup)
			wanted = true
		}
		if len(pending) == block || end && len(pending) > 0 {
			if err := r.Journal.Want(context.WithoutCancel(ctx), pending); err != nil {
				return false, journalError(err)
			}
			pending = pending[:0]
		}
		if end {
			return wanted, nil
		}
	}
}

// offer hands out the keys still to be looked up, in chunks of twice as many as are read at
// once: a lookup asks for less.
func (r *Runner) offer(ctx context.Context, work chan<- []importer.Lookup) error {
	var position int64
	for {
		lookups, last, err := r.Journal.Wanted(context.WithoutCancel(ctx), position, 2*r.Chunk)
		if err != nil {
			return journalError(err)
		}
		if len(lookups) == 0 {
			return nil
		}
		position = last
		select {
		case work <- lookups:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// find looks up one chunk of keys and tries again what met a passing fault. What is given
// up is recorded with its fault.
func (r *Runner) find(ctx context.Context, lookups []importer.Lookup, health *serverHealth) error {
	var unsettled []importer.Found
	return retry{
		health: health,
		ask: func(try int) (int, error) {
			found, stop := r.ask(ctx, lookups, try, health)
			var settled []importer.Found
			settled, unsettled = separate(found)
			lookups = lookupsOf(unsettled)
			if err := r.resolve(ctx, settled); err != nil {
				return 0, err
			}
			return len(unsettled), stop
		},
		giveUp: func() error {
			return r.resolve(ctx, slices.DeleteFunc(unsettled, func(f importer.Found) bool { return f.Disposition == importer.NotSent }))
		},
	}.run(ctx)
}

// ask looks keys up. Where nothing but faults comes, try after try, it probes the server
// with a key that nobody has.
func (r *Runner) ask(ctx context.Context, lookups []importer.Lookup, try int, health *serverHealth) ([]importer.Found, error) {
	begin := time.Now()
	found, stop := r.lookUp(ctx, lookups, health)
	if stop == nil && try >= stuckAfter && !health.lastGoodAfter(begin) {
		_, stop = r.lookUp(ctx, []importer.Lookup{{By: lookups[0].By, Key: probeKey}}, health)
	}
	return found, stop
}

func (r *Runner) lookUp(ctx context.Context, lookups []importer.Lookup, health *serverHealth) ([]importer.Found, error) {
	found, stop := r.Contacts.Find(ctx, lookups)
	for _, f := range found {
		health.record(f.Disposition, f.Fault, time.Now())
	}
	return found, stop
}

// separate separates what is settled from what is asked again.
func separate(found []importer.Found) (settled, unsettled []importer.Found) {
	for _, f := range found {
		if f.Disposition.Settled() {
			settled = append(settled, f)
		} else {
			unsettled = append(unsettled, f)
		}
	}
	return settled, unsettled
}

func lookupsOf(found []importer.Found) []importer.Lookup {
	lookups := make([]importer.Lookup, len(found))
	for i, f := range found {
		lookups[i] = f.Lookup
	}
	return lookups
}

// resolve records what was found.
func (r *Runner) resolve(ctx context.Context, found []importer.Found) error {
	if len(found) == 0 {
		return nil
	}
	if err := r.Journal.Resolve(context.WithoutCancel(ctx), found); err != nil {
		return journalError(err)
	}
	r.Progress.Found(len(found))
	return nil
}
