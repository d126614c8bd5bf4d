package reports_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/reports"
)

// TestWrite_EveryRowOnceInOrder: whatever rows a run reached, report.csv has all
// of them, failed.csv those that failed and the summary their numbers.
func TestWrite_EveryRowOnceInOrder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.SampledFrom([]int{0, 1, 7, 511, 512, 513, 1100}).Draw(t, "rows")
		reached := rapid.Float64Range(0, 1).Draw(t, "reached")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		statuses := make([]importer.Status, total)
		var outcomes []importer.Outcome
		var failed strings.Builder
		for seq := range statuses {
			statuses[seq] = importer.NotAttempted
			if random.Float64() < reached {
				statuses[seq] = importer.Statuses()[random.IntN(len(importer.Statuses()))]
				outcomes = append(outcomes, outcome(seq, statuses[seq]))
			}
			if statuses[seq].Result() == "failure" {
				fmt.Fprintf(&failed, "K%d;x;%s\n", seq, statuses[seq])
			}
		}
		run := newRun(total+5, outcomes...)
		run.About.Options.Limit = total
		if total == 0 {
			run = newRun(0)
		}
		s, err := reports.Write(folder, run)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(readText(folder, reports.ReportFile)), "\n")[1:]
		if len(lines) != total || s.Rows.Total != total {
			t.Fatalf("%d lines, %d rows in the summary, want %d", len(lines), s.Rows.Total, total)
		}
		for seq, line := range lines {
			if cells := strings.Split(line, ";"); cells[0] != fmt.Sprint(seq+2) || cells[1] != fmt.Sprint("K", seq) || cells[4] != string(statuses[seq]) {
				t.Fatalf("line of row %d, %s: %s", seq, statuses[seq], line)
			}
		}
		for _, status := range importer.Statuses() {
			n := 0
			for _, found := range statuses {
				if found == status {
					n++
				}
			}
			if got := *s.Rows.Of(status); got != n {
				t.Fatalf("%d rows %s, want %d", got, status, n)
			}
		}
		var got strings.Builder
		for i, line := range strings.Split(strings.TrimSpace(readText(folder, reports.FailedFile)), "\r\n") {
			if i > 0 {
				got.WriteString(strings.Join(strings.Split(line, ";")[:3], ";") + "\n")
			}
		}
		if got.String() != failed.String() {
			t.Fatalf("failed.csv\ngot  %s\nwant %s", got.String(), failed.String())
		}
	})
}

func readText(folder, name string) string {
	content, _ := os.ReadFile(filepath.Join(folder, name)) // absent is empty
	return string(content)
}

func TestWrite_SupersededRowsAreCountedAndNotSentBack(t *testing.T) {
	t.Parallel()
	early := outcome(0, importer.Rejected)
	early.Superseded = true
	folder := t.TempDir()
	s := write(t, folder, newRun(2, early, outcome(1, importer.Updated)))
	if s.Rows.Superseded != 1 || s.Rows.Rejected != 1 || len(s.Problems) != 0 {
		t.Errorf("summary %+v, problems %v", s.Rows, s.Problems)
	}
	if slices.Contains(list(t, folder), reports.FailedFile) {
		t.Error("failed.csv has a row that a later one made good")
	}
}

func TestWrite_FailedFileGoesWhenNothingIsLeftFailed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, newRun(2, outcome(0, importer.Failed)))
	if got, want := read(t, folder, reports.FailedFile), "Key;A;status;message\r\nK0;x;failed;Do this.\r\nK1;x;not_attempted;"; !strings.HasPrefix(got, want) {
		t.Errorf("failed.csv is %q", got)
	}
	s := write(t, folder, newRun(2, outcome(0, importer.Updated), outcome(1, importer.Unchanged)))
	if slices.Contains(list(t, folder), reports.FailedFile) || s.Stale {
		t.Errorf("failed.csv is still there (%v)", s.Stale)
	}
}

// book is failed.xlsx as its keys.
type book struct {
	keys   []string
	closed *int
}

func (b *book) Add(o importer.Outcome, _ string) error {
	b.keys = append(b.keys, o.Key)
	return nil
}

func (b *book) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, strings.Join(b.keys, " "))
	return int64(n), err
}

func (b *book) Close() error {
	*b.closed++
	return nil
}

func TestWrite_WorkbookOfFailedRowsGoesAndStaysWithTheFailedFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	made, closed := 0, 0
	with := func(outcomes ...importer.Outcome) reports.Run {
		run := newRun(3, outcomes...)
		run.Book = func() (reports.Book, error) {
			made++
			return &book{closed: &closed}, nil
		}
		return run
	}
	superseded := outcome(1, importer.Invalid)
	superseded.Superseded = true
	s := write(t, folder, with(outcome(0, importer.Invalid), superseded, outcome(2, importer.Rejected)))
	if got := read(t, folder, reports.FailedBook); got != "K0 K2" || s.Name(reports.FailedBook) != reports.FailedBook {
		t.Errorf("%q, named %q", got, s.Name(reports.FailedBook))
	}
	if page := read(t, folder, reports.PageFile); !strings.Contains(page, `href="failed.xlsx"`) {
		t.Error("the page does not name it")
	}

	// Rows are missing: it may be all that is left of them.
	gone := with(outcome(0, importer.Invalid))
	gone.Rows = nil
	write(t, folder, gone)
	if got := read(t, folder, reports.FailedBook); got != "K0 K2" {
		t.Errorf("%q", got)
	}
	write(t, folder, with(outcome(0, importer.Updated), outcome(1, importer.Updated), outcome(2, importer.Updated)))
	if files := list(t, folder); slices.Contains(files, reports.FailedBook) {
		t.Errorf("left %q", files)
	}
	if made != 2 || closed != made {
		t.Errorf("%d made, %d closed", made, closed)
	}
}

func TestWrite_InputGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, reports.FailedFile), []byte("the last copy of rows"), 0o600))
	run := newRun(5, outcome(0, importer.Updated), outcome(3, importer.Unchanged))
	run.Rows = nil
	s := write(t, folder, run)
	if s.Missing != 3 || s.Rows.Total != 5 || s.Rows.NotAttempted != 3 || s.Rows.Failures() != 3 {
		t.Errorf("missing %d of %+v", s.Missing, s.Rows)
	}
	if n := len(rows(t, folder, reports.ReportFile, ';')) - 1; n != 2 {
		t.Errorf("report.csv has %d rows", n)
	}
	if read(t, folder, reports.FailedFile) != "the last copy of rows" {
		t.Error("failed.csv was touched")
	}
}

func TestWrite_InputIsOpenedOnlyForMissingRows(t *testing.T) {
	t.Parallel()
	run := newRun(1, outcome(0, importer.Updated))
	run.Rows = func() (importer.Entries, func() error, error) { return nil, nil, errors.New("opened") }
	write(t, t.TempDir(), run)
}

func TestWrite_ErrorLeavesOlderReportsAsTheyWere(t *testing.T) {
	t.Parallel()
	broken := errors.New("page 7 is damaged")
	for name, spoil := range map[string]func(run *reports.Run){
		"record": func(run *reports.Run) {
			run.Outcomes = func(yield func(importer.Outcome, error) bool) {
				_ = yield(outcome(0, importer.Failed), nil) && yield(importer.Outcome{}, broken)
			}
		},
		"input": func(run *reports.Run) {
			run.Rows = func() (importer.Entries, func() error, error) { return nil, nil, broken }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, folder, newRun(2, outcome(0, importer.Failed)))
			names, before := list(t, folder), read(t, folder, reports.ReportFile)
			run := newRun(3, outcome(0, importer.Updated))
			spoil(&run)
			if _, err := reports.Write(folder, run); !errors.Is(err, broken) {
				t.Errorf("got %v", err)
			}
			if after := list(t, folder); !slices.Equal(after, names) || read(t, folder, reports.ReportFile) != before {
				t.Errorf("the folder holds %v, held %v", after, names)
			}
		})
	}
}

func TestWrite_NoValuesLeavesOnlyChangesOut(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	run := newRun(1, outcome(0, importer.Failed))
	run.About.Options.NoValues = true
	write(t, folder, run)
	if got, want := list(t, folder), []string{"failed.csv", "report.csv", "report.html", "summary.json"}; !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
}

func TestWrite_PageNamesTheOtherReportsAsTheyAre(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(folder, reports.FailedFile, "inner"), 0o700))
	write(t, folder, newRun(2, outcome(0, importer.Updated), outcome(1, importer.Failed)))
	got := read(t, folder, reports.PageFile)
	for _, want := range []string{`href="report.csv"`, `href="changes.csv"`, `href="failed-2.csv"`, "1 of 2 rows did not succeed", "Do this."} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
}

func TestWrite_PageOfAKilledRun(t *testing.T) {
	t.Parallel()
	run := newRun(3, outcome(0, importer.Updated))
	run.Ending = importer.Ending{}
	run.Rows = nil
	folder := t.TempDir()
	write(t, folder, run)
	got := read(t, folder, reports.PageFile)
	for _, want := range []string{"Stopped after 1 of 3 rows", "the run was cut off", "2 rows were never reached and the input is gone"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

// TestWrite_MemoryStaysFlat runs alone: it looks at the heap of the process.
func TestWrite_MemoryStaysFlat(t *testing.T) {
	heap := func(rows int) uint64 {
		var at uint64
		run := newRun(rows)
		run.Outcomes = func(yield func(importer.Outcome, error) bool) {
			for seq := range rows / 2 { // the rest comes from the input
				if !yield(outcome(seq, importer.Failed), nil) {
					return
				}
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			at = m.HeapAlloc
		}
		write(t, t.TempDir(), run)
		return at
	}
	few, many := heap(1_000), heap(40_000)
	if many > few+1<<20 {
		t.Errorf("%d KiB of heap after 20,000 rows, %d after 500", many>>10, few>>10)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
