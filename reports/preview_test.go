package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/reports/lines"
)

// planned is a row that would be written.
func planned(seq int, changes ...importer.Change) importer.Outcome {
	return importer.Outcome{Seq: seq, Line: seq + 2, Key: fmt.Sprint("K", seq), Status: importer.WouldUpdate, Changes: changes, FinishedAt: noon()}
}

func TestPreview_FirstChangesAligned(t *testing.T) {
	t.Parallel()
	byID, byNumber := planned(0, importer.Change{Field: "email", Before: "", After: "a@b.example"}), planned(9, importer.Change{Field: "lastName", Before: "Kühn", After: "Kühne"})
	byID.Key, byID.Name = "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", "東京 太郎"
	byID.Changes = append(byID.Changes, importer.Change{Field: "professionalTitle", Before: "a\nb\x1b[2J", After: ""})
	byNumber.Number, byNumber.Name = "CT000123", "Åse \x1b[31mMaximiliane von und zu Ebersberg"
	rows := []importer.Outcome{byID, byNumber}
	for i := 10; i < 30; i++ {
		rows = append(rows, importer.Outcome{Seq: i, Line: i + 2, Status: importer.Unchanged, FinishedAt: noon()})
	}
	s := write(t, t.TempDir(), newRun(30, rows...))
	want := `line  number                                name                      field              before           after
   2  6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10  東京 太郎                 email              (empty)        → [a@b.example]
   2  6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10  東京 太郎                 professionalTitle  [a\nb\u001b[2J] → (empty)
  11  CT000123                              Åse \u001b[3…u Ebersberg  lastName           Kühn           → Kühn[e]
`
	mark := func(s string) string { return "[" + s + "]" }
	got := strings.Join(s.Preview.Rows(0, mark), "\n") + "\n"
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	arrows := map[int]bool{}
	for _, line := range s.Preview.Rows(0, nil)[1:] {
		before, _, _ := strings.Cut(line, " → ")
		arrows[lines.Width(before)] = true
	}
	if len(arrows) != 1 {
		t.Errorf("not aligned:\n%s", strings.Join(s.Preview.Rows(0, nil), "\n"))
	}
	if s.Preview.Total != 3 || s.Preview.More() != 0 {
		t.Errorf("%d changes, %d more", s.Preview.Total, s.Preview.More())
	}
}

func TestPreview_FitsTheTerminal(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200)
	s := write(t, t.TempDir(), newRun(1, planned(0, importer.Change{Field: "email", Before: long + "1", After: long + "2"})))
	for _, width := range []int{60, 80, 120, 300} {
		for _, line := range s.Preview.Rows(width, nil) {
			if lines.Width(line) > width {
				t.Errorf("at %d: %q is %d wide", width, line, lines.Width(line))
			}
		}
		if line := s.Preview.Rows(width, nil)[1]; !strings.Contains(line, "1 → ") || !strings.HasSuffix(line, "2") {
			t.Errorf("at %d the difference is not seen: %q", width, line)
		}
	}
}

func TestPreview_ShowsTenAndCountsTheRest(t *testing.T) {
	t.Parallel()
	var rows []importer.Outcome
	for i := range 300 {
		rows = append(rows, planned(i, importer.Change{Field: "email", Before: "a", After: "b"}))
	}
	s := write(t, t.TempDir(), newRun(len(rows), rows...))
	if got := len(s.Preview.Rows(80, nil)); got != 11 || s.Preview.More() != 290 {
		t.Errorf("%d lines, %d more", got, s.Preview.More())
	}
}

// TestPreview_OnlyOfARehearsalAndOfValuesThatAreWanted.
func TestPreview_OnlyOfARehearsalAndOfValuesThatAreWanted(t *testing.T) {
	t.Parallel()
	done := outcome(0, importer.Updated)
	done.Changes = []importer.Change{{Field: "email", Before: "a", After: "b"}}
	if s := write(t, t.TempDir(), newRun(1, done)); s.Preview.Total != 0 {
		t.Errorf("a run shows %+v", s.Preview)
	}
	run := newRun(1, planned(0, importer.Change{Field: "email", Before: "a", After: "b"}))
	run.About.Options.NoValues = true
	if s := write(t, t.TempDir(), run); s.Preview.Total != 0 {
		t.Errorf("--no-values shows %+v", s.Preview)
	}
}
