package stored_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/history"
	"bcimport/importer/history/stored"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// began puts the log of a run into a store, with a row that ended and one that did not.
func began(t *testing.T, s objects.Store, id string) {
	t.Helper()
	folder := t.TempDir()
	attempt := shipped.Attempt{Owner: "one", Epoch: shipped.Epoch{Scheduled: journaltest.Noon(), Number: 1}}
	log, err := shipped.Take(t.Context(), s, "runs/"+id+"/log/", attempt, folder, shipped.Options{})
	must(t, err)
	must(t, log.Create(folder, journaltest.About(), nil))
	file, err := log.Open(folder)
	must(t, err)
	defer file.Close()
	journaltest.Intend(t, file, journaltest.Intent(0), journaltest.Intent(1))
	journaltest.Record(t, file, journaltest.Updated(0))
}

func search(t *testing.T, s objects.Store, text string) (found []string, skipped map[string]error) {
	t.Helper()
	replay := func(ctx context.Context, log, folder string) error { return shipped.View(ctx, s, log, folder) }
	runs, err := stored.Runs(t.Context(), s, replay, func(folder string) (history.Record, error) { return sqlite.Open(folder) })
	must(t, err)
	skipped = map[string]error{}
	search := &history.Search{Runs: runs, Skipped: func(place string, err error) { skipped[place] = err }}
	for c, err := range search.Changes(t.Context(), text) {
		must(t, err)
		found = append(found, fmt.Sprintf("%s %s %s %s>%s unknown=%v by=%s file=%s line=%d", c.At.Format(time.RFC3339), c.From.Place, c.Field, c.Before, c.After,
			c.Unknown, c.From.By, filepath.Base(c.From.Input), c.Line))
	}
	return found, skipped
}

// write puts files of a run into a store.
func write(t *testing.T, s objects.Store, id string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		must(t, s.Put(t.Context(), "runs/"+id+"/"+name, []byte(text)))
	}
}

func TestRuns_AreSearchedByTheirLogs(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s, err := objects.OpenFolder(t.TempDir())
	must(t, err)
	began(t, s, "a")
	write(t, s, "waits", map[string]string{"spec.json": "{}", "input": "x"})
	file := filepath.Base(journaltest.About().Input.File)
	for key, unknown := range map[string]bool{journaltest.Updated(0).Key: false, journaltest.Updated(1).Key: true} {
		found, skipped := search(t, s, key)
		want := fmt.Sprintf("2026-07-01T12:00:00Z a email old@example.com>new@example.com unknown=%v by=%s file=%s line=", unknown, journaltest.About().By, file)
		if len(found) != 1 || len(found[0]) < len(want) || found[0][:len(want)] != want || len(skipped) > 0 {
			t.Errorf("found %q, want %q; skipped %v", found, want, skipped)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestRuns_AreSearchedByTheirReportsWhereTheLogIsGone(t *testing.T) {
	t.Parallel()
	s, err := objects.OpenFolder(t.TempDir())
	must(t, err)
	const summary = `{"run":"a","command":"run","started_at":"2026-07-01T12:00:00Z","inputs":[{"file":"/tmp/x/c.csv"}],"target":{"company":"C"}}`
	write(t, s, "a", map[string]string{
		"spec.json": `{"by":"anna","input":{"name":"c.csv"}}`, "summary.json": summary,
		"report.csv":  "\ufeffline;key;id;result;status;finished_at;name;number\n2;K1;x;success;updated;2026-07-01T12:01:00.000Z;Anna;K1\n3;K2;y;success;updated;2026-07-01T12:00:30.000Z;Bo;K2\n4;K1;x;failure;unknown;2026-07-01T12:03:00.000Z;Anna;K1\n",
		"changes.csv": "\ufeffline;key;id;field;before;after;status\n2;K1;x;email;\"a;b\";'=b;updated\n3;K2;y;email;c;d;updated\n4;K1;x;email;'=b;e;unknown\n",
	})
	write(t, s, "books", map[string]string{"summary.json": summary, "report.xlsx": "PK"})
	write(t, s, "silent", map[string]string{
		"summary.json": summary, "report.csv": "line,key,id,result,status,finished_at,name,number\n2,K1,x,success,updated,2026-07-01T12:01:00.000Z,Anna,K1\n",
	})
	found, skipped := search(t, s, "k1")
	want := []string{
		"2026-07-01T12:01:00Z a email a;b>=b unknown=false by=anna file=c.csv line=2",
		"2026-07-01T12:03:00Z a email =b>e unknown=true by=anna file=c.csv line=4",
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %q", found)
	}
	if len(skipped) != 2 || skipped["books"] == nil || skipped["silent"] == nil {
		t.Errorf("skipped %v", skipped)
	}
}

func TestRuns_ADamagedLogEndsNothing(t *testing.T) {
	t.Parallel()
	s, err := objects.OpenFolder(t.TempDir())
	must(t, err)
	began(t, s, "a")
	began(t, s, "b")
	must(t, s.Put(t.Context(), "runs/a/log/00000002", []byte("no record")))
	found, skipped := search(t, s, journaltest.Updated(0).Key)
	if len(found) != 1 || !errors.Is(skipped["a"], importer.ErrDamaged) {
		t.Errorf("found %q, skipped %v", found, skipped)
	}
}
