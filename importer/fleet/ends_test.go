package fleet_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
)

// endDuring ends the context of an attempt when the service is asked for its n-th batch.
func endDuring(t *testing.T, n int, cause error) (*world, context.Context) {
	ctx, end := context.WithCancelCause(t.Context())
	var mu sync.Mutex
	batches := 0
	w := newWorld(t, func(c *sandbox.Config) {
		c.Intercept = func(r *http.Request) *sandbox.Fault {
			if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "$batch") {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			if batches++; batches == n {
				end(cause)
			}
			return nil
		}
	})
	return w, ctx
}

func TestDo_ADrainedWorkerHandsItsRunOver(t *testing.T) {
	t.Parallel()
	w, ctx := endDuring(t, 3, fleet.ErrDrained)
	spec := w.submit(w.file(50, "Head of Ropes"), nil)
	_, err := w.worker(new(life)).Do(ctx, w.attempt(1), spec.ID, nil)
	is(t, err, fleet.ErrLater, fleet.HandedOver)
	if len(w.news) != 0 || w.text("runs/"+spec.ID+"/report.csv") != "" {
		t.Error("a run that was handed over was told of, or reported")
	}
	if n := len(w.writes()); n == 0 || n == 50 {
		t.Errorf("%d of 50 rows were written before that", n)
	}
	r, err := w.do(spec.ID, 2)
	w.whole(r, err, spec.ID, 50)
}

func TestDo_ACancelledRunEndsWithItsReports(t *testing.T) {
	t.Parallel()
	w, ctx := endDuring(t, 3, fleet.ErrCancelled)
	spec := w.submit(w.file(50, "Head of Ropes"), nil)
	r, err := w.worker(new(life)).Do(ctx, w.attempt(1), spec.ID, nil)
	if err != nil || r.End != importer.EndStopped || r.Reason != fleet.Cancelled || r.Rows["updated"] == 0 || r.Rows["not_attempted"] == 0 {
		t.Fatalf("result %+v, error %v", r, err)
	}
	if w.text("runs/"+spec.ID+"/report.csv") == "" || len(w.news) != 1 {
		t.Errorf("no report, or news %+v", w.news)
	}
	again, err := w.do(spec.ID, 2)
	if err != nil || again.Reason != fleet.Cancelled {
		t.Errorf("again %+v, error %v", again, err)
	}
	next, err := w.submitter().Resume(t.Context(), spec.ID, fleet.ResumeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r, err = w.do(next.ID, 3)
	if err != nil || r.End != importer.EndSucceeded || r.Rows["updated"] != 50 {
		t.Errorf("resumed %+v, error %v", r, err)
	}
	w.once(50)
}

func TestDo_CancelledBeforeItBeginsSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(5, "Head of Ropes"), nil)
	ctx, end := context.WithCancelCause(t.Context())
	end(fleet.ErrCancelled)
	r, err := w.worker(new(life)).Do(ctx, w.attempt(1), spec.ID, nil)
	if err != nil || r.End != importer.EndStopped || r.Reason != fleet.Cancelled || len(w.writes()) != 0 {
		t.Fatalf("result %+v, error %v", r, err)
	}
}

// A worker is killed, and the run is cancelled before the next one has gone on with it.
func TestDo_CancelledInTakeoverReportsWhatWasDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(40, "Head of Ropes"), nil)
	dying := new(life)
	dying.at = func(step int) { // it dies when it has written something
		dying.mu.Lock()
		defer dying.mu.Unlock()
		if dying.last == 0 && len(w.writes()) > 0 {
			dying.last = step
		}
	}
	_, err := w.worker(dying).Do(t.Context(), w.attempt(1), spec.ID, nil)
	if err == nil || len(w.writes()) == 0 {
		t.Fatalf("error %v, %d writes", err, len(w.writes()))
	}
	ctx, end := context.WithCancelCause(t.Context())
	end(fleet.ErrCancelled)
	r, err := w.worker(new(life)).Do(ctx, w.attempt(2), spec.ID, nil)
	if err != nil || r.Reason != fleet.Cancelled || r.Rows["total"] != 40 || r.Rows["updated"]+r.Rows["unknown"] == 0 || r.Rows["updated"] == 40 {
		t.Fatalf("result %+v, error %v", r, err)
	}
}

func TestDo_AServiceInTroubleIsTriedAgainAndToldOfOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	down := true
	w := newWorld(t, func(c *sandbox.Config) {
		c.Intercept = func(*http.Request) *sandbox.Fault {
			mu.Lock()
			defer mu.Unlock()
			if down {
				return &sandbox.Fault{Kind: sandbox.Unavailable}
			}
			return nil
		}
	})
	mu.Lock()
	down = false
	mu.Unlock()
	spec := w.submit(w.file(5, "Head of Ropes"), func(s *fleet.Submission) { s.Spec.Options.GiveUpAfter = time.Millisecond })
	mu.Lock()
	down = true
	mu.Unlock()
	for n := 1; n < 3; n++ {
		_, err := w.do(spec.ID, n)
		is(t, err, fleet.ErrLater, fleet.ServerDown)
	}
	if len(w.news) != 1 || !strings.Contains(w.news[0].Message, "waits") {
		t.Errorf("news %+v", w.news)
	}
	worker := w.worker(new(life))
	worker.GiveUp = time.Hour
	w.pass(2 * time.Hour)
	r, err := worker.Do(t.Context(), w.attempt(3), spec.ID, nil)
	if err != nil || r.End != importer.EndStopped || r.Reason != fleet.GivenUp || len(w.news) != 2 || w.news[1].Kind != "stuck" {
		t.Errorf("result %+v, error %v, news %+v", r, err, w.news)
	}
}

func TestDo_AFileThatLooksWrongIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(60, "Head of Ropes"), func(s *fleet.Submission) {
		s.Spec.Options.Accept, s.Dropped = nil, &fleet.Dropped{Inbox: "north"}
		s.Spec.Mapping = document(strings.Replace(mappingText, "professionalTitle:", "lastName:", 1))
	})
	r, err := w.do(spec.ID, 1)
	is(t, err, fleet.ErrRefused, fleet.LooksWrong)
	if r.End != importer.EndRefused || len(w.writes()) != 0 {
		t.Errorf("result %+v, %d writes", r, len(w.writes()))
	}
	if text := w.text("runs/" + spec.ID + "/problem.txt"); !strings.Contains(text, "accept") {
		t.Errorf("problem %q", text)
	}
	if names := w.names("inbox/north/failed/" + spec.ID); len(names) != 2 {
		t.Errorf("left in the inbox: %v", names)
	}
	_, err = w.do(spec.ID, 2)
	is(t, err, fleet.ErrRefused, fleet.LooksWrong)
	if len(w.news) != 1 {
		t.Errorf("news %+v", w.news)
	}
}

// What is usual is known from the last runs, whatever machine did them.
func TestDo_AFileThatChangesFarMoreThanUsualIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *sandbox.Config) { c.Contacts = 150 })
	judged := func(s *fleet.Submission) { s.Spec.Options.Accept = nil }
	file := w.file(100, "Head of Ropes")
	for _, id := range w.ids[:100] {
		if err := w.bc.Edit(id, "professionalTitle", "Head of Ropes"); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 4 {
		spec := w.submit(file, nil)
		if r, err := w.do(spec.ID, 1); err != nil || r.End != importer.EndSucceeded {
			t.Fatalf("run %d: %+v, error %v", n, r, err)
		}
	}
	_, err := w.do(w.submit(w.file(100, "Head of Knots"), judged).ID, 1)
	is(t, err, fleet.ErrRefused, fleet.LooksWrong)
}

func TestDo_RefusesWhatItsMachineKnowsOtherwise(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*fleet.Spec)
		want   fleet.Reason
	}{
		"another company":      {func(s *fleet.Spec) { s.CompanyID = "11111111-1111-1111-1111-111111111111" }, fleet.OtherTarget},
		"another API root":     {func(s *fleet.Spec) { s.APIRoot = strings.Replace(s.APIRoot, "127.0.0.1", "localhost", 1) }, fleet.OtherTarget},
		"another environment":  {func(s *fleet.Spec) { s.Environment = "Production" }, fleet.OtherTarget},
		"other users":          {func(s *fleet.Spec) { s.Key = "x-0000" }, fleet.OtherTarget},
		"another content":      {func(s *fleet.Spec) { s.Input.SHA256 = strings.Repeat("0", 64) }, fleet.InputChanged},
		"a protected target":   {func(s *fleet.Spec) { s.Target = "south" }, fleet.NotAllowed},
		"no mapping that fits": {func(s *fleet.Spec) { s.Mapping.Text = strings.Replace(s.Mapping.Text, "column: id", "column: nr", 1) }, fleet.BadFile},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			spec := w.submit(w.file(5, "Head of Ropes"), nil)
			tt.change(&spec)
			text, err := json.Marshal(spec)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.store().Put(t.Context(), "runs/"+spec.ID+"/spec.json", text); err != nil {
				t.Fatal(err)
			}
			r, err := w.do(spec.ID, 1)
			is(t, err, fleet.ErrRefused, tt.want)
			if r.End != importer.EndRefused || len(w.writes()) != 0 || w.text("runs/"+spec.ID+"/problem.txt") == "" {
				t.Errorf("result %+v", r)
			}
			_, err = w.submitter().Resume(t.Context(), spec.ID, fleet.ResumeOptions{})
			_, err2 := w.submitter().Undo(t.Context(), spec.ID, fleet.UndoOptions{})
			_, err3 := w.submitter().Report(t.Context(), spec.ID, "")
			for _, err := range []error{err, err2, err3} {
				if importer.KindOf(err) != importer.KindInvalid || !strings.Contains(err.Error(), "never began") || len(importer.Hints(err)) != 1 {
					t.Errorf("went on with a run that never began: %v", err)
				}
			}
		})
	}
}

// Another machine may know the target.
func TestDo_WithoutItsTargetItIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(5, "Head of Ropes"), nil)
	worker := w.worker(new(life))
	worker.Known = (&fleet.Machine{File: filepath.Join(t.TempDir(), "none.yaml")}).Known
	_, err := worker.Do(t.Context(), w.attempt(1), spec.ID, nil)
	is(t, err, fleet.ErrLater, fleet.NoTarget)
	r, err := w.do(spec.ID, 2)
	w.whole(r, err, spec.ID, 5)
}

// A killed process leaves its private folder, and one that lives keeps its own.
func TestSweep_RemovesWhatTheKilledHaveLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, room := range []string{"bcimport-fleet-1", "bcimport-fleet-2", "another-3"} {
		if err := os.MkdirAll(filepath.Join(dir, room, "input"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, room, "lock"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lock := flock.New(filepath.Join(dir, "bcimport-fleet-2", "lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := (&fleet.Worker{Dir: dir}).Sweep(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || left[0].Name() != "another-3" || left[1].Name() != "bcimport-fleet-2" {
		t.Errorf("left %v, error %v", left, err)
	}
}

func TestDo_WithoutARunThereIsNothingToTryAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, id := range []string{fleet.NewID("north", w.now), "../../etc", ""} {
		_, err := w.do(id, 1)
		is(t, err, fleet.ErrRefused, fleet.NoRun)
	}
}

// What was spent goes with the key: the next run of it, of whatever machine, begins with it.
func TestDo_WhatWasSpentGoesWithTheKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	first := w.submit(w.file(10, "Head of Ropes"), nil)
	if _, err := w.do(first.ID, 1); err != nil {
		t.Fatal(err)
	}
	var kept struct{ Recent []importer.Sent }
	if err := json.Unmarshal([]byte(w.text("keys/"+first.Key+"/spent.json")), &kept); err != nil {
		t.Fatal(err)
	}
	before := 0
	for _, s := range kept.Recent {
		before += s.Requests
	}
	second := w.submit(w.file(20, "Head of Knots"), nil)
	if second.Key != first.Key {
		t.Fatalf("keys %s and %s", first.Key, second.Key)
	}
	if _, err := w.do(second.ID, 2); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(w.text("keys/"+first.Key+"/spent.json")), &kept); err != nil {
		t.Fatal(err)
	}
	after := 0
	for _, s := range kept.Recent {
		after += s.Requests
	}
	if before == 0 || after <= before {
		t.Errorf("spent %d before and %d after", before, after)
	}
}

func TestDo_UndoPutsBackAndResumeTriesFailedRowsAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	before, _ := w.bc.Contact(w.ids[0])
	spec := w.submit(w.file(12, "Head of Ropes"), nil)
	if _, err := w.submitter().Undo(t.Context(), spec.ID, fleet.UndoOptions{}); err == nil {
		t.Error("a run that has not ended can be undone")
	}
	if _, err := w.do(spec.ID, 1); err != nil {
		t.Fatal(err)
	}
	undo, err := w.submitter().Undo(t.Context(), spec.ID, fleet.UndoOptions{By: "somebody"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.do(undo.ID, 1)
	if err != nil || r.End != importer.EndSucceeded || r.Rows["updated"] != 12 {
		t.Fatalf("undo %+v, error %v", r, err)
	}
	if now, _ := w.bc.Contact(w.ids[0]); now.ProfessionalTitle != before.ProfessionalTitle {
		t.Errorf("title %q instead of %q", now.ProfessionalTitle, before.ProfessionalTitle)
	}
	if w.text("runs/"+undo.ID+"/report.csv") == "" {
		t.Error("the undo has no report")
	}
	again, err := w.submitter().Resume(t.Context(), spec.ID, fleet.ResumeOptions{Failed: true})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = w.do(again.ID, 1); err != nil || r.Rows["updated"] != 12 {
		t.Errorf("resumed %+v, error %v", r, err)
	}
	report, err := w.submitter().Report(t.Context(), again.ID, "somebody")
	if err != nil {
		t.Fatal(err)
	}
	if report.Of != spec.ID {
		t.Errorf("the report is of %s", report.Of)
	}
	if r, err = w.do(report.ID, 1); err != nil || r.Rows["updated"] != 12 {
		t.Errorf("reported %+v, error %v", r, err)
	}
	folder := t.TempDir()
	paths, err := fleet.FetchReports(t.Context(), w.store(), again.ID, folder)
	if err != nil || len(paths) < 4 {
		t.Errorf("reports %v, error %v", paths, err)
	}
}

// An undo is killed after each step, and gone on with.
func TestDo_AnUndoKilledAnywhereIsTakenOver(t *testing.T) {
	t.Parallel()
	for step := 1; ; step++ {
		w := newWorld(t, nil).real()
		spec := w.submit(w.file(12, "Head of Ropes"), nil)
		if _, err := w.do(spec.ID, 1); err != nil {
			t.Fatal(err)
		}
		undo, err := w.submitter().Undo(t.Context(), spec.ID, fleet.UndoOptions{})
		if err != nil {
			t.Fatal(err)
		}
		first := &life{last: step}
		_, err = w.worker(first).Do(t.Context(), w.attempt(1), undo.ID, nil)
		if err == nil && first.step <= step {
			return
		}
		r, err := w.do(undo.ID, 2)
		if err != nil || r.End != importer.EndSucceeded || r.Rows["updated"] != 12 {
			t.Fatalf("killed at %d: result %+v, error %v", step, r, err)
		}
		for id, n := range w.writes() {
			if n != 2 {
				t.Fatalf("killed at %d: contact %s was written %d times", step, id, n)
			}
		}
	}
}

// A row fails, and is tried again by a resumption that is killed after each step.
func TestDo_AResumptionKilledAnywhereIsTakenOver(t *testing.T) {
	t.Parallel()
	for step := 1; ; step++ {
		w := newWorld(t, nil).real()
		path := w.file(8, "Head of Ropes")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(text, "00000000-0000-0000-0000-000000000001,Nobody\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		spec := w.submit(path, nil)
		if r, err := w.do(spec.ID, 1); err != nil || r.End != importer.EndIncomplete {
			t.Fatalf("result %+v, error %v", r, err)
		}
		next, err := w.submitter().Resume(t.Context(), spec.ID, fleet.ResumeOptions{Failed: true})
		if err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second) // else it ends at the time at which the run did
		first := &life{last: step}
		_, err = w.worker(first).Do(t.Context(), w.attempt(2), next.ID, nil)
		if err == nil && first.step <= step {
			return
		}
		r, err := w.do(next.ID, 3)
		if err != nil || r.End != importer.EndIncomplete || r.Rows["updated"] != 8 || r.Rows["not_found"] != 1 {
			t.Fatalf("killed at %d: result %+v, error %v", step, r, err)
		}
		w.once(8)
	}
}

func TestSubmit_RefusesWhatNoWorkerWouldRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	good := fleet.Submission{Target: "north", File: w.file(1, "x")}
	good.Spec.Mapping = document(mappingText)
	for name, change := range map[string]func(*fleet.Submission){
		"no such target": func(s *fleet.Submission) { s.Target = "west" },
		"protected":      func(s *fleet.Submission) { s.Target = "south" },
		"no mapping":     func(s *fleet.Submission) { s.Spec.Mapping.Text = "" },
		"no file":        func(s *fleet.Submission) { s.File += ".gone" },
		"a wrong option": func(s *fleet.Submission) { s.Spec.MaxFailures = "many" },
	} {
		s := good
		change(&s)
		if _, err := w.submitter().Submit(t.Context(), s); importer.KindOf(err) != importer.KindInvalid && name != "a wrong option" || err == nil {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if names := w.names("runs/"); len(names) != 0 {
		t.Errorf("left in the store: %v", names)
	}
	if _, err := fleet.ReadSpec(t.Context(), w.store(), fleet.NewID("north", w.now)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// Whoever tries it dies of it: it is given up when it has had its time, and a try after that.
func TestDo_ARunThatKillsItsWorkersIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(30, "Head of Ropes"), nil)
	var r fleet.Result
	var err error
	for n := 1; n <= 4; n++ {
		worker := w.worker(&life{last: 14})
		if n == 4 {
			worker = w.worker(new(life))
		}
		worker.GiveUp = time.Hour
		r, err = worker.Do(t.Context(), w.attempt(n), spec.ID, nil)
		w.pass(40 * time.Minute)
	}
	if err != nil || r.Reason != fleet.GivenUp || r.Rows["total"] != 30 || len(w.writes()) == 30 {
		t.Errorf("result %+v, error %v", r, err)
	}
}

// The connection of a worker that was given up sends nothing, whatever it was about to.
func TestDo_TheConnectionAsksTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil).real()
	spec := w.submit(w.file(20, "Head of Ropes"), nil)
	worker := w.worker(new(life))
	connect, asked := worker.Connect, atomic.Int32{}
	worker.Connect = func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
		return connect(ctx, to, func() error { asked.Add(1); return guard() })
	}
	if _, err := worker.Do(t.Context(), w.attempt(1), spec.ID, nil); err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n < 3 {
		t.Errorf("the log was asked %d times", n)
	}
	next := w.submit(w.file(20, "Head of Knots"), nil)
	records := func() int { return len(w.names("runs/" + next.ID + "/log/")) }
	worker.Connect = func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
		w.pass(time.Minute) // nothing was appended for long, so that the next write appends
		before := records()
		if err := guard(); err != nil || records() != before+1 {
			t.Errorf("the log has %d records instead of %d, error %v", records(), before+1, err)
		}
		return connect(ctx, to, guard)
	}
	if _, err := worker.Do(t.Context(), w.attempt(2), next.ID, nil); err != nil {
		t.Fatal(err)
	}
}
