package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// dealer hands the rows to the workers in chunks and takes them back. It reads
// ahead within a bound. A row whose contact is under way waits, in input order,
// while the chunk goes on filling from behind it, so that no two rows of one
// contact are ever in work together. It runs in one goroutine.
type dealer struct {
	set       *entity.Entity
	parts     []importer.Entries // the rows of a later part begin when the earlier ones have ended
	total     int                // rows of all parts
	workers   int
	chunk     int // rows a chunk at most
	health    *serverHealth
	resolved  func([]importer.Lookup) ([]importer.Found, error)
	fillLater func([]*importer.Unfinished) error // fills in what later rows have set
	record    func([]importer.Outcome) error     // records outcomes that no worker recorded
	watch     importer.Progress
	limit     failureLimit

	read       int     // rows taken from the input
	dealt      int     // rows that reached a worker or ended before
	inProgress int     // rows read and not ended
	inWork     int     // chunks in work
	chunks     int     // that are still to be dealt
	ready      []*task // may be dealt now
	later      []*task // not before a time
	contacts   map[string]*queue
	unrecorded []importer.Outcome // ended without a worker, not yet recorded
	eof        bool
	blocked    int   // rows left because their contact is not settled
	stop       error // why no more is dealt
}

// result is a chunk that comes back from a worker.
type result struct {
	tasks []*task
	ended []importer.Outcome // of those that ended
	took  time.Duration
	err   error
}

// deal runs until every row has ended or the run stops. It closes work and
// expects the workers to give back every chunk they took.
func (d *dealer) deal(ctx context.Context, work chan<- []*task, results <-chan result) error {
	defer close(work)
	for {
		if d.stop == nil {
			if err := d.fill(ctx); err != nil {
				d.stop = err
			}
		}
		chunk := d.next(time.Now())
		if chunk == nil && d.inWork == 0 && (d.stop != nil || d.spent()) {
			return d.finish()
		}
		var out chan<- []*task
		if chunk != nil {
			out = work
		}
		select {
		case out <- chunk:
			d.sent(len(chunk))
		case r := <-results:
			d.back(r)
		case <-d.timer(time.Now()):
		case <-d.cancelled(ctx):
			d.stop = importer.ErrInterrupted
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

// spent reports whether all rows of all parts have ended.
func (d *dealer) spent() bool { return len(d.parts) == 0 && d.inProgress == 0 }

// over reports whether nothing is left to stop, though the end of the input may not have
// been met yet.
func (d *dealer) over() bool { return (d.read == d.total || len(d.parts) == 0) && d.inProgress == 0 }

// fill reads ahead and sorts the rows into ready ones, waiting ones and ended ones.
func (d *dealer) fill(ctx context.Context) error {
	for d.stop == nil && len(d.parts) > 0 && (!d.eof || d.inProgress == 0) && d.inProgress+d.chunk <= d.ahead() {
		if ctx.Err() != nil {
			return importer.ErrInterrupted
		}
		block, err := d.block()
		if err != nil {
			return err
		}
		if err := d.admit(block, time.Now()); err != nil {
			return err
		}
		if d.eof || len(d.unrecorded) >= d.chunk {
			if err := d.flush(); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil && !d.spent() {
		return importer.ErrInterrupted
	}
	return nil
}

// block reads up to a chunk of rows. At the end of the last part there are no
// parts left; at the end of another one, eof holds the next one back until no
// row is in progress.
func (d *dealer) block() ([]*task, error) {
	d.eof = false
	block := make([]*task, 0, d.chunk)
	for len(block) < d.chunk {
		e, err := d.parts[0].Next()
		if errors.Is(err, io.EOF) {
			d.parts, d.eof = d.parts[1:], true
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read input: %w", err)
		}
		d.read++
		block = append(block, newTask(d.set, e))
	}
	return block, nil
}

// next returns the rows of the next chunk without taking them, nil if there are none.
func (d *dealer) next(now time.Time) []*task {
	if d.stop != nil {
		return nil
	}
	later := d.later
	d.later = nil
	for _, t := range later {
		d.putBack(t, now)
	}
	idle := d.workers - d.inWork
	if len(d.ready) == 0 || idle == 0 {
		return nil
	}
	// Where repeated contacts leave few rows ready, every idle worker gets some; but
	// another try of less than a tenth of a chunk would cost more in requests than
	// it saves in time.
	n := min(d.size(), ceil(len(d.ready), idle))
	if first := d.ready[0]; first.faults+first.staleETags > 0 {
		n = max(n, ceil(d.chunk, 10))
	}
	return d.ready[:min(n, len(d.ready))]
}

// size is how many rows the next chunk has. What is left is split evenly, into a
// whole number of chunks for every worker: then no worker has a chunk more than the
// others at the end.
func (d *dealer) size() int {
	left := max(d.total-d.dealt, 1)
	if d.chunks == 0 || ceil(left, d.chunks) > d.chunk {
		d.chunks = ceil(left, d.chunk*d.workers) * d.workers
	}
	return ceil(left, d.chunks)
}

func ceil(a, b int) int { return (a + b - 1) / b }

func (d *dealer) sent(n int) {
	d.ready = slices.Clone(d.ready[n:]) // the chunk is the worker's now
	d.dealt += n
	d.inWork++
	d.chunks--
}

// back takes a chunk from a worker: ended rows make way for those that wait.
func (d *dealer) back(r result) {
	d.inWork--
	// A broken journal takes precedence over an orderly stop.
	if r.err != nil && (d.stop == nil || errors.Is(r.err, importer.ErrJournal)) {
		d.stop = r.err
	}
	now := time.Now()
	for _, t := range r.tasks {
		if t.done {
			d.release(t, now)
			continue
		}
		d.dealt--
		d.putBack(t, now)
	}
	if d.stop == nil && d.inProgress > 0 && d.health.down(now) {
		d.stop = importer.ErrServerDown
	}
	d.pass(r.ended, r.took)
}

func (d *dealer) putBack(t *task, now time.Time) {
	if t.notBefore.After(now) {
		d.later = append(d.later, t)
	} else {
		d.ready = append(d.ready, t)
	}
}

// timer fires when the next row that was put back is due; nil if none is.
func (d *dealer) timer(now time.Time) <-chan time.Time {
	if len(d.later) == 0 || d.stop != nil {
		return nil
	}
	first := slices.MinFunc(d.later, func(a, b *task) int { return a.notBefore.Compare(b.notBefore) })
	return time.After(first.notBefore.Sub(now))
}

// flush records the rows that ended without a worker.
func (d *dealer) flush() error {
	if len(d.unrecorded) == 0 {
		return nil
	}
	if err := d.record(d.unrecorded); err != nil {
		return err
	}
	ended := d.unrecorded
	d.unrecorded = nil
	d.pass(ended, 0)
	return nil
}

// finish accounts for the rows that a stop leaves behind.
func (d *dealer) finish() error {
	now := time.Now()
	for _, t := range slices.Concat(d.ready, d.later) {
		if t.abandon(now) {
			d.unrecorded = append(d.unrecorded, t.outcome)
		}
	}
	if err := d.flush(); err != nil && !errors.Is(d.stop, importer.ErrJournal) {
		return errors.Join(d.stop, err)
	}
	switch {
	case d.stop == nil && d.blocked > 0:
		return importer.ErrUnsettled
	case errors.Is(d.stop, importer.ErrInterrupted) && d.over() && d.blocked == 0:
		return nil // it came too late to leave anything undone
	}
	return d.stop
}
