package shipped

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
)

// Objects is what a log needs of a store. It must be safe for concurrent use.
type Objects interface {
	// Create writes an object that must not be there yet: objects.ErrExists otherwise. Of
	// several callers one succeeds. After another error it may be there, now or soon.
	Create(ctx context.Context, name string, data []byte) error
	Read(ctx context.Context, name string) ([]byte, error)
	// List gives the objects whose names begin with a prefix, in the order of their names.
	List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error]
}

// ErrClosed is a log that was let go of.
var ErrClosed = errors.New("the log of the run is closed")

// ErrUnclear is a record of which it could not be found out whether the store has it. The
// attempt is at its end: another one finds out.
var ErrUnclear = errors.New("it is not known whether the store has the last record")

// Options are how a log is kept. The zero value is what is recommended.
type Options struct {
	// Fresh is for how long an append proves that the attempt still has the run; 0 is 5 s.
	// It must be shorter than what a dispatcher waits before it gives an attempt up.
	Fresh time.Duration
	// Patience bounds one request to the store; 0 is 5 s.
	Patience time.Duration
	// Tries is how often a record is tried; 0 is 5.
	Tries int
	// Pause waits before a record is tried again; nil sleeps, twice as long each time.
	Pause func(try int)
	Now   func() time.Time // nil is time.Now
	// Appended is told how long each append took, from any goroutine; it may be nil.
	Appended func(took time.Duration)
	Log      *slog.Logger // nil logs nothing
}

func (o Options) orDefault() Options {
	if o.Fresh == 0 {
		o.Fresh = 5 * time.Second
	}
	if o.Patience == 0 {
		o.Patience = 5 * time.Second
	}
	if o.Tries == 0 {
		o.Tries = 5
	}
	if o.Pause == nil {
		o.Pause = func(try int) { time.Sleep(100 * time.Millisecond << try) }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Log is the log of one run, taken by an attempt. It is safe for concurrent use.
//
// Once an append was refused or its end is not known, everything that would write returns
// that error, and nothing is written any more. The same holds after Close.
type Log struct {
	options Options
	objects Objects
	prefix  string
	folder  string
	by      Attempt
	coder   *coder
	begun   bool

	turn sync.Mutex // held by whoever appends
	next int        // number of the next record; guarded by turn

	mu     sync.Mutex
	proven time.Time // when the last append that succeeded began
	failed error
}

// Begun reports whether the log held a run when it was taken.
func (l *Log) Begun() bool { return l.begun }

// Guard returns nil where no other attempt can have taken the run long ago: it is asked
// before each write to the service. If the last append began too long ago it appends a
// record that proves it.
func (l *Log) Guard() error {
	if fresh, err := l.isFresh(); fresh || err != nil {
		return err
	}
	l.turn.Lock()
	defer l.turn.Unlock()
	if fresh, err := l.isFresh(); fresh || err != nil { // another caller has proven it
		return err
	}
	for range l.options.Tries {
		if err := l.append(record{Kind: still}); err != nil {
			return err
		}
		if fresh, err := l.isFresh(); fresh || err != nil {
			return err
		}
	}
	return fmt.Errorf("the store is too slow: each append took more than %s", l.options.Fresh)
}

func (l *Log) isFresh() (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return age(l.proven, l.options.Now()) < l.options.Fresh, l.failed
}

// age is how much time has passed. Where a machine slept, its monotonic clock may not know
// of that, and the other one does; where that one was set back, the first knows better.
func age(since, now time.Time) time.Duration {
	return max(now.Sub(since), now.Round(0).Sub(since.Round(0)))
}

// Close lets go of the log, when an append that is under way has ended: a connection that
// stays open for a while has nothing to prove then. Records are closed on their own.
func (l *Log) Close() error {
	l.turn.Lock()
	defer l.turn.Unlock()
	l.fail(ErrClosed)
	return nil
}

// record puts a commit of the journal into the log.
func (l *Log) record(c sqlite.Commit, isNew bool) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	r := record{Kind: entries, Commit: c, New: isNew}
	for _, change := range c.Changes {
		if v, there := change.Values["ending"]; there && string(v) != "null" {
			r.Kind = ended
		}
	}
	return l.append(r)
}

// append puts a record under the next number. Its caller has the turn.
func (l *Log) append(r record) error {
	l.mu.Lock()
	failed := l.failed
	l.mu.Unlock()
	if failed != nil {
		return failed
	}
	r.Owner, r.Scheduled, r.Number = l.by.Owner, l.by.Epoch.Scheduled, l.by.Epoch.Number
	data, err := l.coder.encode(r)
	if err != nil {
		return l.fail(err)
	}
	began := l.options.Now()
	if err := l.create(name(l.prefix, l.next), data); err != nil {
		return l.fail(err)
	}
	if l.options.Appended != nil {
		l.options.Appended(l.options.Now().Sub(began))
	}
	l.next++
	l.mu.Lock()
	l.proven = began
	l.mu.Unlock()
	return nil
}

// fail ends all writing, unless that is at its end.
func (l *Log) fail(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = err
	}
	return err
}

// create makes a record, or finds out who has made it: a record that is there and has the
// same bytes is this one, whose answer was lost.
func (l *Log) create(name string, data []byte) error {
	var last error
	for try := range l.options.Tries {
		if try > 0 {
			l.options.Pause(try)
		}
		err := l.ask(context.Background(), func(ctx context.Context) error { return l.objects.Create(ctx, name, data) })
		if err == nil {
			return nil
		}
		last = err
		l.log("append", name, err)
		if !errors.Is(err, objects.ErrExists) {
			continue
		}
		var there []byte
		err = l.ask(context.Background(), func(ctx context.Context) (err error) { there, err = l.objects.Read(ctx, name); return err })
		switch {
		case err != nil:
			last = err
			l.log("read back", name, err)
		case bytes.Equal(there, data):
			return nil
		default:
			return &takenError{name, there}
		}
	}
	return fmt.Errorf("%w (%s): %w", ErrUnclear, name, last)
}

// takenError is a number under which another attempt has put its record.
type takenError struct {
	name string
	data []byte
}

func (e *takenError) Error() string { return importer.ErrFenced.Error() + " (" + e.name + ")" }

// Unwrap returns importer.ErrFenced.
func (e *takenError) Unwrap() error { return importer.ErrFenced }

// ask makes one request to the store, which must answer in time.
func (l *Log) ask(ctx context.Context, request func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, l.options.Patience)
	defer cancel()
	return request(ctx)
}

func (l *Log) log(what, name string, err error) {
	if l.options.Log != nil {
		l.options.Log.Warn(what, "record", name, "error", err.Error())
	}
}

// mine refuses any other run folder than that of the log.
func (l *Log) mine(folder string) error {
	if folder != l.folder {
		return fmt.Errorf("%w: %s is not the folder of the run", importer.ErrNoRun, folder)
	}
	return nil
}

// Create makes the record of the run, in the log and in a folder that becomes that of the
// run: it is prepared under another name.
func (l *Log) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	isNew := true
	return sqlite.Options{Before: func(c sqlite.Commit) error {
		first := isNew
		isNew = false
		return l.record(c, first)
	}}.Create(folder, about, edits)
}

// Open takes hold of the record in its folder.
func (l *Log) Open(folder string) (*sqlite.File, error) {
	if err := l.mine(folder); err != nil {
		return nil, err
	}
	return sqlite.Options{Before: func(c sqlite.Commit) error { return l.record(c, false) }}.Open(folder)
}

// Holds reports whether a file of a run folder is part of the record, by its name.
func (l *Log) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

// Name is the file by which a run folder is known.
func (l *Log) Name() string { return sqlite.Name }
