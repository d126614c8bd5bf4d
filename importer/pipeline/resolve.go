package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
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

// offer hands out the keys still to be looked up, in chunks.
func (r *Runner) offer(ctx context.Context, work chan<- []importer.Lookup) error {
	var position int64
	for {
		lookups, last, err := r.Journal.Wanted(context.WithoutCancel(ctx), position, r.Chunk)
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

// find looks up one chunk of keys and tries again what met a passing fault.
func (r *Runner) find(ctx context.Context, lookups []importer.Lookup, health *serverHealth) error {
	var misses rowFaults
	ask := func(lookups []importer.Lookup) ([]importer.Found, error) {
		found, stop := r.Contacts.Find(ctx, lookups)
		for _, f := range found {
			health.record(f.Disposition, f.Fault, time.Now())
		}
		return found, stop
	}
	for try := 1; ; try++ {
		begin := time.Now()
		found, stop := ask(lookups)
		if stop == nil && try >= stuckAfter && !health.lastGoodAfter(begin) {
			_, stop = ask([]importer.Lookup{{By: lookups[0].By, Key: probeKey}})
		}
		now := time.Now()
		again := slices.DeleteFunc(slices.Clone(found), func(f importer.Found) bool { return f.Settled() })
		if len(again) > 0 && stop == nil && ctx.Err() == nil && misses.add(now, health) {
			again = nil // given up, with the fault
		}
		if err := r.resolve(ctx, found, again); err != nil {
			return err
		}
		switch {
		case stop != nil:
			return stop
		case len(again) == 0:
			return nil
		case health.down(now):
			return importer.ErrServerDown
		}
		lookups = lookups[:0]
		for _, f := range again {
			lookups = append(lookups, f.Lookup)
		}
		select {
		case <-time.After(importer.Backoff(try, rand.Float64())):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// resolve records what was found, but for what is asked again.
func (r *Runner) resolve(ctx context.Context, found, again []importer.Found) error {
	known := slices.DeleteFunc(found, func(f importer.Found) bool {
		return !f.Settled() && (len(again) > 0 || f.Disposition == importer.NotSent)
	})
	if len(known) == 0 {
		return nil
	}
	if err := r.Journal.Resolve(context.WithoutCancel(ctx), known); err != nil {
		return journalError(err)
	}
	r.Progress.Found(len(known))
	return nil
}
