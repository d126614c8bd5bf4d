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

// prefetched are contacts of which the first rows' answers are there before the rows are
// dealt. Each answer is given once; whatever is asked then is asked of the service.
type prefetched struct {
	importer.Contacts

	mu      sync.Mutex
	answers map[string]importer.Response
}

// Read reads the contacts of which no answer is held.
func (p *prefetched) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	answers := make([]importer.Response, len(ids))
	var asked []string
	var places []int
	p.mu.Lock()
	for i, id := range ids {
		a, held := p.answers[strings.ToLower(id)]
		if !held {
			asked, places = append(asked, id), append(places, i)
			continue
		}
		answers[i] = a
		answers[i].Contact.ID = id
		delete(p.answers, strings.ToLower(id))
	}
	p.mu.Unlock()
	if len(asked) == 0 {
		return answers, nil
	}
	read, err := p.Contacts.Read(ctx, asked)
	for i, a := range read {
		answers[places[i]] = a
	}
	return answers, err
}

// Look reads the records of the first rows, importer.SampleRows of them or what fills a chunk
// more, and shows them to see, row by row. Nothing is written. The rows' keys must be
// resolved. The next Run, of total rows, uses what was read and does not read it again.
// The error is one of those of Run.
func (r *Runner) Look(ctx context.Context, total int, entries importer.Entries, see func(importer.Entry, importer.Contact)) error {
	return r.stopped(ctx, r.look(ctx, total, entries, see))
}

func (r *Runner) look(ctx context.Context, total int, entries importer.Entries, see func(importer.Entry, importer.Contact)) error {
	d := dealer{total: total, chunk: r.Chunk, workers: r.Workers}
	size := d.size()
	block, err := r.firstRows(ctx, entries, ceil(importer.SampleRows, size)*size)
	if err != nil {
		return err
	}
	p := &prefetched{Contacts: r.Contacts, answers: map[string]importer.Response{}}
	var ids []string
	known := map[string]bool{}
	for _, t := range block {
		if id := contactOf(t); id != "" && !known[id] {
			known[id] = true
			ids = append(ids, t.id)
		}
	}
	if err := p.fetch(ctx, ids, size, r.Workers, newServerHealth(r.GiveUpAfter)); err != nil {
		return err
	}
	for _, t := range block {
		if a := p.answers[contactOf(t)]; a.Disposition == importer.Confirmed {
			see(t.entry, a.Contact)
		}
	}
	r.prefetched = p
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
		t := newTask(importer.Described(r.Entity), e)
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
func (p *prefetched) fetch(ctx context.Context, ids []string, chunk, workers int, health *serverHealth) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for len(ids) > 0 {
		part := ids[:min(chunk, len(ids))]
		ids = ids[len(part):]
		g.Go(func() error { return p.fetchChunk(gctx, part, health) })
	}
	return g.Wait()
}

// fetchChunk reads one chunk, and again what met a passing fault. What can't be read
// while others can is left to the run.
func (p *prefetched) fetchChunk(ctx context.Context, ids []string, health *serverHealth) error {
	return retry{
		health: health,
		ask: func(int) (int, error) {
			answers, stop := p.Contacts.Read(ctx, ids)
			ids = p.hold(ids, answers, health, time.Now())
			return len(ids), stop
		},
		giveUp: func() error { return nil },
	}.run(ctx)
}

// hold keeps what is settled and returns what is to be asked again.
func (p *prefetched) hold(ids []string, answers []importer.Response, health *serverHealth, now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var again []string
	for i, a := range answers {
		health.record(a.Disposition, a.Fault, now)
		if a.Disposition.Settled() {
			p.answers[strings.ToLower(ids[i])] = a
		} else {
			again = append(again, ids[i])
		}
	}
	return again
}
