package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
)

// opened are contacts of which the first rows' answers are there before the rows are
// dealt. Each answer is given once; whatever is asked then is asked of the service.
type opened struct {
	importer.Contacts

	mu      sync.Mutex
	answers map[string]importer.Response
}

// Read reads the contacts of which no answer is held.
func (o *opened) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	answers := make([]importer.Response, len(ids))
	var asked []string
	var places []int
	o.mu.Lock()
	for i, id := range ids {
		a, held := o.answers[strings.ToLower(id)]
		if !held {
			asked, places = append(asked, id), append(places, i)
			continue
		}
		answers[i] = a
		answers[i].Contact.ID = id
		delete(o.answers, strings.ToLower(id))
	}
	o.mu.Unlock()
	if len(asked) == 0 {
		return answers, nil
	}
	read, err := o.Contacts.Read(ctx, asked)
	for i, a := range read {
		answers[places[i]] = a
	}
	return answers, err
}

// Look reads the records of the first rows, Opening of them or what fills a chunk
// more, and shows them to see, row by row. Nothing is written. The rows' keys must be
// resolved. The next Run, of total rows, uses what was read and does not read it again.
// The error is one of those of Run.
func (r *Runner) Look(ctx context.Context, total int, entries importer.Entries, see func(importer.Entry, importer.Contact)) error {
	return r.stopped(ctx, r.look(ctx, total, entries, see))
}

func (r *Runner) look(ctx context.Context, total int, entries importer.Entries, see func(importer.Entry, importer.Contact)) error {
	d := dealer{total: total, chunk: r.Chunk, workers: r.Workers}
	size := d.size()
	block, err := r.firstRows(ctx, entries, ceil(importer.Opening, size)*size)
	if err != nil {
		return err
	}
	o := &opened{Contacts: r.Contacts, answers: map[string]importer.Response{}}
	var ids []string
	known := map[string]bool{}
	for _, t := range block {
		if id := contactOf(t); id != "" && !known[id] {
			known[id] = true
			ids = append(ids, t.id)
		}
	}
	if err := o.fetch(ctx, ids, size, r.Workers, newServerHealth(r.GiveUpAfter)); err != nil {
		return err
	}
	for _, t := range block {
		if a := o.answers[contactOf(t)]; a.Disposition == importer.Confirmed {
			see(t.entry, a.Contact)
		}
	}
	r.opened = o
	return nil
}

// firstRows are the first n rows, those left out that nothing is sent for.
func (r *Runner) firstRows(ctx context.Context, entries importer.Entries, n int) ([]*task, error) {
	var block []*task
	var lookups []importer.Lookup
	var found []*task
	for range n {
		if ctx.Err() != nil {
			return nil, importer.ErrInterrupted
		}
		e, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read input: %w", err)
		}
		if len(e.Refusals) > 0 || !e.NoRecord.IsRecord() {
			continue
		}
		t := newTask(e)
		block = append(block, t)
		if e.Locator.Lookup.By != "" {
			lookups, found = append(lookups, e.Locator.Lookup), append(found, t)
		}
	}
	resolved, err := r.Journal.Resolved(context.WithoutCancel(ctx), lookups)
	if err != nil {
		return nil, journalError(err)
	}
	for i, t := range found {
		t.identify(resolved[i])
	}
	return block, nil
}

// fetch reads the contacts in chunks, several at a time.
func (o *opened) fetch(ctx context.Context, ids []string, chunk, workers int, health *serverHealth) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for len(ids) > 0 {
		part := ids[:min(chunk, len(ids))]
		ids = ids[len(part):]
		g.Go(func() error { return o.fetchChunk(gctx, part, health) })
	}
	return g.Wait()
}

// fetchChunk reads one chunk, and again what met a passing fault. What can't be read
// while others can is left to the run.
func (o *opened) fetchChunk(ctx context.Context, ids []string, health *serverHealth) error {
	return retry{
		health: health,
		ask: func(int) (int, error) {
			answers, stop := o.Contacts.Read(ctx, ids)
			ids = o.hold(ids, answers, health, time.Now())
			return len(ids), stop
		},
		giveUp: func() error { return nil },
	}.run(ctx)
}

// hold keeps what is settled and returns what is to be asked again.
func (o *opened) hold(ids []string, answers []importer.Response, health *serverHealth, now time.Time) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var again []string
	for i, a := range answers {
		health.record(a.Disposition, a.Fault, now)
		if a.Disposition.Settled() {
			o.answers[strings.ToLower(ids[i])] = a
		} else {
			again = append(again, ids[i])
		}
	}
	return again
}
