package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/notify"
)

// inboxes are the inboxes of a world, as a scanner that may die looks at them.
type inboxes struct {
	*fleet.Inboxes
	mu         sync.Mutex
	dispatched []string
	news       []notify.Event
}

// fleetFile writes a fleet file with a mapping beside it, and reads it.
func fleetFile(t *testing.T, more string) *fleet.File {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "titles.yaml"), []byte(mappingText), 0o600); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "fleet.yaml")
	text := "store: file:///srv/bcimport\nzone: Europe/Berlin\ntargets:\n  north:\n    files:\n      - pattern: titles-*.csv\n        mapping: titles.yaml\n        accept: [same_value]\n" + more
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := fleet.ReadFile(name, "see the help")
	if err != nil {
		t.Fatal(err)
	}
	return &f
}

// scanner makes a scanner of its own.
func (w *world) scanner(f *fleet.File, l *life) *inboxes {
	s := w.submitter()
	s.Objects = mortal{w.store(), l}
	i := &inboxes{}
	i.Inboxes = &fleet.Inboxes{
		File: f, Submitter: s, By: "schedule", Words: words{}, ExitCode: func(importer.EndKind) int { return 0 }, Now: w.clock,
		Dispatch: func(_ context.Context, s fleet.Spec) error {
			if err := l.lives(); err != nil {
				return err
			}
			i.mu.Lock()
			defer i.mu.Unlock()
			i.dispatched = append(i.dispatched, s.ID)
			return nil
		},
		News: func(_ context.Context, _ string, e notify.Event) error {
			if err := l.lives(); err != nil {
				return err
			}
			i.mu.Lock()
			defer i.mu.Unlock()
			i.news = append(i.news, e)
			return nil
		},
	}
	return i
}

// drop drops a file into the inbox of north.
func (w *world) drop(name string, rows int, title string) {
	w.t.Helper()
	text, err := os.ReadFile(w.file(rows, title))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store().Put(w.t.Context(), "inbox/north/"+name, text); err != nil {
		w.t.Fatal(err)
	}
}

// look looks, some time later.
func (w *world) look(i *inboxes, after time.Duration) fleet.Standing {
	w.t.Helper()
	w.pass(after)
	standing, err := i.LookAt(w.t.Context(), "north")
	if err != nil {
		w.t.Fatal(err)
	}
	return standing
}

func (w *world) runs() []string {
	var ids []string
	for id, err := range fleet.List(w.t.Context(), w.store()) {
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := fleet.ReadSpec(w.t.Context(), w.store(), id); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestLook_SubmitsAFileWhenItIsComplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	i := w.scanner(fleetFile(t, ""), new(life))
	w.drop("titles-1.csv", 5, "Head of Ropes")
	if s := w.look(i, 0); s.Waiting != 1 || s.Submitted != 0 {
		t.Errorf("at first %+v", s)
	}
	w.pass(5 * time.Second)
	w.drop("titles-1.csv", 10, "Head of Ropes") // it goes on growing
	if s := w.look(i, 6*time.Second); s.Waiting != 1 {
		t.Errorf("as it grows %+v", s)
	}
	again := w.scanner(i.File, new(life)) // restarted between
	if s := w.look(again, 11*time.Second); s.Waiting != 0 || s.Submitted != 1 {
		t.Errorf("when it is complete %+v", s)
	}
	ids := w.runs()
	if len(ids) != 1 || !slices.Equal(again.dispatched, ids) {
		t.Fatalf("runs %v, dispatched %v", ids, again.dispatched)
	}
	if names := w.names("inbox/"); len(names) != 0 {
		t.Errorf("left in the inbox: %v", names)
	}
	r, err := w.do(ids[0], 1)
	if err != nil || r.Rows["updated"] != 10 {
		t.Fatalf("result %+v, error %v", r, err)
	}
	if text := w.text("inbox/north/done/" + ids[0] + "/titles-1.csv"); !strings.Contains(text, "Ropes") {
		t.Errorf("in done: %v", w.names("inbox/"))
	}
	if s := w.look(again, time.Hour); s.Submitted+s.Waiting+s.Left != 0 {
		t.Errorf("after that %+v", s)
	}
}

func TestLook_AMarkerSaysThatAFileIsComplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	f := fleetFile(t, "marker: .ok\n")
	i := w.scanner(f, new(life))
	w.drop("titles-1.csv", 5, "Head of Ropes")
	w.look(i, 0)
	if s := w.look(i, time.Hour); s.Waiting != 1 {
		t.Errorf("without its marker %+v", s)
	}
	w.drop("titles-1.csv.ok", 1, "")
	if s := w.look(i, time.Second); s.Submitted != 1 {
		t.Errorf("with its marker %+v", s)
	}
	if names := w.names("inbox/"); len(names) != 0 {
		t.Errorf("left in the inbox: %v", names)
	}
	w.drop("titles-2.csv.ok", 1, "")
	w.look(i, time.Second)
	if s := w.look(i, time.Minute); s.Left != 1 || len(i.news) != 1 {
		t.Errorf("a marker alone %+v, news %+v", s, i.news)
	}
}

// Two scanners look at the same moment, over and over.
func TestLook_TwoAtOnceSubmitOneRunEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	f := fleetFile(t, "")
	one, two := w.scanner(f, new(life)), w.scanner(f, new(life))
	w.look(one, 0)
	for n := range 20 {
		w.drop(fmt.Sprintf("titles-%d.csv", n), 1, fmt.Sprint("Title ", n))
	}
	w.look(one, 0)
	w.pass(time.Minute)
	var both sync.WaitGroup
	for _, i := range []*inboxes{one, two} {
		both.Go(func() {
			if _, err := i.Look(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	for range 3 {
		w.look(one, 2*time.Minute)
	}
	if ids := w.runs(); len(ids) != 20 {
		t.Errorf("%d runs of 20 files", len(ids))
	}
	if names := w.names("inbox/"); len(names) != 0 {
		t.Errorf("left in the inbox: %v", names)
	}
	if names := w.names("inboxes/north/claims/"); len(names) != 0 {
		t.Errorf("left of claims: %v", names)
	}
}

// A scanner is killed after each of its steps, and the next one looks.
func TestLook_KilledAnywhereEachFileIsRunOnce(t *testing.T) {
	t.Parallel()
	f := fleetFile(t, "")
	for step := 1; ; step++ {
		w := newWorld(t, nil)
		w.objects.now = w.clock
		w.drop("titles-1.csv", 2, "Head of Ropes")
		w.drop("titles-2.csv", 2, "Head of Knots")
		i := w.scanner(f, new(life))
		w.look(i, 0)
		w.pass(time.Minute)
		l := &life{last: step}
		dying := w.scanner(f, l)
		_, err := dying.Look(t.Context())
		after := w.scanner(f, new(life))
		for range 3 {
			w.look(after, 2*time.Minute)
		}
		ids := w.runs()
		if len(ids) != 2 || len(w.names("inbox/")) != 0 {
			t.Fatalf("killed at %d: runs %v, left %v", step, ids, w.names("inbox/"))
		}
		for _, id := range ids {
			if !slices.Contains(append(after.dispatched, dying.dispatched...), id) {
				t.Fatalf("killed at %d: run %s was not dispatched", step, id)
			}
		}
		if err == nil && l.step <= step {
			return
		}
	}
}

func TestLook_RepeatedContentIsSetAside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	i := w.scanner(fleetFile(t, "repeat: set-aside\n"), new(life))
	for n := range 2 {
		w.drop("titles-1.csv", 3, "Head of Ropes")
		w.look(i, time.Minute)
		w.look(i, time.Minute)
		if len(w.runs()) != n+1 {
			t.Fatalf("runs %v", w.runs())
		}
	}
	ids := w.runs()
	if r, err := w.do(ids[0], 1); err != nil || r.Rows["updated"] != 3 {
		t.Fatalf("result %+v, error %v", r, err)
	}
	if r, err := w.do(ids[1], 1); err != nil || r.Reason != fleet.SetAside || r.Rows != nil {
		t.Fatalf("result %+v, error %v", r, err)
	}
	if names := w.names("inbox/north/done/"); len(names) != 2 || len(w.news) != 1 {
		t.Errorf("in done: %v, news %+v", names, w.news)
	}
}

func TestLook_TellsOfFilesThatAreMissingOrLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	w.now = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	f := fleetFile(t, "        expect: daily by 03:00\n")
	i := w.scanner(f, new(life))
	w.drop("other.csv", 1, "x")
	w.drop("folder/titles-1.csv", 1, "x")
	w.drop("~$titles-1.csv", 1, "x")
	w.look(i, 0)
	if s := w.look(i, time.Minute); s.Left != 2 || s.NewlyLeft != 2 || s.Missing["titles-*.csv"] || len(i.news) != 2 {
		t.Errorf("standing %+v, news %+v", s, i.news)
	}
	restarted := w.scanner(f, new(life))
	w.now = time.Date(2026, 11, 26, 2, 5, 0, 0, time.UTC) // 03:05 in Berlin
	if s := w.look(restarted, 0); !s.Missing["titles-*.csv"] || s.NewlyMissing != 1 || s.NewlyLeft != 0 || len(restarted.news) != 1 || restarted.news[0].Kind != notify.Missing ||
		!strings.Contains(restarted.news[0].Message, "2026-11-26 03:00 CET") {
		t.Errorf("standing %+v, news %+v", s, restarted.news)
	}
	last, err := fleet.ReadLastLook(t.Context(), w.store(), "north")
	if err != nil || !last.At.Equal(w.now) || !slices.Equal(last.Problems, []fleet.Problem{
		{Name: "folder/titles-1.csv", Words: "is in a folder of the inbox, and was left in place"},
		{Name: "other.csv", Words: "matches no pattern and was left in place"},
		{Name: "titles-*.csv", Missing: true, Words: "did not arrive by 2026-11-26 03:00 CET"},
	}) {
		t.Errorf("last look %+v, error %v", last, err)
	}
	if s := w.look(i, time.Minute); s.NewlyLeft+s.NewlyMissing != 0 {
		t.Errorf("counted again: %+v", s)
	}
	w.look(restarted, time.Minute)
	if len(i.news) != 2 || len(restarted.news) != 1 {
		t.Errorf("told again: %+v and %+v", i.news, restarted.news)
	}
	w.drop("titles-1.csv", 1, "Head of Ropes") // late
	w.look(i, time.Minute)
	if s := w.look(i, time.Minute); s.Submitted != 1 || s.Missing["titles-*.csv"] {
		t.Errorf("after the file %+v", s)
	}
	if last, err := fleet.ReadLastLook(t.Context(), w.store(), "north"); err != nil || len(last.Problems) != 2 || last.Waiting != 0 {
		t.Errorf("last look %+v, error %v", last, err)
	}
	if _, err := fleet.ReadLastLook(t.Context(), w.store(), "south"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an inbox that nobody looked at: %v", err)
	}
}

func TestLook_AFileThatCantBeSubmittedStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	f := fleetFile(t, "  south:\n    files: [{pattern: '*.csv', mapping: titles.yaml}]\n")
	all, err := w.machine.Known()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.scanner(f, new(life)).LookAt(t.Context(), "west"); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("error %v", err)
	}
	if err := f.ReadyFor("north", all); err != nil {
		t.Errorf("error %v", err)
	}
	if err := f.Ready(all); err == nil || !strings.Contains(err.Error(), "south") {
		t.Errorf("error %v", err)
	}
	i := w.scanner(f, new(life))
	text, _ := os.ReadFile(w.file(1, "Head of Ropes"))
	if err := w.store().Put(t.Context(), "inbox/south/a.csv", text); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		w.pass(time.Minute)
		_, err = i.Look(t.Context())
	}
	if err == nil || len(i.news) != 1 || len(w.names("inbox/south/a.csv")) != 1 || len(w.runs()) != 0 {
		t.Errorf("error %v, news %+v, runs %v", err, i.news, w.runs())
	}
	last, err := fleet.ReadLastLook(t.Context(), w.store(), "south")
	if err != nil || len(last.Problems) != 1 || last.Problems[0].Name != "a.csv" || !strings.Contains(last.Problems[0].Words, "south is protected") {
		t.Errorf("last look %+v, error %v", last, err)
	}
}

func TestPrune_KeepsReportsAndWhatHasNotEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	ended := w.submit(w.file(3, "Head of Ropes"), func(s *fleet.Submission) { s.Dropped = &fleet.Dropped{Inbox: "north"} })
	waits := w.submit(w.file(3, "Head of Knots"), nil)
	undone := w.submit(w.file(3, "Head of Sails"), nil)
	for _, s := range []fleet.Spec{ended, undone} {
		if _, err := w.do(s.ID, 1); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(100 * 24 * time.Hour)
	undo, err := w.submitter().Undo(t.Context(), undone.ID, fleet.UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	recent := w.submit(w.file(1, "Head of Sheets"), nil)
	if _, err := w.do(recent.ID, 1); err != nil {
		t.Fatal(err)
	}
	var deleted []string
	if err := fleet.Prune(t.Context(), w.store(), w.now.Add(-90*24*time.Hour), func(id string) { deleted = append(deleted, id) }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(deleted, []string{ended.ID}) {
		t.Errorf("deleted %v", deleted)
	}
	for id, whole := range map[string]bool{ended.ID: false, waits.ID: true, undone.ID: true, recent.ID: true, undo.ID: true} {
		if w.text("runs/"+id+"/spec.json") == "" {
			t.Errorf("the spec of %s is gone", id)
		}
		if there := len(w.names("runs/"+id+"/input"))+len(w.names("runs/"+id+"/log/")) > 0; there != whole && id != undo.ID {
			t.Errorf("%s has input or log: %v", id, there)
		}
	}
	if w.text("runs/"+ended.ID+"/report.csv") == "" || len(w.names("inbox/north/done/")) != 0 {
		t.Errorf("the report is gone, or the file is not: %v", w.names("inbox/"))
	}
	if _, err := w.submitter().Resume(t.Context(), ended.ID, fleet.ResumeOptions{}); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("a run without its log can be resumed: %v", err)
	}
	if r, err := w.do(undo.ID, 1); err != nil || r.Rows["updated"] != 2 { // one was changed again
		t.Errorf("undo %+v, error %v", r, err)
	}
	if _, err := fleet.ReadResult(t.Context(), w.store(), "x"); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestEndedSince_GivesWhatEndedInThatTimeAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.objects.now = w.clock
	before := w.submit(w.file(1, "Head of Ropes"), nil)
	if _, err := w.do(before.ID, 1); err != nil {
		t.Fatal(err)
	}
	w.pass(20 * time.Hour)
	since := w.clock()
	w.submit(w.file(1, "Head of Tar"), nil) // which waits
	after, known := w.submit(w.file(1, "Head of Knots"), nil), w.submit(w.file(1, "Head of Sails"), nil)
	for _, s := range []fleet.Spec{after, known} {
		if _, err := w.do(s.ID, 1); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for e, err := range fleet.EndedSince(t.Context(), w.store(), since, w.clock(), func(run string) bool { return run == known.ID }) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Spec.ID)
		if e.Rows["updated"] != 1 || e.Spec.Target != "north" {
			t.Errorf("%+v", e)
		}
	}
	if !slices.Equal(got, []string{after.ID}) {
		t.Errorf("got %v, want %s", got, after.ID)
	}
}
