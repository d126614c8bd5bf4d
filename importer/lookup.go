package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/mapping"
)

// Resolve looks up every key of the entries that is not an id, each key once,
// and leaves what was found in the journal. A run resolves all its keys before
// its first write.
func (r *Runner) Resolve(ctx context.Context, entries Entries) error {
	wanted, err := r.want(ctx, entries)
	if err != nil || !wanted {
		return r.stopped(ctx, err)
	}
	health := newServerHealth(r.GiveUpAfter)
	work := make(chan []Lookup)
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
func (r *Runner) want(ctx context.Context, entries Entries) (bool, error) {
	const block = 1000
	wanted := false
	pending := make([]Lookup, 0, block)
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
func (r *Runner) offer(ctx context.Context, work chan<- []Lookup) error {
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
func (r *Runner) find(ctx context.Context, lookups []Lookup, health *serverHealth) error {
	var misses rowFaults
	ask := func(lookups []Lookup) ([]Found, error) {
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
			_, stop = ask([]Lookup{{By: lookups[0].By, Key: probeKey}})
		}
		now := time.Now()
		again := slices.DeleteFunc(slices.Clone(found), func(f Found) bool { return f.settled() })
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
			return ErrServerDown
		}
		lookups = lookups[:0]
		for _, f := range again {
			lookups = append(lookups, f.Lookup)
		}
		select {
		case <-time.After(Backoff(try, rand.Float64())):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settled reports whether asking again would bring nothing else.
func (f Found) settled() bool {
	return f.Disposition == Confirmed || f.Disposition == Missing || f.Disposition == Refused
}

// resolve records what was found, but for what is asked again.
func (r *Runner) resolve(ctx context.Context, found, again []Found) error {
	known := slices.DeleteFunc(found, func(f Found) bool { return !f.settled() && (len(again) > 0 || f.Disposition == NotSent) })
	if len(known) == 0 {
		return nil
	}
	if err := r.Journal.Resolve(context.WithoutCancel(ctx), known); err != nil {
		return journalError(err)
	}
	r.Progress.Found(len(known))
	return nil
}

// identify takes the id that a lookup brought, if it is the only one.
func (t *task) identify(f Found) bool {
	if f.Disposition != Confirmed || len(f.IDs) != 1 {
		return false
	}
	t.id = f.IDs[0]
	if id, ok := parseGUID(t.id); ok {
		t.id = id // one spelling, so that rows of one contact are known as such
	}
	t.outcome.ID = t.id
	return true
}

// located takes what the lookup of the row's key brought.
func (t *task) located(f Found, now time.Time) {
	t.outcome.HTTPStatus = f.Fault.HTTPStatus
	f.Lookup.Key = t.entry.Edit.Key // messages say the key as the row has it
	if t.identify(f) {
		return
	}
	if f.Disposition == Confirmed {
		t.outcome.Blames = []string{BlamesKey}
	}
	switch {
	case f.Disposition == Confirmed && len(f.IDs) > 1:
		t.outcome.Number = ""
		t.end(Ambiguous, "ambiguous_key", ambiguousMessage(f), now)
	case f.Disposition == Confirmed && f.Exclusion != "":
		if len(f.People) == 1 {
			t.introduce(f.People[0])
		}
		t.end(NotFound, "outside_set", outsideSetMessage(t.keyWords(), f.Exclusion), now)
	case f.Disposition == Confirmed:
		t.outcome.Number = "" // nobody has it
		t.end(NotFound, "key_not_found", lookupEmptyMessage(f), now)
	case f.Disposition == Missing, f.Disposition == Refused:
		// Missing is the set that is asked, not a contact.
		t.end(Rejected, f.Fault.Code, lookupRefusedMessage(f.Lookup, f.Fault), now)
	default:
		t.end(Failed, f.Fault.Code, lookupGaveUpMessage(f.Lookup, f.Fault), now)
	}
}

// refuse ends a row that breaks rules of the mapping.
func (t *task) refuse(refusals []mapping.CellError, now time.Time) {
	messages := make([]Message, len(refusals))
	code := ""
	for i, p := range refusals {
		messages[i] = p.Message
		if blamed := cmp.Or(p.Field, BlamesKey); p.Code != "wrong_cell_count" && !slices.Contains(t.outcome.Blames, blamed) {
			t.outcome.Blames = append(t.outcome.Blames, blamed)
		}
		if i > 0 && p.Code == refusals[i-1].Code {
			continue
		}
		if code != "" {
			code += ";"
		}
		code += p.Code
	}
	t.end(Invalid, code, sentences(messages...), now)
}
