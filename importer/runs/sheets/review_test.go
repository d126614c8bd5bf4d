package sheets

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer"
)

func reviewOf(t *testing.T, most int, outcomes ...importer.Outcome) (path, digest string) {
	t.Helper()
	r, err := newReview(most)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, o := range outcomes {
		if err := r.Add(o); err != nil {
			t.Fatal(err)
		}
	}
	path = filepath.Join(t.TempDir(), "review.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := r.WriteTo(file); err != nil {
		t.Fatal(err)
	}
	return path, r.Digest()
}

func plannedRow(line int, changes ...importer.Change) importer.Outcome {
	return importer.Outcome{Line: line, Key: fmt.Sprint("K", line), ID: "id", Name: "Anna", Status: importer.WouldUpdate, Changes: changes}
}

func readReview(t *testing.T, path string) (string, []ReviewedChange) {
	t.Helper()
	var got []ReviewedChange
	digest, err := ReadReview(path, func(c ReviewedChange) error {
		got = append(got, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return digest, got
}

func TestReview_ComesBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	awkward := []importer.Change{
		{Field: "email", Before: "", After: "=1+1"},
		{Field: "lastName", Before: "two\r\nlines ", After: " \tblanks "},
		{Field: "phoneNumber", Before: "0049", After: "+49 30 \x01_x000D_ 😀"},
	}
	o := plannedRow(1_234_567, awkward...)
	path, digest := reviewOf(t, mostSheetRows, o, importer.Outcome{Line: 9, Status: importer.Invalid})
	got, lines := readReview(t, path)
	if got != digest || len(lines) != 3 {
		t.Fatalf("digest %q of %q, %d lines", got, digest, len(lines))
	}
	for i, c := range lines {
		if c.Line != o.Line || c.Field != awkward[i].Field || !slices.Equal(c.Values, Reviewable(o, awkward[i])) || !c.Accepted || c.Row != i+2 {
			t.Errorf("line %d is %+v, want %q", i, c, Reviewable(o, awkward[i]))
		}
	}
}

func TestReview_ManyLinesTakeSeveralSheets(t *testing.T) {
	t.Parallel()
	var outcomes []importer.Outcome
	for line := range 7 {
		outcomes = append(outcomes, plannedRow(line+2, importer.Change{Field: "email", After: "b"}))
	}
	path, _ := reviewOf(t, 4, outcomes...)
	_, lines := readReview(t, path)
	var got []string
	for _, c := range lines {
		got = append(got, fmt.Sprintf("%s %d: %d", c.Sheet, c.Row, c.Line))
	}
	want := []string{"review 2: 2", "review 3: 3", "review 4: 4", "review 2 2: 5", "review 2 3: 6", "review 2 4: 7", "review 3 2: 8"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReview_SaysWhatIsForPeopleToChange(t *testing.T) {
	t.Parallel()
	path, _ := reviewOf(t, mostSheetRows, plannedRow(2, importer.Change{Field: "email", After: "b"}))
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		if visible, _ := book.GetSheetVisible(sheet); visible != (sheet == reviewSheet) {
			t.Errorf("sheet %s is visible: %v", sheet, visible)
		}
	}
	if panes, err := book.GetPanes(reviewSheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v, %v", panes, err)
	}
	rules, err := book.GetDataValidations(reviewSheet)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, r := range rules {
		kinds[r.Sqref[:1]] = r.Type + " " + r.Formula1
	}
	for _, column := range "ABCDEF" {
		if kinds[string(column)] != "custom FALSE" {
			t.Errorf("column %c takes other values: %q", column, kinds[string(column)])
		}
	}
	if kinds["G"] != `list "yes,no"` {
		t.Errorf("accept is %q", kinds["G"])
	}
}

func TestReadReview_TellsYesFromAllElse(t *testing.T) {
	t.Parallel()
	var outcomes []importer.Outcome
	answers := []string{"yes", "YES ", "no", "", "ja", "0"}
	for line := range answers {
		outcomes = append(outcomes, plannedRow(line+2, importer.Change{Field: "email", After: "b"}))
	}
	path, _ := reviewOf(t, mostSheetRows, outcomes...)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, answer := range answers {
		if err := book.SetCellStr(reviewSheet, fmt.Sprint("G", i+2), answer); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	_, lines := readReview(t, path)
	for i, c := range lines {
		if c.Accepted != (i < 2) {
			t.Errorf("%q is accepted: %v", answers[i], c.Accepted)
		}
	}
}

func TestReadReview_RefusesWhatIsNoReview(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	path := filepath.Join(t.TempDir(), "other.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "text.xlsx")
	if err := os.WriteFile(text, []byte("line,key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, text, filepath.Join(t.TempDir(), "absent.xlsx")} {
		if _, err := ReadReview(path, func(ReviewedChange) error { return nil }); importer.KindOf(err) != importer.KindInvalid {
			t.Errorf("%s: %v", path, err)
		}
	}
}
