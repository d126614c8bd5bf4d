package shipped

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

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

// attempt is the nth attempt at a run.
func attempt(n int) Attempt {
	return Attempt{Owner: fmt.Sprint("owner ", n), Epoch: Epoch{time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC), n}}
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
	var waiting sync.WaitGroup
	for range 8 {
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
		if _, err := Take(context.Background(), m, "log/", attempt(2), t.TempDir(), c.options()); !errors.Is(err, importer.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
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

// Whatever fails and whoever takes over when: all that was acknowledged is in the log, and
// nothing of an attempt stands behind the take of a later one.
func TestLog_IsOneHistory(t *testing.T) {
	t.Parallel()
	dirs := 0
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		m, c := newMemory(), newClock()
		faulty := rapid.SampledFrom([]fault{none, none, none, lostRequest, lostAnswer})
		m.fault = func(string) fault { return faulty.Draw(t, "fault") }
		down := false
		m.unreadable = func(string) bool { return down }
		var files []*sqlite.File
		defer func() {
			for _, f := range files {
				f.Close()
			}
		}()
		acknowledged := map[int]bool{}
		for step := range rapid.IntRange(1, 14).Draw(t, "steps") {
			down = rapid.IntRange(0, 9).Draw(t, "down") == 0
			if len(files) == 0 || rapid.IntRange(0, 4).Draw(t, "what") == 0 {
				dirs++
				by := attempt(rapid.IntRange(1, 6).Draw(t, "attempt"))
				by.Owner = fmt.Sprint("owner of step ", step)
				l, err := Take(context.Background(), m, "log/", by, filepath.Join(root, fmt.Sprint(dirs)), c.options())
				if err != nil {
					continue
				}
				if !l.Begun() {
					must(t, os.MkdirAll(l.folder, 0o700))
					if l.Create(l.folder, journaltest.About(), nil) != nil {
						continue
					}
				}
				f, err := l.Open(l.folder)
				must(t, err)
				files = append(files, f)
				continue
			}
			f := files[rapid.IntRange(0, len(files)-1).Draw(t, "who")]
			if intend(f, step) == nil {
				acknowledged[step] = true
			}
		}
		m.fault, m.unreadable = nil, nil
		latest := Epoch{}
		for i, r := range m.records() {
			if latest.after(r.epoch()) {
				t.Fatalf("record %d is of attempt %d, behind the take of attempt %d", i+1, r.Number, latest.Number)
			}
			latest = r.epoch()
		}
		dirs++
		l, err := Take(context.Background(), m, "log/", attempt(99), filepath.Join(root, fmt.Sprint(dirs)), c.options())
		must(t, err)
		if !l.Begun() {
			if len(acknowledged) > 0 {
				t.Fatal("the run is lost")
			}
			return
		}
		f, err := l.Open(l.folder)
		must(t, err)
		defer f.Close()
		must(t, f.Verify())
		left, err := f.Unfinished(context.Background(), 0, 30)
		must(t, err)
		for seq := range acknowledged {
			if left[seq] == nil {
				t.Fatalf("row %d was acknowledged and is lost", seq)
			}
		}
	})
}
