package metrics_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bcimport/importer/metrics"
)

func noon() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 500_000_000, time.UTC) }

func run(file string) metrics.Run {
	return metrics.Run{Command: "run", Target: "production", File: file, ExitCode: 3, At: noon(), Rows: map[string]int{"updated": 2, "failed": 0}, Requests: 7, Seconds: 0.25}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFile_IsWhatTheCollectorReads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bcimport.prom")
	var runs metrics.Runs
	runs.Add(run("odd \"name\"\n\\\xff.csv"))
	begun := run("b.csv")
	begun.ExitCode, begun.Rows = 1, nil
	runs.Add(begun)
	if err := metrics.NewFile(path).Write(runs); err != nil {
		t.Fatal(err)
	}
	const odd = `command="run",file="odd \"name\"\n\\�.csv"`
	const want = `# HELP bcimport_run_exit_code Exit code of the last run: 0 is success, 1 did not begin.
# TYPE bcimport_run_exit_code gauge
bcimport_run_exit_code{command="run",file="b.csv",target="production"} 1
bcimport_run_exit_code{` + odd + `,target="production"} 3
# HELP bcimport_run_finished_timestamp_seconds When the last run ended, or could not begin.
# TYPE bcimport_run_finished_timestamp_seconds gauge
bcimport_run_finished_timestamp_seconds{command="run",file="b.csv",target="production"} 1.7956080005e+09
bcimport_run_finished_timestamp_seconds{` + odd + `,target="production"} 1.7956080005e+09
# HELP bcimport_run_requests Requests of the last run, without those for tokens.
# TYPE bcimport_run_requests gauge
bcimport_run_requests{` + odd + `,target="production"} 7
# HELP bcimport_run_rows Rows of the last run by status.
# TYPE bcimport_run_rows gauge
bcimport_run_rows{` + odd + `,status="failed",target="production"} 0
bcimport_run_rows{` + odd + `,status="updated",target="production"} 2
# HELP bcimport_run_seconds Duration of the last run, including the time before a resume.
# TYPE bcimport_run_seconds gauge
bcimport_run_seconds{` + odd + `,target="production"} 0.25
`
	if got := read(t, path); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside the file: %v, %v", left, err)
	}
}

func TestFile_RefreshedWhenSomethingChangedAndOnceAMinute(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bcimport.prom")
	file := metrics.NewFile(path)
	missing := func(is bool) map[string]bool { return map[string]bool{"*.csv": is} }
	var runs metrics.Runs
	for _, step := range []struct {
		name    string
		after   time.Duration
		waiting int
		missing bool
		runs    int
		written bool
	}{
		{"first", 0, 1, false, 0, true},
		{"the same", 59 * time.Second, 1, false, 0, false},
		{"a minute later", time.Minute, 1, false, 0, true},
		{"the same since then", 119 * time.Second, 1, false, 0, false},
		{"fewer wait", 119 * time.Second, 0, false, 0, true},
		{"a file is missing", 119 * time.Second, 0, true, 0, true},
		{"a run ended", 119 * time.Second, 0, true, 1, true},
		{"all the same", 119 * time.Second, 0, true, 1, false},
	} {
		for len(runs) < step.runs {
			runs.Add(run("a.csv"))
		}
		os.Remove(path)
		folder := metrics.Folder{Dir: "/drop", Waiting: step.waiting, Missing: missing(step.missing), Looked: noon().Add(step.after)}
		if err := file.Refresh(runs, folder); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); (err == nil) != step.written {
			t.Errorf("%s: written %v, want %v", step.name, err == nil, step.written)
		}
	}
}

func TestFile_TellsHowADropFolderStands(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bcimport.prom")
	folder := metrics.Folder{Dir: "/drop", Waiting: 1, Working: 2, Left: 3, Missing: map[string]bool{"a*": true, "b*": false}, Looked: noon()}
	if err := metrics.NewFile(path).Refresh(nil, folder); err != nil {
		t.Fatal(err)
	}
	const want = `# HELP bcimport_watch_files Files of the drop folder that wait (incoming) or are being run (working).
# TYPE bcimport_watch_files gauge
bcimport_watch_files{dir="/drop",stage="incoming"} 1
bcimport_watch_files{dir="/drop",stage="working"} 2
# HELP bcimport_watch_left What is left in incoming: links, folders, devices, and files that match no pattern.
# TYPE bcimport_watch_left gauge
bcimport_watch_left{dir="/drop"} 3
# HELP bcimport_watch_looked_timestamp_seconds When the watcher last looked into the folder, within a minute.
# TYPE bcimport_watch_looked_timestamp_seconds gauge
bcimport_watch_looked_timestamp_seconds{dir="/drop"} 1.7956080005e+09
# HELP bcimport_watch_missing 1 if an expected file has not arrived.
# TYPE bcimport_watch_missing gauge
bcimport_watch_missing{dir="/drop",pattern="a*"} 1
bcimport_watch_missing{dir="/drop",pattern="b*"} 0
`
	if got := read(t, path); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRuns_KeepTheLatestOfEachSeries(t *testing.T) {
	t.Parallel()
	var runs metrics.Runs
	for n := range 25 {
		runs.Add(run(fmt.Sprint(n)))
	}
	again := run("10")
	again.ExitCode = 0
	runs.Add(again)
	if len(runs) != 20 || runs[0].File != "5" || runs[19].File != "10" || runs[19].ExitCode != 0 || runs[5].File != "11" {
		t.Errorf("kept %+v", runs)
	}
	// A watcher keeps them over its end, also one of an earlier version.
	const kept = `[{"command":"watch","target":"t","file":"f","code":4,"at":"2026-11-25T12:00:00.5Z","rows":{"updated":1},"requests":2,"seconds":3}]`
	var recalled metrics.Runs
	if err := json.Unmarshal([]byte(kept), &recalled); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(recalled); err != nil || string(text) != kept {
		t.Errorf("kept as %s, %v", text, err)
	}
}

func TestFileLabel_IsOneForAllNights(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/data/contacts-2026-11-25.csv":      "contacts-*.csv",
		"contacts_20261125T020000.part2.csv": "contacts_*.part2.csv",
		"a.csv":                              "a.csv",
	} {
		if got := metrics.FileLabel(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
