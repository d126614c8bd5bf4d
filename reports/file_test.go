package reports_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/reports"
)

func TestFiles_PrivateAndNothingElseIsLeft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "."+reports.ReportFile+".tmp"), []byte("left by a killed process, and longer than what comes"), 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "."+reports.FailedFile+".tmp"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "."+reports.PageFile+".4XJ2K.tmp"), nil, 0o600))
	s := write(t, folder, newRun(1, outcome(0, importer.Updated)))
	want := []string{"changes.csv", "report.csv", "report.html", "summary.json"}
	if got := list(t, folder); !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
	if strings.Contains(read(t, folder, reports.ReportFile), "killed") {
		t.Error("report.csv holds what an earlier process left")
	}
	for _, f := range s.Files {
		path := f.Path
		info, err := os.Stat(path)
		must(t, err)
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
	if len(s.Files) != len(want) {
		t.Errorf("files written: %v", s.Files)
	}
}

// TestFiles_LinksAreNotFollowed: whoever can write into a run folder must not have
// another file written to.
func TestFiles_LinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	folder, elsewhere := t.TempDir(), t.TempDir()
	victim := filepath.Join(elsewhere, "victim")
	must(t, os.WriteFile(victim, []byte("mine"), 0o600))
	for _, name := range []string{
		reports.ReportFile, reports.ChangesFile, reports.FailedFile, reports.PageFile, reports.SummaryFile,
	} {
		must(t, os.Symlink(victim, filepath.Join(folder, "."+name+".tmp")))
		must(t, os.Symlink(victim, filepath.Join(folder, name)))
	}
	write(t, folder, newRun(1, outcome(0, importer.Failed)))
	if got := read(t, elsewhere, "victim"); got != "mine" {
		t.Errorf("a file beside the run folder holds %q", got)
	}
	for _, name := range list(t, folder) {
		info, err := os.Lstat(filepath.Join(folder, name))
		must(t, err)
		if !info.Mode().IsRegular() {
			t.Errorf("%s is still a link", name)
		}
	}
}

// TestFiles_TakenNameGetsANumber: a folder in the way stands for Excel, which
// keeps a file from being replaced on Windows.
func TestFiles_TakenNameGetsANumber(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{reports.ReportFile, reports.FailedFile, reports.PageFile} {
		must(t, os.MkdirAll(filepath.Join(folder, name, "inner"), 0o700))
	}
	must(t, os.WriteFile(filepath.Join(folder, "failed-2.csv"), []byte("being mended"), 0o600))
	s := write(t, folder, newRun(1, outcome(0, importer.Failed)))
	var got []string
	for _, f := range s.Files {
		got = append(got, filepath.Base(f.Path))
	}
	if want := []string{"report-2.csv", "changes.csv", "failed-3.csv", "report-2.html", "summary.json"}; !slices.Equal(got, want) {
		t.Errorf("files written: %v, want %v", got, want)
	}
	if read(t, folder, "failed-2.csv") != "being mended" {
		t.Error("somebody's copy was overwritten")
	}
	if !strings.HasPrefix(read(t, folder, "report-2.csv"), "line;key;") {
		t.Error("report-2.csv is no report")
	}
}

func TestFiles_FolderNamedAsAReportIsNeverRemoved(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.Mkdir(filepath.Join(folder, reports.FailedFile), 0o700))
	write(t, folder, newRun(1, outcome(0, importer.Updated)))
	if !slices.Contains(list(t, folder), reports.FailedFile) {
		t.Error("the folder is gone")
	}
}

func TestWrite_WithoutItsFolder(t *testing.T) {
	t.Parallel()
	if _, err := reports.Write(filepath.Join(t.TempDir(), "gone"), newRun(0)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestSummary_IsTheContracts(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := write(t, folder, newRun(4, outcome(0, importer.Updated), outcome(1, importer.Invalid), outcome(2, importer.NotFound)))
	want := `{
  "run": "contacts-20260701-120000Z.run",
  "state": "finished",
  "command": "run",
  "started_at": "2026-07-01T12:00:00Z",
  "finished_at": "2026-07-01T12:00:10Z",
  "inputs": [
    {
      "file": "/data/contacts.csv",
      "sha256": "abc",
      "rows": 4,
      "blank_rows": 1
    }
  ],
  "mapping": "m.yaml",
  "target": {
    "api_root": "https://api.example/v2.0",
    "company": "CRONUS & <Co>",
    "company_id": "c1"
  },
  "rows": {
    "total": 4,
    "updated": 1,
    "unchanged": 0,
    "invalid": 1,
    "not_found": 1,
    "ambiguous": 0,
    "conflict": 0,
    "rejected": 0,
    "failed": 0,
    "unknown": 0,
    "not_attempted": 1,
    "would_update": 0,
    "superseded": 0,
    "skipped": 0,
    "not_accepted": 0
  },
  "requests": {
    "total": 9,
    "reads": 4,
    "writes": 5,
    "batches": 0,
    "operations": 0,
    "retries": 0,
    "throttled": 0,
    "token": 1
  },
  "seconds": 10,
  "rows_per_second": 0.3,
  "exit_code": 3,
  "opening": {
    "rows": 1,
    "changed": 1
  },
  "folder": "FOLDER"
}
`
	want = strings.Replace(want, "FOLDER", folder, 1)
	if got := read(t, folder, reports.SummaryFile); got != want {
		t.Errorf("summary.json is %s", got)
	}
	if len(s.Problems) != 2 || s.Problems[0].First.Line != 3 || s.Rows.Failures() != 3 {
		t.Errorf("problems %+v of %d", s.Problems, s.Rows.Failures())
	}
}

func TestSummary_OfAKilledRunIsStopped(t *testing.T) {
	t.Parallel()
	run := newRun(1, outcome(0, importer.Unknown))
	run.Ending, run.ExitCode = importer.Ending{}, 4
	folder := t.TempDir()
	write(t, folder, run)
	var got map[string]any
	must(t, json.Unmarshal([]byte(read(t, folder, reports.SummaryFile)), &got))
	for key, want := range map[string]any{"state": "stopped", "finished_at": nil, "exit_code": 4.0, "seconds": 10.0} {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("%s is %v, want %v", key, got[key], want)
		}
	}
}
