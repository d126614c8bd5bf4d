package shipped

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
)

// world is a store whose every request waits until it is let through, in an order and with
// faults that rapid draws. One attempt works at a time, and time passes only while all wait.
type world struct {
	t     *rapid.T
	clock *clock
	all   map[string]made
	asked chan *request
	ended chan *runner
	// underWay are writes that were given up by whoever made them and are yet to arrive.
	underWay []*request
}

type made struct {
	data []byte
	at   time.Time
	by   *runner
}

// request is one that waits for its turn. A list has no name.
type request struct {
	by     *runner
	name   string
	data   []byte
	answer chan error
}

// runner is one attempt at the run.
type runner struct {
	w          *world
	number     int
	folder     string
	steps      []step
	over       bool            // it was told that it is fenced, or that a record is unclear
	unreadable map[string]bool // names whose next reading fails
	did        []done
	log        *Log
	whole      bool // it came to the end of its steps
}

type step struct {
	what string
	n    int
}

type done struct {
	step
	at time.Time
}

func (r *runner) Create(_ context.Context, name string, data []byte) error {
	if r.over {
		r.w.t.Errorf("attempt %d writes %s after its end", r.number, name)
	}
	q := &request{r, name, bytes.Clone(data), make(chan error)}
	r.w.asked <- q
	return <-q.answer
}

func (r *runner) Read(_ context.Context, name string) ([]byte, error) {
	if r.unreadable[name] {
		delete(r.unreadable, name)
		return nil, errNetwork
	}
	o, there := r.w.all[name]
	if !there {
		return nil, fs.ErrNotExist
	}
	return bytes.Clone(o.data), nil
}

func (r *runner) List(context.Context, string) iter.Seq2[objects.Object, error] {
	q := &request{by: r, answer: make(chan error)}
	r.w.asked <- q
	err := <-q.answer
	names := slices.Sorted(maps.Keys(r.w.all)) // now: others make more while it is read
	return func(yield func(objects.Object, error) bool) {
		if err != nil {
			yield(objects.Object{}, err)
			return
		}
		for _, name := range names {
			if !yield(objects.Object{Name: name}, nil) {
				return
			}
		}
	}
}

// work is an attempt from its take to its end.
func (r *runner) work() {
	defer func() { r.w.ended <- r }()
	l, err := Take(context.Background(), r, "log/", attempt(r.number), r.folder, r.w.options())
	if err != nil {
		return
	}
	r.log = l
	if !l.Begun() {
		if err := os.MkdirAll(r.folder, 0o700); err != nil {
			r.w.t.Errorf("%v", err)
			return
		}
		if l.Create(r.folder, journaltest.About(), nil) != nil {
			return
		}
	}
	f, err := l.Open(r.folder)
	if err != nil {
		r.w.t.Errorf("attempt %d opens what it has taken: %v", r.number, err)
		return
	}
	defer f.Close()
	for _, s := range r.steps {
		err := r.do(f, s)
		if err == nil {
			r.did = append(r.did, done{s, r.w.clock.Now()})
			if r.over {
				r.w.t.Errorf("attempt %d does %v after its end", r.number, s)
			}
			continue
		}
		r.over = r.over || errors.Is(err, importer.ErrFenced) || errors.Is(err, ErrUnclear)
		if !r.over && s.what != "guard" { // which may find the store too slow
			r.w.t.Errorf("attempt %d: %v: %v", r.number, s, err)
		}
	}
	r.whole = !r.over
}

func (r *runner) do(f *sqlite.File, s step) error {
	ctx := context.Background()
	switch s.what {
	case "intend":
		return intend(f, s.n)
	case "record":
		return f.Record(ctx, []importer.Outcome{journaltest.Updated(s.n)})
	case "want":
		return f.Want(ctx, []importer.Lookup{lookup(s.n % 3), lookup(s.n%3 + 1)})
	case "resolve":
		return f.Resolve(ctx, []importer.Found{found(s.n % 3), {
			Lookup: lookup(s.n%3 + 1), Disposition: importer.Lost, Fault: importer.Fault{HTTPStatus: 503, Code: "x", Message: "ä\n"},
			People: []importer.Person{{Name: "Å"}}, Exclusion: "other",
		}})
	case "again":
		return f.AskAgain()
	case "begin":
		return f.Begin(func() importer.Spent { return importer.Spent{Requests: importer.Requests{Total: s.n}} })
	case "finish":
		return f.Finish(importer.Ending{State: fmt.Sprint("finished ", s.n)})
	}
	return r.log.Guard()
}

func (w *world) options() Options {
	o := w.clock.options()
	o.Patience = time.Hour
	return o
}

// arrive is a write that reaches the store.
func (w *world) arrive(q *request) error {
	if _, there := w.all[q.name]; there {
		return objects.ErrExists
	}
	w.all[q.name] = made{q.data, w.clock.Now(), q.by}
	return nil
}

// let gives a request its answer.
func (w *world) let(q *request) {
	var err error
	switch how := rapid.SampledFrom([]string{"well", "well", "well", "well", "lost", "no answer", "late", "unreadable"}).Draw(w.t, "how"); {
	case q.name == "" && how == "lost":
		err = errNetwork
	case q.name == "":
	case how == "lost":
		err = errNetwork
	case how == "late":
		w.underWay = append(w.underWay, q)
		err = errNetwork
	case how == "no answer":
		w.arrive(q)
		err = errNetwork
	default:
		if err = w.arrive(q); err != nil && how == "unreadable" {
			q.by.unreadable[q.name] = true
		}
	}
	q.answer <- err
}

// run lets up to four attempts work until all have ended.
func (w *world) run(root string) (all []*runner) {
	seq := 0
	steps := rapid.SliceOfN(rapid.SampledFrom([]string{"intend", "intend", "record", "want", "resolve", "resolve", "again", "begin", "guard", "guard", "finish"}), 1, 8)
	working := 0
	var waiting []*request
	most := rapid.IntRange(1, 4).Draw(w.t, "attempts")
	for len(all) < most || working > 0 {
		for len(waiting) < working {
			select {
			case q := <-w.asked:
				waiting = append(waiting, q)
			case <-w.ended:
				working--
			}
		}
		choice := rapid.IntRange(0, 9).Draw(w.t, "choice")
		switch {
		case working == 0 && len(all) == most:
		case len(all) < most && (working == 0 || choice == 0):
			r := &runner{w: w, number: rapid.IntRange(1, 9).Draw(w.t, "number"), folder: filepath.Join(root, fmt.Sprint(len(all))), unreadable: map[string]bool{}}
			for slices.ContainsFunc(all, func(other *runner) bool { return other.number == r.number }) {
				r.number++
			}
			for _, what := range steps.Draw(w.t, "steps") {
				seq++
				r.steps = append(r.steps, step{what, seq})
			}
			all = append(all, r)
			working++
			go r.work()
		case choice == 1:
			w.clock.pass(time.Duration(rapid.IntRange(1, 7).Draw(w.t, "seconds")) * time.Second)
		case choice == 2 && len(w.underWay) > 0:
			w.arrive(w.underWay[0])
			w.underWay = w.underWay[1:]
		case len(waiting) > 0:
			i := rapid.IntRange(0, len(waiting)-1).Draw(w.t, "whose")
			q := waiting[i]
			waiting = slices.Delete(waiting, i, i+1)
			w.let(q)
		}
	}
	return all
}

// Whatever fails, whoever takes over when, and whichever request comes when: the log is one
// history without gaps, nothing of an attempt stands behind the take of a later one, all
// that was acknowledged is in it, no attempt may send when another one has had the run for
// as long as an append proves, and who ends well has a journal as the log says.
func TestLog_IsOneHistory(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		here := filepath.Join(root, fmt.Sprint(n))
		defer os.RemoveAll(here)
		w := &world{t: t, clock: newClock(), all: map[string]made{}, asked: make(chan *request), ended: make(chan *runner)}
		attempts := w.run(here)
		takes := w.checkOrder()
		w.checkSends(attempts, takes)
		m := newMemory()
		for name, o := range w.all {
			m.all[name] = o.data
		}
		w.checkView(m, attempts, takes, filepath.Join(here, "view"))
	})
}

// checkOrder returns which attempts took the log, and when.
func (w *world) checkOrder() (takes []made) {
	c, err := newCoder()
	must(w.t, err)
	for i := range len(w.all) {
		o, there := w.all[name("log/", i+1)]
		if !there {
			w.t.Fatalf("record %d is missing", i+1)
		}
		r, err := c.decode("a record", o.data)
		must(w.t, err)
		if r.Kind == take {
			if len(takes) > 0 && takes[len(takes)-1].by.number > o.by.number {
				w.t.Fatalf("record %d: attempt %d takes the run from a later one", i+1, o.by.number)
			}
			takes = append(takes, o)
		}
		if holder := takes[len(takes)-1].by; holder != o.by {
			w.t.Fatalf("record %d (%s) is of attempt %d while attempt %d has the run", i+1, r.Kind, o.by.number, holder.number)
		}
	}
	return takes
}

// checkSends finds out whether an attempt was allowed to send too late.
func (w *world) checkSends(attempts []*runner, takes []made) {
	for _, r := range attempts {
		for _, d := range r.did {
			for _, later := range takes {
				if later.by.number > r.number && d.what == "guard" && d.at.Sub(later.at) >= 5*time.Second {
					w.t.Fatalf("attempt %d may send %s after attempt %d took the run", r.number, d.at.Sub(later.at), later.by.number)
				}
			}
		}
	}
}

// checkView holds the view of the log against what was acknowledged.
func (w *world) checkView(m *memory, attempts []*runner, takes []made, folder string) {
	err := View(context.Background(), m, "log/", folder)
	if errors.Is(err, importer.ErrNoRun) {
		for _, r := range attempts {
			if len(r.did) > 0 {
				w.t.Fatal("the run is lost")
			}
		}
		return
	}
	must(w.t, err)
	if last := takes[len(takes)-1].by; last.whole {
		if here, there := tables(w.t, last.folder), tables(w.t, folder); here != there {
			w.t.Fatalf("the journal of attempt %d has\n%s\nthe log\n%s", last.number, here, there)
		}
	}
	f, err := sqlite.Open(folder)
	must(w.t, err)
	defer f.Close()
	must(w.t, f.Verify())
	left, err := f.Unfinished(context.Background(), 0, 40)
	must(w.t, err)
	for _, r := range attempts {
		for _, d := range r.did {
			switch row := left[d.n]; {
			case (d.what == "intend" || d.what == "record") && row == nil, d.what == "record" && row.Status != importer.Updated:
				w.t.Fatalf("attempt %d: %s %d was acknowledged and is lost", r.number, d.what, d.n)
			}
		}
	}
}

// tables is all that a journal holds.
func tables(t *rapid.T, folder string) string {
	db, err := sql.Open("sqlite", filepath.Join(folder, sqlite.Name))
	must(t, err)
	defer db.Close()
	var all strings.Builder
	for _, query := range []string{
		`SELECT 'meta', name, value FROM meta ORDER BY name`, `SELECT 'log', place, hex(entry) FROM log ORDER BY place`,
		`SELECT 'lookup', position, concat_ws('|', match, key, outcome, ids, fault, people) FROM lookups ORDER BY position`,
	} {
		rows, err := db.Query(query)
		must(t, err)
		for rows.Next() {
			var table, a, b string
			must(t, rows.Scan(&table, &a, &b))
			fmt.Fprintln(&all, table, a, b)
		}
		must(t, rows.Err())
		rows.Close()
	}
	return all.String()
}
