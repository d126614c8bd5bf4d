package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// dealer hands the rows to the workers in chunks and takes them back. It reads
// ahead within a bound. A row whose contact is under way waits, in input order,
// while the chunk goes on filling from behind it, so that no two rows of one
// contact are ever in work together. It runs in one goroutine.
type dealer struct {
	entries Entries
	total   int // rows of the input
	workers int
	chunk   int // rows a chunk at most
	health  *health
	lookups func([]Lookup) ([]Found, error)
	ended   func([]Outcome) error // records outcomes that no worker recorded
	watch   Progress

	read     int     // rows taken from the input
	dealt    int     // rows that reached a worker or ended before
	open     int     // rows read and not ended
	under    int     // chunks in work
	ready    []*task // may be dealt now
	later    []*task // not before a time
	contacts map[string]*queue
	refused  []Outcome // ended without a worker, not yet recorded
	eof      bool
	blocked  int   // rows left because their contact is not settled
	stop     error // why no more is dealt
}

// queue holds the rows of one contact that wait for the one under way.
type queue struct {
	waiting []*task
	blocked bool // a write to the contact could not be settled
}

// result is a chunk that comes back from a worker.
type result struct {
	tasks []*task
	err   error
}

// deal runs until every row has ended or the run stops. It closes work and
// expects the workers to give back every chunk they took.
func (d *dealer) deal(ctx context.Context, work chan<- []*task, results <-chan result) error {
	defer close(work)
	for {
		if d.stop == nil {
			d.stop = d.fill()
		}
		if err := d.flush(false); err != nil {
			d.stop = err
		}
		chunk := d.next(time.Now())
		if chunk == nil && d.under == 0 && (d.stop != nil || d.open == 0 && d.eof) {
			return d.finish()
		}
		var out chan<- []*task
		if chunk != nil {
			out = work
		}
		wake := d.timer(time.Now())
		select {
		case out <- chunk:
			d.sent(len(chunk))
		case r := <-results:
			d.back(r)
		case <-wake:
		case <-d.cancelled(ctx):
			d.stop = ErrInterrupted
		}
	}
}

// cancelled is ctx.Done until the run stops; after that only results count.
func (d *dealer) cancelled(ctx context.Context) <-chan struct{} {
	if d.stop != nil {
		return nil
	}
	return ctx.Done()
}

// ahead bounds the rows read and not ended: enough for every worker to find a
// full chunk though many rows of one contact stand together.
func (d *dealer) ahead() int { return d.workers * d.chunk * 4 }

// fill reads ahead and sorts the rows into ready ones, waiting ones and ended ones.
func (d *dealer) fill() error {
	for !d.eof && d.open+d.chunk <= d.ahead() {
		block := make([]*task, 0, d.chunk)
		for len(block) < d.chunk {
			e, err := d.entries.Next()
			if errors.Is(err, io.EOF) {
				d.eof = true
				break
			}
			if err != nil {
				return fmt.Errorf("read input: %w", err)
			}
			d.read++
			block = append(block, newTask(e))
		}
		if err := d.admit(block); err != nil {
			return err
		}
	}
	return nil
}

// admit resolves the keys of rows just read and lines them up.
func (d *dealer) admit(block []*task) error {
	now := time.Now()
	var lookups []Lookup
	for _, t := range block {
		if l := t.entry.Locator.Lookup; l.By != "" {
			lookups = append(lookups, l)
		}
	}
	var found []Found
	if len(lookups) > 0 {
		var err error
		if found, err = d.lookups(lookups); err != nil {
			return err
		}
	}
	for _, t := range block {
		if t.entry.Locator.Lookup.By != "" {
			t.located(found[0], now)
			found = found[1:]
		}
		if refusals := t.entry.Refusals; len(refusals) > 0 {
			t.refuse(refusals, now)
		}
		if t.done {
			d.refused = append(d.refused, t.outcome)
			d.dealt++
			continue
		}
		d.open++
		d.enqueue(t)
	}
	return nil
}

func (d *dealer) enqueue(t *task) {
	q, busy := d.contacts[t.id]
	if !busy {
		d.contacts[t.id] = &queue{}
		d.ready = append(d.ready, t)
		return
	}
	if q.blocked {
		d.leave(t)
		return
	}
	q.waiting = append(q.waiting, t)
}

// leave drops a row that must wait for a contact nobody can settle now.
func (d *dealer) leave(*task) {
	d.open--
	d.dealt++
	d.blocked++
}

// next returns the rows of the next chunk without taking them, nil if there are none.
func (d *dealer) next(now time.Time) []*task {
	if d.stop != nil {
		return nil
	}
	due := 0
	for _, t := range d.later {
		if t.notBefore.After(now) {
			d.later[due] = t
			due++
			continue
		}
		d.ready = append(d.ready, t)
	}
	clear(d.later[due:])
	d.later = d.later[:due]
	if len(d.ready) == 0 {
		return nil
	}
	return d.ready[:min(len(d.ready), d.size())]
}

// size is that of a full chunk, and near the end of the input an even share of
// what is left, so that no worker is left with a long tail.
func (d *dealer) size() int {
	left := max(d.total-d.dealt, 1)
	return min(d.chunk, (left+d.workers-1)/d.workers)
}

func (d *dealer) sent(n int) {
	d.ready = slices.Clone(d.ready[n:])
	d.dealt += n
	d.under++
}

// back takes a chunk from a worker: ended rows make way for those that wait.
func (d *dealer) back(r result) {
	d.under--
	if r.err != nil && d.stop == nil {
		d.stop = r.err
	}
	now := time.Now()
	var ended []Outcome
	for _, t := range r.tasks {
		if t.done {
			ended = append(ended, t.outcome)
			d.release(t)
			continue
		}
		d.dealt--
		if d.stop == nil && t.tries > 0 && d.health.down(now) {
			d.stop = ErrServerDown
		}
		if t.notBefore.After(now) {
			d.later = append(d.later, t)
		} else {
			d.ready = append(d.ready, t)
		}
	}
	if len(ended) > 0 {
		d.watch.Ended(ended)
	}
}

func (d *dealer) release(t *task) {
	d.open--
	q := d.contacts[t.id]
	switch {
	case t.blocks:
		q.blocked = true
		for _, w := range q.waiting {
			d.leave(w)
		}
		q.waiting = nil
	case len(q.waiting) == 0:
		delete(d.contacts, t.id)
	default:
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		// The last answer has values and eTag: no need to read again.
		next.current = t.current
		d.ready = append(d.ready, next)
	}
}

// timer fires when the next row that was put back is due; nil if none is.
func (d *dealer) timer(now time.Time) <-chan time.Time {
	if len(d.later) == 0 || d.stop != nil {
		return nil
	}
	first := d.later[0].notBefore
	for _, t := range d.later[1:] {
		if t.notBefore.Before(first) {
			first = t.notBefore
		}
	}
	return time.After(first.Sub(now))
}

// flush records the rows that ended without a worker.
func (d *dealer) flush(all bool) error {
	if len(d.refused) == 0 || !all && !d.eof && len(d.refused) < d.chunk {
		return nil
	}
	if err := d.ended(d.refused); err != nil {
		return err
	}
	d.watch.Ended(d.refused)
	d.refused = nil
	return nil
}

// finish accounts for the rows that a stop leaves behind.
func (d *dealer) finish() error {
	now := time.Now()
	for _, t := range slices.Concat(d.ready, d.later) {
		if t.abandon(now) {
			d.refused = append(d.refused, t.outcome)
		}
	}
	if err := d.flush(true); err != nil {
		return errors.Join(d.stop, err)
	}
	if d.stop == nil && d.blocked > 0 {
		return ErrUnsettled
	}
	return d.stop
}
