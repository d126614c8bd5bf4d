package shipped

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// digits is how many digits the number of a record has.
const digits = 8

func name(prefix string, number int) string { return fmt.Sprintf("%s%0*d", prefix, digits, number) }

// Take takes the log of a run for an attempt, and makes the journal in its folder as the
// log has it. The prefix of the log's names ends with a slash. The error is
// importer.ErrFenced where a later attempt has the run, importer.ErrDamaged where the log
// has gaps or records that are none.
func Take(ctx context.Context, o Objects, prefix string, by Attempt, folder string, options Options) (*Log, error) {
	coder, err := newCoder()
	if err != nil {
		return nil, err
	}
	l := &Log{options: options.orDefault(), objects: o, prefix: prefix, folder: folder, by: by, coder: coder}
	view := &replay{folder: folder}
	defer view.drop()
	last, err := l.read(ctx, view)
	if err != nil {
		return nil, err
	}
	for l.next = last + 1; ; {
		err := l.append(record{Kind: take})
		var taken *takenError
		if !errors.As(err, &taken) {
			if err != nil {
				return nil, err
			}
			break
		}
		// Somebody was quicker: an earlier attempt that goes on, or a later one.
		l.failed = nil
		if err := l.replay(view, taken.name, taken.data); err != nil {
			return nil, err
		}
		l.next++
	}
	if l.begun, err = view.end(); err == nil && !l.begun {
		err = sqlite.Remove(folder) // what an attempt before left that did not get as far as a run
	}
	return l, err
}

// View makes the journal in a folder as a log has it, and takes nothing. The error is
// importer.ErrNoRun where the log holds no run.
func View(ctx context.Context, o Objects, prefix, folder string) error {
	coder, err := newCoder()
	if err != nil {
		return err
	}
	l := &Log{options: Options{}.orDefault(), objects: o, prefix: prefix, folder: folder, coder: coder}
	l.by.Epoch.Number = -1 // it fences nobody, and nobody it
	view := &replay{folder: folder}
	defer view.drop()
	if _, err := l.read(ctx, view); err != nil {
		return err
	}
	begun, err := view.end()
	if err == nil && !begun {
		err = fmt.Errorf("%w in %s", importer.ErrNoRun, prefix)
	}
	return err
}

// ahead is how many records are read at once.
const ahead = 8

// read replays all records that a log has, and returns the number of the last one.
func (l *Log) read(ctx context.Context, view *replay) (last int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	var reading sync.WaitGroup
	defer reading.Wait()
	defer cancel()
	type answer struct {
		name string
		data []byte
		err  error
	}
	coming := make(chan chan answer, ahead)
	reading.Go(func() {
		defer close(coming)
		number := 0
		for o, err := range l.objects.List(ctx, l.prefix) {
			number++
			if err == nil && o.Name != name(l.prefix, number) {
				err = l.misplaced(o.Name, number)
			}
			one := make(chan answer, 1)
			select {
			case coming <- one:
			case <-ctx.Done():
				return
			}
			if err != nil {
				one <- answer{err: err}
				return
			}
			reading.Go(func() {
				data, err := l.get(ctx, o.Name)
				one <- answer{o.Name, data, err}
			})
		}
	})
	for one := range coming {
		a := <-one
		if a.err == nil {
			a.err = l.replay(view, a.name, a.data)
		}
		if a.err != nil {
			return 0, a.err
		}
		last++
	}
	return last, ctx.Err()
}

// get reads a record that is known to be there.
func (l *Log) get(ctx context.Context, name string) (data []byte, err error) {
	for try := range l.options.Tries {
		if try > 0 {
			l.options.Pause(try)
		}
		err = l.ask(ctx, func(ctx context.Context) (err error) { data, err = l.objects.Read(ctx, name); return err })
		if err == nil || ctx.Err() != nil {
			return data, err
		}
		l.log("read", name, err)
	}
	return nil, err
}

// misplaced says what is wrong with a log that has another object in place of a record.
func (l *Log) misplaced(found string, number int) error {
	if n, err := strconv.Atoi(strings.TrimPrefix(found, l.prefix)); err == nil && n > number {
		return fmt.Errorf("%w: %s is missing", importer.ErrDamaged, name(l.prefix, number))
	}
	return fmt.Errorf("%w: %s is no record of a log", importer.ErrDamaged, found)
}

// replay takes a record of the log into the view.
func (l *Log) replay(view *replay, name string, data []byte) error {
	r, err := l.coder.decode(name, data)
	if err != nil {
		return err
	}
	if l.by.Epoch.Number >= 0 && r.epoch().after(l.by.Epoch) {
		return fmt.Errorf("%w (%s)", importer.ErrFenced, name)
	}
	if err := view.add(r); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// replay makes the journal of the records of a log.
type replay struct {
	folder  string
	owner   string // of the attempt that has the log so far
	epoch   Epoch  // its epoch
	replica *sqlite.Replica
	waiting []sqlite.Commit
	begun   bool // what the run was given is among the records
	done    bool
}

// together is how many commits share a transaction.
const together = 64

// inTurn refuses a record of an attempt that did not have the log: the store has made an
// object where there was one.
func (p *replay) inTurn(r *record) error {
	switch {
	case p.epoch.after(r.epoch()):
		return fmt.Errorf("%w: a later attempt had the run before", importer.ErrDamaged)
	case r.Kind != take && r.Owner != p.owner:
		return fmt.Errorf("%w: its attempt has not taken the run", importer.ErrDamaged)
	}
	p.owner, p.epoch = r.Owner, r.epoch()
	return nil
}

func (p *replay) add(r *record) error {
	if err := p.inTurn(r); err != nil {
		return err
	}
	if r.Kind != entries && r.Kind != ended {
		return nil
	}
	if r.New {
		if p.begun {
			return fmt.Errorf("%w: the run begins again", importer.ErrDamaged)
		}
		p.drop()
		if err := os.MkdirAll(p.folder, 0o700); err != nil {
			return err
		}
		var err error
		if p.replica, err = sqlite.NewReplica(p.folder); err != nil {
			return err
		}
	}
	if p.replica == nil {
		return fmt.Errorf("%w: it has no beginning", importer.ErrDamaged)
	}
	for _, change := range r.Commit.Changes {
		if _, there := change.Values["about"]; there {
			p.begun = true
		}
	}
	p.waiting = append(p.waiting, r.Commit)
	if len(p.waiting) < together {
		return nil
	}
	return p.flush()
}

func (p *replay) flush() error {
	err := p.replica.Apply(p.waiting...)
	p.waiting = nil
	return err
}

// end completes the journal and reports whether there is a run in it; else nothing is left.
func (p *replay) end() (bool, error) {
	if p.replica == nil || !p.begun {
		p.drop()
		return false, nil
	}
	err := errors.Join(p.flush(), p.replica.Close())
	p.done = err == nil
	return p.done, err
}

// drop removes a journal that was not completed.
func (p *replay) drop() {
	if p.replica == nil || p.done {
		return
	}
	p.replica.Close()
	p.waiting, p.begun, p.replica = nil, false, nil
	sqlite.Remove(p.folder)
}
