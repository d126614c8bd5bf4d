package shipped

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
	"bcimport/mapping"
)

// clock is a time that only a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) options() Options { return Options{Now: c.Now, Pause: func(int) {}} }

// attempt is the nth attempt at a run, which is scheduled again after every third.
func attempt(n int) Attempt {
	return Attempt{Owner: fmt.Sprint("owner ", n), Epoch: Epoch{time.Date(2026, 1, 5, 3, n/3, 0, 0, time.UTC), 1 + n%3}}
}

func must(t interface {
	Helper()
	Fatal(...any)
}, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// taken takes a log in a folder of its own.
func taken(t *testing.T, m *memory, n int, o Options) *Log {
	t.Helper()
	l, err := Take(context.Background(), m, "log/", attempt(n), t.TempDir(), o)
	must(t, err)
	return l
}

// begun is a log with a run, and its record.
func begun(t *testing.T, m *memory, o Options) (*Log, *sqlite.File) {
	t.Helper()
	l := taken(t, m, 1, o)
	must(t, l.Create(l.folder, journaltest.About(), nil))
	return l, opened(t, l)
}

func opened(t *testing.T, l *Log) *sqlite.File {
	t.Helper()
	f, err := l.Open(l.folder)
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// putBack is what an undo puts back of a row.
func putBack(seq int) importer.Entry {
	return importer.Entry{
		Row: importer.Row{Seq: seq, Line: seq + 2}, Locator: importer.Locator{ID: journaltest.ContactID(seq)},
		Edit:     mapping.Edit{Values: []mapping.Value{{Field: "email", Text: "old@example.com"}}},
		Baseline: importer.Baseline{{Field: "email", Texts: []string{"new@example.com"}}},
	}
}

func intend(f *sqlite.File, seq int) error {
	return f.Intend(context.Background(), []importer.Intent{journaltest.Intent(seq)})
}

func kinds(m *memory) (all []kind) {
	for _, r := range m.records() {
		all = append(all, r.Kind)
	}
	return all
}

func TestTake_FencesTheAttemptBefore(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	first, f := begun(t, m, c.options())
	must(t, intend(f, 1))
	second := taken(t, m, 2, c.options())
	if !second.Begun() {
		t.Error("the second attempt finds no run")
	}
	before := len(m.all)
	if err := intend(f, 2); !errors.Is(err, importer.ErrFenced) {
		t.Errorf("the first attempt writes: %v", err)
	}
	for range 3 {
		if err := first.Guard(); !errors.Is(err, importer.ErrFenced) {
			t.Errorf("the first attempt may send: %v", err)
		}
		if err := f.Finish(importer.Ending{State: "finished"}); !errors.Is(err, importer.ErrFenced) {
			t.Errorf("the first attempt ends the run: %v", err)
		}
	}
	if len(m.all) != before {
		t.Error("the first attempt has written")
	}
	left, err := opened(t, second).Unfinished(context.Background(), 0, 4)
	must(t, err)
	if left[1] == nil || !left[1].Open || left[2] != nil {
		t.Errorf("the second attempt finds %v", left)
	}
}

func TestTake_IsRefusedToAnEarlierAttempt(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	taken(t, m, 2, c.options())
	if _, err := Take(context.Background(), m, "log/", attempt(1), t.TempDir(), c.options()); !errors.Is(err, importer.ErrFenced) {
		t.Errorf("an earlier attempt takes the log: %v", err)
	}
	if len(m.all) != 1 {
		t.Error("it has written")
	}
}

// An earlier attempt may append between the listing of a later one and its take.
func TestTake_KeepsWhatIsAppendedMeanwhile(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	_, f := begun(t, m, c.options())
	next := name("log/", len(m.all)+1)
	m.fault = func(name string) fault {
		if name == next {
			next = ""
			m.mu.Unlock()
			must(t, intend(f, 7))
			m.mu.Lock()
		}
		return none
	}
	second := taken(t, m, 2, c.options())
	left, err := opened(t, second).Unfinished(context.Background(), 7, 1)
	must(t, err)
	if left[0] == nil || !left[0].Open {
		t.Error("the intent is lost")
	}
}

func TestAppend_LostAnswersAndRequestsDoNoHarm(t *testing.T) {
	t.Parallel()
	for _, how := range []fault{lostRequest, lostAnswer} {
		m, c := newMemory(), newClock()
		_, f := begun(t, m, c.options())
		failures := 4
		m.fault = func(string) fault {
			if failures == 0 {
				return none
			}
			failures--
			return how
		}
		must(t, intend(f, 1))
		m.fault = nil
		must(t, intend(f, 2))
		left, err := opened(t, taken(t, m, 2, c.options())).Unfinished(context.Background(), 1, 2)
		must(t, err)
		if left[0] == nil || left[1] == nil {
			t.Errorf("%v: %v", how, left)
		}
	}
}

func TestAppend_AnUnclearEndIsTheEndOfTheAttempt(t *testing.T) {
	t.Parallel()
	for _, how := range []fault{lostRequest, lostAnswer} {
		m, c := newMemory(), newClock()
		l, f := begun(t, m, c.options())
		m.fault = func(string) fault { return how }
		m.unreadable = func(string) bool { return true }
		if err := intend(f, 1); !errors.Is(err, ErrUnclear) {
			t.Errorf("it goes on: %v", err)
		}
		m.fault, m.unreadable = nil, nil
		before := len(m.all)
		if err := intend(f, 2); !errors.Is(err, ErrUnclear) {
			t.Errorf("it goes on: %v", err)
		}
		if err := l.Guard(); !errors.Is(err, ErrUnclear) {
			t.Errorf("it may send: %v", err)
		}
		if len(m.all) != before {
			t.Error("it has written under another number")
		}
	}
}

func TestGuard_AppendsWhenTheLastAppendBeganTooLongAgo(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	l := taken(t, m, 1, c.options())
	c.pass(4999 * time.Millisecond)
	must(t, l.Guard())
	if len(m.all) != 1 {
		t.Error("it appends too early")
	}
	c.pass(time.Millisecond)
	// All have found that they need a proof before the first one gets it.
	const callers = 8
	var looked, waiting sync.WaitGroup
	looked.Add(callers)
	var looks atomic.Int32
	l.options.Now = func() time.Time {
		if looks.Add(1) <= callers {
			looked.Done()
		}
		return c.Now()
	}
	m.fault = func(string) fault { looked.Wait(); return none }
	for range callers {
		waiting.Go(func() {
			if err := l.Guard(); err != nil {
				t.Error(err)
			}
		})
	}
	waiting.Wait()
	if got := kinds(m); !slices.Equal(got, []kind{take, still}) {
		t.Errorf("the log has %v", got)
	}
}

// What an append proves is as old as its first try: another attempt can have come since.
func TestGuard_CountsFromTheBeginningOfAnAppend(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	l := taken(t, m, 1, c.options())
	c.pass(time.Minute)
	m.fault = func(string) fault {
		c.pass(6 * time.Second)
		return none
	}
	if err := l.Guard(); err == nil {
		t.Error("an append that took 6 s lets it send")
	}
	m.fault = nil
	must(t, l.Guard())
}

// slow is a store that has written long before it answers, or gives its answer up.
type slow struct {
	*memory
	takes time.Duration
}

func (s slow) Create(ctx context.Context, name string, data []byte) error {
	if err := s.memory.Create(ctx, name, data); err != nil {
		return err
	}
	select {
	case <-time.After(s.takes):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A request that takes longer than one may take is made again, and finds what it has made.
func TestAppend_ASlowStoreIsReadBack(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		l, err := Take(context.Background(), slow{m, 4 * time.Second}, "log/", attempt(1), folder, Options{})
		must(t, err)
		must(t, l.Guard()) // 4 s ago
		if len(m.all) != 1 {
			t.Error("it appends too early")
		}
		l.objects = slow{m, time.Minute}
		time.Sleep(time.Second)
		began := time.Now()
		err = l.Guard()
		if took := time.Since(began); err == nil || errors.Is(err, ErrUnclear) || took > 30*time.Second {
			t.Errorf("after %s a store that takes longer than an append proves lets it send: %v", took, err)
		}
		l.objects = m
		must(t, l.Guard())
		for i, r := range m.records() {
			if r.Owner != l.by.Owner || (r.Kind == take) != (i == 0) {
				t.Errorf("record %d is %s of %s", i+1, r.Kind, r.Owner)
			}
		}
	})
}

func TestTake_RefusesGapsAndDamage(t *testing.T) {
	t.Parallel()
	for what, damage := range map[string]func(m *memory){
		"gap":     func(m *memory) { delete(m.all, name("log/", 2)) },
		"no head": func(m *memory) { delete(m.all, name("log/", 1)) },
		"foreign": func(m *memory) { m.all["log/00000002.bak"] = []byte("x") },
		"changed": func(m *memory) { m.all[name("log/", 2)][9] ^= 1 },
		"cut":     func(m *memory) { m.all[name("log/", 2)] = m.all[name("log/", 2)][:20] },
		"empty":   func(m *memory) { m.all[name("log/", 2)] = nil },
	} {
		m, c := newMemory(), newClock()
		_, f := begun(t, m, c.options())
		must(t, intend(f, 1))
		damage(m)
		before := len(m.all)
		_, err := Take(context.Background(), m, "log/", attempt(2), t.TempDir(), c.options())
		if !errors.Is(err, importer.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if where := map[string]string{"no head": "log/00000001"}[what]; !strings.Contains(err.Error(), cmp.Or(where, "log/00000002")) {
			t.Errorf("%s: it does not say where: %v", what, err)
		}
		if len(m.all) != before {
			t.Errorf("%s: it has written", what)
		}
	}
}

// A worker can be killed at any append of a run that begins.
func TestCreate_CutOffLeavesNoRun(t *testing.T) {
	t.Parallel()
	for cut := 2; ; cut++ {
		m, c := newMemory(), newClock()
		m.fault = func(string) fault {
			if m.puts >= cut {
				return lostRequest
			}
			return none
		}
		l := taken(t, m, 1, c.options())
		edits := func(yield func(importer.Entry, error) bool) {
			for seq := range 600 {
				if !yield(putBack(seq), nil) {
					return
				}
			}
		}
		err := l.Create(l.folder, journaltest.About(), edits)
		m.fault = nil
		if err == nil {
			if cut < 5 {
				t.Errorf("it took %d appends", cut)
			}
			return
		}
		again := taken(t, m, 2, c.options())
		if again.Begun() {
			t.Fatalf("cut at %d: there is a run", cut)
		}
		must(t, again.Create(again.folder, journaltest.About(), edits))
		about, err := opened(t, taken(t, m, 3, c.options())).About()
		must(t, err)
		if about.Input.Rows != 600 {
			t.Fatalf("cut at %d: the run has %d rows", cut, about.Input.Rows)
		}
	}
}

func TestView_TakesNothing(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	folder := filepath.Join(t.TempDir(), "view")
	if err := View(context.Background(), m, "log/", folder); !errors.Is(err, importer.ErrNoRun) {
		t.Errorf("of nothing: %v", err)
	}
	_, f := begun(t, m, c.options())
	must(t, intend(f, 1))
	before := len(m.all)
	must(t, View(context.Background(), m, "log/", folder))
	seen, err := sqlite.Open(folder)
	must(t, err)
	defer seen.Close()
	left, err := seen.Unfinished(context.Background(), 1, 1)
	must(t, err)
	if left[0] == nil || len(m.all) != before {
		t.Error("it is no view")
	}
	must(t, intend(f, 2))
}

// An attempt that ended in the middle of beginning the run can have left a journal in the
// folder of the next one.
func TestTake_ClearsItsFolder(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	l := taken(t, m, 1, c.options())
	m.fault = func(string) fault { return lostRequest }
	if err := l.Create(l.folder, journaltest.About(), nil); !errors.Is(err, ErrUnclear) {
		t.Errorf("a run without a store: %v", err)
	}
	m.fault = nil
	again, err := Take(context.Background(), m, "log/", attempt(2), l.folder, c.options())
	must(t, err)
	must(t, again.Create(l.folder, journaltest.About(), nil))
	opened(t, again)
	if _, err := Take(context.Background(), m, "log/", attempt(3), l.folder, c.options()); !errors.Is(err, importer.ErrInUse) {
		t.Errorf("a folder in which an attempt works: %v", err)
	}
}

func TestClose_IsTheEndOfWriting(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	l, f := begun(t, m, c.options())
	must(t, l.Close())
	before := len(m.all)
	c.pass(time.Minute)
	if err := l.Guard(); !errors.Is(err, ErrClosed) {
		t.Errorf("a connection may write: %v", err)
	}
	if err := intend(f, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("the record may write: %v", err)
	}
	if len(m.all) != before {
		t.Error("it has written")
	}
	m.fault = func(string) fault { return lostRequest }
	fenced := taken(t, newMemory(), 1, c.options())
	fenced.fail(importer.ErrFenced)
	must(t, fenced.Close())
	if err := fenced.Guard(); !errors.Is(err, importer.ErrFenced) {
		t.Errorf("why it ended is forgotten: %v", err)
	}
}

// A store that makes an object where there is one has lost what was acknowledged.
func TestTake_RefusesRecordsOutOfTurn(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	first, f := begun(t, m, c.options())
	must(t, intend(f, 1))
	of := func(by Attempt, r record) []byte {
		r.Owner, r.Scheduled, r.Number = by.Owner, by.Epoch.Scheduled, by.Epoch.Number
		data, err := first.coder.encode(r)
		must(t, err)
		return data
	}
	next := name("log/", len(m.all)+1)
	for what, r := range map[string][]byte{
		"an attempt that never took it": of(attempt(2), record{Kind: still}),
		"another one of the same epoch": of(Attempt{"stranger", attempt(1).Epoch}, record{Kind: still}),
		"an earlier attempt":            of(Attempt{"owner 0", Epoch{attempt(1).Epoch.Scheduled, 0}}, record{Kind: take}),
		"a run that begins again":       of(attempt(1), record{Kind: entries, New: true}),
		"an entry that is missing":      of(attempt(1), record{Kind: entries, Commit: sqlite.Commit{First: 9, Entries: [][]byte{{1}}}}),
		"an entry that is there twice":  of(attempt(1), record{Kind: entries, Commit: sqlite.Commit{First: 1, Entries: [][]byte{{1}}}}),
		"a kind that is none":           of(attempt(1), record{Kind: "more"}),
	} {
		m.all[next] = r
		_, err := Take(context.Background(), m, "log/", attempt(3), t.TempDir(), c.options())
		if !errors.Is(err, importer.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		delete(m.all, next)
	}
	must(t, intend(f, 2))
}

func TestTake_RefusesRecordsOfANewerProgram(t *testing.T) {
	t.Parallel()
	m, c := newMemory(), newClock()
	l := taken(t, m, 1, c.options())
	text := []byte(`{"form":2,"kind":"pause","owner":"owner 1","number":1}`)
	m.all[name("log/", 2)] = l.coder.encoder.EncodeAll(text, nil)
	_, err := Take(context.Background(), m, "log/", attempt(2), t.TempDir(), c.options())
	if !errors.Is(err, importer.ErrNewer) || errors.Is(err, importer.ErrDamaged) {
		t.Errorf("it is read: %v", err)
	}
}
