package fleet_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

func TestDo_RunsAFileAndLeavesItsReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(25, "Secret Title"), nil)
	var mu sync.Mutex
	var last fleet.Progress
	r, err := w.worker(new(life)).Do(t.Context(), w.attempt(1), spec.ID, func(p fleet.Progress) {
		mu.Lock()
		defer mu.Unlock()
		last = p
	})
	if err != nil || r.End != importer.EndSucceeded || r.Rows["updated"] != 25 || r.Reason != "" || r.Run != spec.ID {
		t.Fatalf("result %+v, error %v", r, err)
	}
	w.once(25)
	if last.Run != spec.ID || last.Of != 25 && last.Of != 0 {
		t.Errorf("progress %+v", last)
	}
	for _, name := range []string{"report.csv", "changes.csv", "summary.json", "report.html"} {
		if !slices.Contains(r.Reports, name) || w.text("runs/"+spec.ID+"/"+name) == "" {
			t.Errorf("there is no %s among %v", name, r.Reports)
		}
	}
	if len(w.news) != 1 || w.news[0].Kind != "success" || w.news[0].Rows["updated"] != 25 {
		t.Errorf("news %+v", w.news)
	}
	again, err := w.do(spec.ID, 2)
	if err != nil || again.Rows["updated"] != 25 || len(w.news) != 1 {
		t.Errorf("again %+v, error %v, news %d", again, err, len(w.news))
	}
	text, _ := json.Marshal(r)
	if strings.Contains(string(text)+w.text("runs/"+spec.ID+"/spec.json"), "Secret") || strings.Contains(w.text("runs/"+spec.ID+"/spec.json"), "/somewhere") {
		t.Error("a value, or a folder of the submitting machine, stands in what is passed around")
	}
}

// whole checks that a run has ended with all that it leaves.
func (w *world) whole(r fleet.Result, err error, run string, rows int) {
	w.t.Helper()
	if err != nil {
		detail := err
		if e := (*fleet.Error)(nil); errors.As(err, &e) {
			detail = e.Detail()
		}
		w.t.Fatalf("error %v: %v", err, detail)
	}
	if r.End != importer.EndSucceeded || r.Rows["total"] != rows || r.Rows["updated"] != rows {
		w.t.Errorf("result %+v", r)
	}
	if n := strings.Count(w.text("runs/"+run+"/report.csv"), "\n"); n != rows+1 {
		w.t.Errorf("the report has %d lines", n)
	}
	w.once(rows)
	for _, name := range []string{"result.json", "told.json", "summary.json"} {
		if w.text("runs/"+run+"/"+name) == "" {
			w.t.Errorf("there is no %s", name)
		}
	}
	if left, err := fs.Glob(os.DirFS(w.t.TempDir()), "*/bcimport-fleet-*"); err != nil || len(left) > 0 {
		w.t.Errorf("left %v, error %v", left, err)
	}
}

// A worker is killed after each step that leaves its process, and another one takes over;
// that is killed there as well, and a third one takes over.
func TestDo_KilledAnywhereIsTakenOver(t *testing.T) {
	t.Parallel()
	const rows = 25
	for step := 1; ; step++ {
		w := newWorld(t, nil).real()
		spec := w.submit(w.file(rows, "Head of Ropes"), nil)
		first := &life{last: step}
		_, err := w.worker(first).Do(t.Context(), w.attempt(1), spec.ID, nil)
		if err == nil && first.step <= step {
			if step < 20 {
				t.Errorf("there are only %d steps", step)
			}
			return // it has done all before it died
		}
		second := &life{last: 1 + step/2}
		if _, err := w.worker(second).Do(t.Context(), w.attempt(2), spec.ID, nil); err != nil && !errors.Is(err, fleet.ErrLater) {
			t.Errorf("killed at %d, then again: %v", step, err)
		}

		r, err := w.do(spec.ID, 3)
		w.whole(r, err, spec.ID, rows)
		if len(w.news) == 0 || len(w.news) > 2 {
			t.Errorf("killed at %d: news %+v", step, w.news)
		}
		if t.Failed() {
			t.Fatalf("killed at step %d", step)
		}
	}
}

// A worker that was given up wakes up at each of its steps, after another one has done all.
func TestDo_AFencedWorkerDoesNothingMore(t *testing.T) {
	t.Parallel()
	const rows = 25
	for step := 1; step < 500; step++ {
		w := newWorld(t, nil).real()
		spec := w.submit(w.file(rows, "Head of Ropes"), nil)
		var once sync.Once
		taken, telling, before := false, false, map[string]string(nil)
		slow := &life{}
		slow.at = func(n int) {
			if n != step {
				return
			}
			once.Do(func() {
				telling = w.text("runs/"+spec.ID+"/told.json") != ""
				r, err := w.do(spec.ID, 2)
				w.whole(r, err, spec.ID, rows)
				w.pass(time.Minute)
				taken, before = true, w.versions()
			})
		}
		_, err := w.worker(slow).Do(t.Context(), w.attempt(1), spec.ID, nil)
		if !taken {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		w.once(rows)
		if err != nil && !errors.Is(err, fleet.ErrFenced) && !errors.Is(err, fleet.ErrLater) {
			t.Errorf("at step %d: %v", step, err)
		}
		var written []string // at most what it was about to write when it fell asleep
		for name, version := range w.versions() {
			if before[name] != version && !strings.HasPrefix(name, "runs/"+spec.ID+"/log/") {
				written = append(written, name)
			}
		}
		if len(written) > 1 || slices.Contains(written, "runs/"+spec.ID+"/result.json") {
			t.Errorf("step %d: %v were written by the worker that was given up", step, written)
		}
		if len(w.news) > 1 && !telling {
			t.Errorf("step %d: news %d", step, len(w.news))
		}
		if t.Failed() {
			t.Fatalf("at step %d", step)
		}
	}
}
