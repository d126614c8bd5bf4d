package fleet_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
)

// memory is a store in memory.
type memory struct {
	mu   sync.Mutex
	all  map[string]object
	puts int
	now  func() time.Time
}

type object struct {
	data     []byte
	version  int
	modified time.Time
}

func newMemory() *memory { return &memory{all: map[string]object{}, now: time.Now} }

func (o *memory) put(name string, data []byte) {
	o.puts++
	o.all[name] = object{bytes.Clone(data), o.puts, o.now()}
}

func (o *memory) Create(_ context.Context, name string, data []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, there := o.all[name]; there {
		return fmt.Errorf("create %s: %w", name, objects.ErrExists)
	}
	o.put(name, data)
	return nil
}

func (o *memory) Put(_ context.Context, name string, data []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.put(name, data)
	return nil
}

func (o *memory) Upload(ctx context.Context, name string, from io.Reader) error {
	data, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	return o.Put(ctx, name, data)
}

func (o *memory) Read(_ context.Context, name string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found, there := o.all[name]
	if !there {
		return nil, fmt.Errorf("read %s: %w", name, fs.ErrNotExist)
	}
	return bytes.Clone(found.data), nil
}

func (o *memory) Reader(ctx context.Context, name string) (io.ReadCloser, objects.Object, error) {
	data, err := o.Read(ctx, name)
	if err != nil {
		return nil, objects.Object{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return io.NopCloser(bytes.NewReader(data)), o.about(name), nil
}

func (o *memory) about(name string) objects.Object {
	found := o.all[name]
	return objects.Object{Name: name, Size: int64(len(found.data)), Modified: found.modified, Version: fmt.Sprint(found.version)}
}

func (o *memory) List(_ context.Context, prefix string) iter.Seq2[objects.Object, error] {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []objects.Object
	for _, name := range slices.Sorted(maps.Keys(o.all)) {
		if strings.HasPrefix(name, prefix) {
			found = append(found, o.about(name))
		}
	}
	return func(yield func(objects.Object, error) bool) {
		for _, f := range found {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (o *memory) Delete(_ context.Context, name string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.all, name)
	return nil
}

// errKilled is what a dead worker gets of everything.
var errKilled = errors.New("killed")

// life is a worker's: each step that leaves the process is counted, and from one of them on
// there are none any more.
type life struct {
	mu   sync.Mutex
	step int
	last int // 0: it lives
	at   func(step int)
}

// lives takes a step; it reports whether the worker was alive.
func (l *life) lives() error {
	l.mu.Lock()
	l.step++
	step := l.step
	dead := l.last > 0 && step > l.last
	l.mu.Unlock()
	if dead {
		return errKilled
	}
	if l.at != nil {
		l.at(step)
	}
	return nil
}

// mortal are the objects of a worker that may die.
type mortal struct {
	fleet.Objects
	life *life
}

func (m mortal) Create(ctx context.Context, name string, data []byte) error {
	if err := m.life.lives(); err != nil {
		return err
	}
	return m.Objects.Create(ctx, name, data)
}

func (m mortal) Put(ctx context.Context, name string, data []byte) error {
	if err := m.life.lives(); err != nil {
		return err
	}
	return m.Objects.Put(ctx, name, data)
}

func (m mortal) Upload(ctx context.Context, name string, from io.Reader) error {
	if err := m.life.lives(); err != nil {
		return err
	}
	return m.Objects.Upload(ctx, name, from)
}

func (m mortal) Delete(ctx context.Context, name string) error {
	if err := m.life.lives(); err != nil {
		return err
	}
	return m.Objects.Delete(ctx, name)
}

// journals keep the logs of runs in a folder, with one record open at a time: that of the
// attempt that took it last.
type journals struct {
	t   testing.TB
	dir string
	// store is told of each log that there is.
	store *memory

	mu   sync.Mutex
	held map[string]*taken
}

func newLogs(t testing.TB, store *memory) *journals {
	l := &journals{t: t, dir: t.TempDir(), store: store, held: map[string]*taken{}}
	return l
}

// of are the logs as a worker that may die sees them.
func (l *journals) of(life *life) fleet.Logs { return workerLogs{l, life} }

type workerLogs struct {
	*journals
	life *life
}

// taken is a log as an attempt has it.
type taken struct {
	logs    *journals
	life    *life
	run     string
	attempt fleet.Attempt
	open    *sqlite.File
	lost    bool
}

func later(a, b fleet.Epoch) bool {
	return cmp.Or(a.Scheduled.Compare(b.Scheduled), a.Number-b.Number) > 0
}

func (w workerLogs) Take(ctx context.Context, by fleet.Attempt, run, folder string) (fleet.Log, error) {
	if err := w.life.lives(); err != nil {
		return fleet.Log{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if has := w.held[run]; has != nil {
		if later(has.attempt.Epoch, by.Epoch) {
			return fleet.Log{}, fleet.ErrFenced
		}
		has.lost = true
		if has.open != nil {
			has.open.Close()
		}
	}
	own := &taken{logs: w.journals, life: w.life, run: run, attempt: by}
	w.held[run] = own
	_, err := os.Stat(filepath.Join(w.dir, run))
	if err == nil {
		err = os.Mkdir(folder, 0o700)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fleet.Log{}, err
	}
	return fleet.Log{Store: own, Begun: err == nil, Guard: own.alive, Close: own.leave}, w.store.Put(ctx, fleet.LogOf(run)+"00000001", nil)
}

func (w workerLogs) View(_ context.Context, run, folder string) (runs.Store, error) {
	data, err := os.ReadFile(filepath.Join(w.dir, run, sqlite.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", run, importer.ErrNoRun)
	}
	if err == nil {
		err = os.Mkdir(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, sqlite.Name), data, 0o600)
	}
	return local{}, err
}

// alive reports whether the attempt may do something.
func (t *taken) alive() error {
	if err := t.life.lives(); err != nil {
		return err
	}
	t.logs.mu.Lock()
	defer t.logs.mu.Unlock()
	if t.lost {
		return fleet.ErrFenced
	}
	return nil
}

func (t *taken) leave() error { return nil }

func (t *taken) Create(_ string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	if err := t.alive(); err != nil {
		return err
	}
	dir := filepath.Join(t.logs.dir, t.run)
	_ = os.RemoveAll(dir)
	if err := os.MkdirAll(dir+".new", 0o700); err != nil {
		return err
	}
	if err := sqlite.Create(dir+".new", about, edits); err != nil {
		return err
	}
	return os.Rename(dir+".new", dir)
}

func (t *taken) Open(folder string) (runs.Record, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, fmt.Errorf("%s: %w", folder, importer.ErrNoRun)
	}
	if err := t.alive(); err != nil {
		return nil, err
	}
	file, err := sqlite.Open(filepath.Join(t.logs.dir, t.run))
	if err != nil {
		return nil, err
	}
	t.logs.mu.Lock()
	defer t.logs.mu.Unlock()
	t.open = file
	return fenced{file, t}, nil
}

func (t *taken) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }
func (t *taken) Name() string           { return sqlite.Name }

// local keeps records in their folders.
type local struct{}

func (local) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

func (local) Open(folder string) (runs.Record, error) { return sqlite.Open(folder) }
func (local) Holds(name string) bool                  { return strings.HasPrefix(name, sqlite.Name) }
func (local) Name() string                            { return sqlite.Name }

// file is a record under another name.
type file = sqlite.File

// fenced is a record that only the last attempt writes.
type fenced struct {
	*file
	by *taken
}

func (f fenced) Intend(ctx context.Context, intents []importer.Intent) error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.Intend(ctx, intents)
}

func (f fenced) Record(ctx context.Context, outcomes []importer.Outcome) error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.Record(ctx, outcomes)
}

func (f fenced) Resolve(ctx context.Context, found []importer.Found) error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.Resolve(ctx, found)
}

func (f fenced) Begin(spent func() importer.Spent) error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.Begin(spent)
}

func (f fenced) SetMayWrite() error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.SetMayWrite()
}

func (f fenced) Finish(e importer.Ending) error {
	if err := f.by.alive(); err != nil {
		return err
	}
	return f.file.Finish(e)
}

// service is a connection of a worker that may die, or be fenced.
type service struct {
	runs.Service
	guard func() error
}

func (s service) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	if err := s.guard(); err != nil {
		return make([]importer.Response, len(intents)), importer.ErrServerDown
	}
	return s.Service.Write(ctx, intents)
}

func (s service) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	if err := s.guard(); err != nil {
		return make([]importer.Response, len(ids)), importer.ErrServerDown
	}
	return s.Service.Read(ctx, ids)
}
