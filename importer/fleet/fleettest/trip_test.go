//go:build fleet && unix

package fleettest

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/sandbox"
)

// trip is a run on its way through a mishap.
type trip struct {
	w      *world
	target *target
	id     string
	rows   []row
	ended  chan struct{}
	once   sync.Once

	mu      sync.Mutex
	holder  *process // whose record the log took last
	takes   int      // how many processes have had it
	appends int
	patches int
	refused int           // writes that arrived, and were not accepted
	begun   time.Time     // when its log was taken first
	waited  time.Duration // from submission to that
	spent   time.Duration
	struck  time.Time // when the mishap came
	victim  *process
	taken   bool          // another process has it since then
	resumed time.Duration // from the mishap to the first write of another process
	// point is asked at each step of the run, until it says that it has struck.
	point func(at step) (strike bool)
	act   func(t *trip, p *process) (lose bool)
}

// step is where a run is.
type step struct {
	what    string // append or write
	done    bool   // the store has it, or Business Central
	n       int    // which one, in all
	process int    // which process this is, from 1
}

// row is a row of a file and how it has to end.
type row struct{ key, value, status string }

// newTrip writes a file of rows for contacts of a target. Each value is there once.
func (w *world) newTrip(g *target, first, count int) (*trip, error) {
	g.runs++
	t := &trip{w: w, target: g, id: fleet.NewID(g.name, time.Now()), ended: make(chan struct{})}
	for i := range count {
		key := g.all[(first+i)%len(g.all)]
		switch {
		case i%17 == 11:
			c, _ := g.server.Contact(key)
			t.rows = append(t.rows, row{key, c.ProfessionalTitle, "unchanged"})
		case i%23 == 19:
			t.rows = append(t.rows, row{fmt.Sprint("NOSUCH", i), fmt.Sprintf("Run %d row %d", g.runs, i), "not_found"})
		default:
			t.rows = append(t.rows, row{key, fmt.Sprintf("Run %d row %d", g.runs, i), "updated"})
		}
	}
	w.mu.Lock()
	w.trips[t.id] = t
	w.mu.Unlock()
	file, err := os.Create(w.path(t.id + ".csv"))
	if err != nil {
		return nil, err
	}
	c := csv.NewWriter(file)
	c.Write([]string{"No", "Title"})
	for _, r := range t.rows {
		c.Write([]string{r.key, r.value})
	}
	c.Flush()
	return t, errors.Join(c.Error(), file.Close())
}

func (t *trip) submit() error { return t.w.submit(t.id, t.target, t.w.path(t.id+".csv")) }

func (t *trip) finish() { t.once.Do(func() { close(t.ended) }) }

// append is told of a record of the log, before it is sent and when the store has it.
func (t *trip) append(p *process, done bool) (lose bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if done {
		t.appends++
		if t.holder != p {
			t.holder = p
			t.takes++
		}
		if t.begun.IsZero() {
			t.begun = time.Now()
		}
		if t.victim != nil && p != t.victim {
			t.taken = true
		}
	}
	number := t.takes
	if t.holder != p {
		number++
	}
	n := t.appends
	if !done {
		n++
	}
	return t.at(step{"append", done, n, number}, p)
}

// patch is told of a write that arrives at Business Central, from whoever has the log.
func (t *trip) patch() *sandbox.Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.patches++
	if t.taken && t.resumed == 0 {
		t.resumed = time.Since(t.struck)
	}
	n, p := t.patches, t.holder
	if p == nil {
		return nil
	}
	if t.at(step{"write", false, n, t.takes}, p) {
		return &sandbox.Fault{Kind: sandbox.ResetBefore}
	}
	return &sandbox.Fault{Then: func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.at(step{"write", true, n, t.takes}, p)
	}}
}

// at has the mishap come if this is its point. Its caller has the lock.
func (t *trip) at(s step, p *process) (lose bool) {
	if t.point == nil || !t.point(s) {
		return false
	}
	t.point = nil
	t.struck, t.victim = time.Now(), p
	return t.act(t, p)
}

// strike has the mishap come now, unless it has come. It reports whether it has.
func (t *trip) strike() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.point == nil || t.holder == nil {
		return t.point == nil
	}
	t.at(step{what: "now"}, t.holder)
	return t.point == nil
}

// check holds reports, result and what Business Central has seen against each other.
func (t *trip) check() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	var result fleet.Result
	err := patiently(ctx, func() (err error) {
		result, err = fleet.ReadResult(ctx, t.w.objects, t.id)
		return err
	})
	if err != nil {
		return err
	}
	if result.End != "succeeded" && result.End != "incomplete" {
		wrong("it ended as %s (%s): %s", result.End, result.Reason, result.Message)
	}
	dir := t.w.path(t.id + ".reports")
	var paths []string
	err = patiently(ctx, func() (err error) {
		if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
			return err
		}
		paths, err = fleet.FetchReports(ctx, t.w.objects, t.id, dir)
		return err
	})
	if err != nil {
		return err
	}
	report, err := readReport(filepath.Join(dir, "report.csv"))
	if err != nil {
		return fmt.Errorf("%w; there are %v", err, paths)
	}
	if len(report) != len(t.rows) {
		wrong("the report has %d rows, want %d", len(report), len(t.rows))
		return errors.Join(errs...)
	}
	accepted := 0
	seen := map[string][]sandbox.Write{}
	for _, write := range t.target.server.Writes() {
		for _, f := range write.Fields {
			seen[write.Number+"\n"+f.After] = append(seen[write.Number+"\n"+f.After], write)
		}
	}
	for i, r := range t.rows {
		status := report[i]["status"]
		writes := len(seen[r.key+"\n"+r.value])
		if status != r.status || report[i]["key"] != r.key {
			wrong("row %d, %s: the report says %s (%s), want %s", i, r.key, status, report[i]["message"], r.status)
		}
		want := 0
		if r.status == "updated" {
			want = 1
			if c, _ := t.target.server.Contact(r.key); c.ProfessionalTitle != r.value {
				wrong("row %d: %s holds %q, want %q", i, r.key, c.ProfessionalTitle, r.value)
			}
		}
		if r.status != "unchanged" && writes != want {
			wrong("row %d: %s was written %d times, want %d", i, r.key, writes, want)
		}
	}
	for _, r := range t.rows {
		if r.status == "updated" {
			accepted += len(seen[r.key+"\n"+r.value])
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused = t.patches - accepted
	return errors.Join(errs...)
}

func readReport(path string) ([]map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	if err != nil || len(records) == 0 {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		found := map[string]string{}
		for i, name := range records[0] {
			found[name] = record[i]
		}
		rows = append(rows, found)
	}
	return rows, nil
}
