package reports_test

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/reports"
)

// noon is when the runs of these tests begin; they take ten seconds.
func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// face names options and steps by signs of its own.
type face struct{}

func (face) Option(o importer.Option) string { return "<" + o.Name + ">" }
func (face) Step(s importer.Step) string     { return "[" + string(s.Kind) + " " + s.Run + "]" }

func (face) Path(p importer.Path) string { return string(p) }

// newRun is a finished run of a file with that many rows.
func newRun(rows int, outcomes ...importer.Outcome) reports.Run {
	return reports.Run{
		About: importer.About{
			Run: "contacts-20260701-120000Z.run", Command: "run", StartedAt: noon(),
			Input:   importer.Input{File: "/data/contacts.csv", SHA256: "abc", Rows: rows, BlankRows: 1, Delimiter: ";", Encoding: "utf-8"},
			Mapping: importer.Document{File: "m.yaml"},
			Target:  importer.Target{APIRoot: "https://api.example/v2.0", Company: "CRONUS & <Co>", CompanyID: "c1"},
		},
		Ending:   importer.Ending{State: "finished", FinishedAt: noon().Add(10 * time.Second), Kind: importer.EndIncomplete},
		ExitCode: 3, Words: face{},
		Spent:      importer.Spent{Requests: importer.Requests{Total: 9, Reads: 4, Writes: 5, Token: 1}, Worked: 10 * time.Second},
		Outcomes:   sequence(outcomes),
		Rows:       input(rows),
		FailedRows: failedRows{},
	}
}

func sequence(outcomes []importer.Outcome) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		for _, o := range outcomes {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// outcome is the end of the row at a position.
func outcome(seq int, status importer.Status) importer.Outcome {
	o := importer.Outcome{
		Seq: seq, Line: seq + 2, Key: fmt.Sprint("K", seq), ID: fmt.Sprint("id", seq), Status: status, FinishedAt: noon(),
		Raw: fmt.Appendf(nil, "K%d;x\r\n", seq),
	}
	if status.Result() == "failure" {
		o.Code, o.Message = "some_code", mapping.PlainMessage("Do this.")
	}
	return o
}

// failedRows adds the two cells in a form that is easy to read.
type failedRows struct{}

func (failedRows) Head() []byte { return []byte("Key;A;status;message\r\n") }

func (failedRows) Row(raw []byte, status, message string) ([]byte, error) {
	return fmt.Appendf(nil, "%.*s;%s;%s\r\n", len(raw)-2, raw, status, message), nil
}

// entries are the rows of an input.
type entries struct{ next, total int }

func input(rows int) func() (importer.Entries, func() error, error) {
	return func() (importer.Entries, func() error, error) {
		return &entries{0, rows}, func() error { return nil }, nil
	}
}

func (e *entries) Next() (importer.Entry, error) {
	if e.next == e.total {
		return importer.Entry{}, io.EOF
	}
	seq := e.next
	e.next++
	return importer.Entry{
		Row:  importer.Row{Seq: seq, Line: seq + 2, Raw: fmt.Appendf(nil, "K%d;x\r\n", seq)},
		Edit: mapping.Edit{Key: fmt.Sprint("K", seq)},
	}, nil
}

func write(t testing.TB, folder string, run reports.Run) reports.Summary {
	t.Helper()
	s, err := reports.Write(folder, run)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func list(t testing.TB, folder string) []string {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range found {
		names = append(names, e.Name())
	}
	return names
}

func TestShow_SaysWhatTheReportsSayAndWritesNone(t *testing.T) {
	t.Parallel()
	run := func() reports.Run {
		superseded := outcome(2, importer.Rejected)
		superseded.Superseded = true
		r := newRun(5, outcome(0, importer.Updated), outcome(1, importer.Invalid), superseded)
		r.Rows = input(5)
		return r
	}
	folder := t.TempDir()
	var part strings.Builder
	shown, err := reports.Show(folder, run(), "/x/files/", &part)
	if err != nil {
		t.Fatal(err)
	}
	if found := list(t, folder); len(found) > 0 {
		t.Errorf("it wrote %v", found)
	}
	written := write(t, folder, run())
	if shown.Rows != written.Rows || shown.State != written.State || len(shown.Next) == 0 {
		t.Errorf("shown %+v, written %+v", shown, written)
	}
	part.Reset()
	if shown, err = reports.Show(folder, run(), "/x/files/", &part); err != nil || !slices.Equal(shown.Next, written.Next) {
		t.Errorf("next %v, want %v; error %v", shown.Next, written.Next, err)
	}
	for _, want := range []string{`href="/x/files/report.csv"`, `href="/x/files/failed.csv"`, `<h2 id="rows">`} {
		if !strings.Contains(part.String(), want) {
			t.Errorf("%s is missing in\n%s", want, part.String())
		}
	}
	for _, forbidden := range []string{"<script", "<style", " style=", "<html", "<h1", "Exit code", "bcimport run", "error_code", ">report.csv<"} {
		if strings.Contains(part.String(), forbidden) {
			t.Errorf("%s is no part of another page:\n%s", forbidden, part.String())
		}
	}
}
