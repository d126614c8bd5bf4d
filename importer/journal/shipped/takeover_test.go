package shipped

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
)

// meddled is a store as one attempt sees it: something happens at one of its requests.
type meddled struct {
	*memory
	at       int // number of the request that something happens at
	before   bool
	lost     bool // its answer is lost
	meddle   func()
	requests int
}

func (m *meddled) point(request func() error) error {
	m.requests++
	if m.requests != m.at {
		return request()
	}
	if m.before {
		m.meddle()
	}
	err := request()
	if !m.before {
		m.meddle()
	}
	if m.lost {
		return errNetwork
	}
	return err
}

func (m *meddled) Create(ctx context.Context, name string, data []byte) error {
	return m.point(func() error { return m.memory.Create(ctx, name, data) })
}

func (m *meddled) List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error] {
	var found iter.Seq2[objects.Object, error]
	err := m.point(func() error { found = m.memory.List(ctx, prefix); return nil })
	if err != nil {
		return func(yield func(objects.Object, error) bool) { yield(objects.Object{}, err) }
	}
	return found
}

// life is what an attempt does from its beginning to its end, and what it did of that.
func life(t *testing.T, store Objects, c *clock) (did []string, err error) {
	l, err := Take(context.Background(), store, "log/", attempt(1), t.TempDir(), c.options())
	if err != nil {
		return nil, err
	}
	did = append(did, "take")
	if err := l.Create(l.folder, journaltest.About(), nil); err != nil {
		return did, err
	}
	did = append(did, "create")
	f := opened(t, l)
	ctx := context.Background()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"begin", func() error {
			return f.Begin(func() importer.Spent { return importer.Spent{Requests: importer.Requests{Total: 7}} })
		}},
		{"want", func() error { return f.Want(ctx, []importer.Lookup{lookup(1), lookup(2)}) }},
		{"resolve", func() error { return f.Resolve(ctx, []importer.Found{found(1)}) }},
		{"intend", func() error { return intend(f, 1) }},
		{"guard", func() error { c.pass(5 * time.Second); return l.Guard() }},
		{"record", func() error { return f.Record(ctx, []importer.Outcome{journaltest.Updated(1)}) }},
		{"finish", func() error { return f.Finish(importer.Ending{State: "finished", Kind: importer.EndSucceeded}) }},
	} {
		if err := step.do(); err != nil {
			again := errors.Join(step.do(), intend(f, 9), l.Guard())
			if !errors.Is(again, importer.ErrFenced) {
				t.Errorf("%s once more: %v", step.name, again)
			}
			return did, err
		}
		did = append(did, step.name)
	}
	return did, nil
}

func lookup(n int) importer.Lookup { return importer.Lookup{By: "number", Key: fmt.Sprint("K", n)} }

func found(n int) importer.Found {
	return importer.Found{Lookup: lookup(n), IDs: []string{journaltest.ContactID(n)}, Disposition: importer.Confirmed}
}

// has reports whether a record has what a step of a life recorded.
func has(t *testing.T, f *sqlite.File, step string) bool {
	ctx := context.Background()
	left, err := f.Unfinished(ctx, 1, 1)
	must(t, err)
	switch step {
	case "begin":
		spent, err := f.Spent()
		must(t, err)
		return spent.Requests.Total == 7
	case "want":
		wanted, _, err := f.Wanted(ctx, 0, 9)
		must(t, err)
		return slices.Contains(wanted, lookup(2))
	case "resolve":
		known, err := f.Resolved(ctx, []importer.Lookup{lookup(1)})
		must(t, err)
		return slices.Equal(known[0].IDs, found(1).IDs)
	case "intend":
		return left[0] != nil
	case "record":
		return left[0] != nil && left[0].Status == importer.Updated
	case "finish":
		ending, err := f.Ending()
		must(t, err)
		return ending.State == "finished"
	}
	return true
}

// Whoever takes over at any point of the protocol finds all that the attempt before was
// told is recorded; that one writes nothing any more.
func TestTakeover_AtEachPoint(t *testing.T) {
	t.Parallel()
	whole := &meddled{memory: newMemory()}
	all, err := life(t, whole, newClock())
	must(t, err)
	if whole.requests < len(all)+1 { // a listing, and at least one append each
		t.Fatalf("%d requests for %v", whole.requests, all)
	}
	if got := kinds(whole.memory); got[0] != take || !slices.Contains(got, still) || slices.Index(got, ended) != len(got)-1 {
		t.Errorf("the log of a whole run has %v", got)
	}
	for at := 1; at <= whole.requests; at++ {
		for _, how := range []struct{ before, lost bool }{{true, false}, {true, true}, {false, false}, {false, true}} {
			t.Run(fmt.Sprintf("request %d, before %v, answer lost %v", at, how.before, how.lost), func(t *testing.T) {
				t.Parallel()
				c := newClock()
				m := &meddled{memory: newMemory(), at: at, before: how.before, lost: how.lost}
				var second *Log
				after := 0
				m.meddle = func() {
					second = taken(t, m.memory, 2, c.options())
					after = len(m.all)
				}
				did, err := life(t, m, c)
				last := at == whole.requests && !how.before
				listing := at == 1 && how.lost
				if !errors.Is(err, importer.ErrFenced) && !last && !listing {
					t.Errorf("it goes on: %v, %v", did, err)
				}
				if last && err != nil {
					t.Errorf("a life that had ended: %v", err)
				}
				if len(m.all) != after {
					t.Errorf("%d records were written behind the takeover", len(m.all)-after)
				}
				if second.Begun() != slices.Contains(did, "create") {
					t.Fatalf("the run has begun: %v, for %v", second.Begun(), did)
				}
				if !second.Begun() {
					must(t, second.Create(second.folder, journaltest.About(), nil))
				}
				f := opened(t, second)
				must(t, f.Verify())
				for _, step := range all {
					if slices.Contains(did, step) && !has(t, f, step) {
						t.Errorf("%s is lost", step)
					}
				}
				must(t, intend(f, 3))
				must(t, f.Finish(importer.Ending{State: "finished"}))
			})
		}
	}
}
