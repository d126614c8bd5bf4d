package approval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bcimport/importer"
	"bcimport/importer/runs/sheets"
	"bcimport/reports"
)

func planOf(rows ...importer.Outcome) Rows {
	return func(yield func(importer.Outcome, error) bool) {
		for _, o := range rows {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func row(line int, fields ...string) importer.Outcome {
	o := importer.Outcome{Seq: line - 2, Line: line, Key: fmt.Sprint("K", line), ID: fmt.Sprint("id", line), Status: importer.WouldUpdate}
	for _, f := range fields {
		o.Changes = append(o.Changes, importer.Change{Field: f, Before: "old", After: "new"})
	}
	return o
}

// accepted lists the changes that the run of a plan writes.
func accepted(t *testing.T, plan Rows, a importer.Approval) []string {
	t.Helper()
	var got []string
	for e, err := range Entries(importer.CustomerContacts(), plan, a) {
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(e.Row.Line)
		for _, v := range e.Edit.Values {
			text += " " + v.Field
		}
		got = append(got, text)
	}
	return got
}

func TestJudge_AnAddressIsAcceptedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	plan := planOf(row(2, "email", "city", "postalCode"), importer.Outcome{Line: 3, Status: importer.Invalid}, row(4, "city", "email"))
	a, err := Judge(t.Context(), plan, Options{By: "Anna", Accept: func(c Change) bool { return c.N != 2 && c.N != 4 }}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := accepted(t, plan, a), []string{"2 email", "4 city"}; !slices.Equal(got, want) || a.Accepted != 2 || a.Changes != 5 || a.By != "Anna" {
		t.Errorf("got %q of %+v, want %q", got, a, want)
	}
}

func TestJudge_AcceptsAllWhereNobodyDecides(t *testing.T) {
	t.Parallel()
	plan := planOf(row(2, "email", "city"), row(3, "lastName"))
	a, err := Judge(t.Context(), plan, Options{}, time.Now())
	digest, _ := Digest(t.Context(), plan)
	if err != nil || a.Accepted != 3 || a.Marks != nil || a.Digest != digest {
		t.Errorf("got %+v, %v", a, err)
	}
	if got := accepted(t, plan, a); !slices.Equal(got, []string{"2 email city", "3 lastName"}) {
		t.Errorf("got %q", got)
	}
}

func TestJudge_EndsWithItsContextAndWithAPlanThatCannotBeRead(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Judge(ctx, planOf(row(2, "email")), Options{}, time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	broken := func(yield func(importer.Outcome, error) bool) { yield(importer.Outcome{}, importer.ErrDamaged) }
	if _, err := Judge(t.Context(), broken, Options{}, time.Now()); !errors.Is(err, importer.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

// reviewOf writes the review of a plan; edit is what people do to it.
func reviewOf(t *testing.T, plan Rows, edit func(f *excelize.File)) string {
	t.Helper()
	path, err := sheets.WriteReview(t.TempDir(), plan)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	edit(f)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func set(t *testing.T, f *excelize.File, cell, text string) {
	t.Helper()
	if err := f.SetCellStr("review", cell, text); err != nil {
		t.Fatal(err)
	}
}

func TestJudge_TakesLinesInAnyOrderAndColumnsWhereverTheyStand(t *testing.T) {
	t.Parallel()
	plan := planOf(row(2, "email", "lastName"), row(3, "email"))
	path := reviewOf(t, plan, func(f *excelize.File) {
		if err := f.RemoveRow("review", 2); err != nil {
			t.Fatal(err)
		}
		if err := f.DuplicateRowTo("review", 2, 4); err != nil {
			t.Fatal(err)
		}
		if err := f.RemoveRow("review", 2); err != nil {
			t.Fatal(err)
		}
		if err := f.InsertCols("review", "C", 1); err != nil {
			t.Fatal(err)
		}
		set(t, f, "C1", "remark")
		set(t, f, "C2", "seen by Anna")
	})
	a, err := Judge(t.Context(), plan, Options{Review: path}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := accepted(t, plan, a), []string{"2 lastName", "3 email"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestJudge_RefusesAReviewThatIsNotThePlans(t *testing.T) {
	t.Parallel()
	plan := planOf(row(2, "email", "lastName"), row(3, "email"))
	for name, edit := range map[string]func(f *excelize.File){
		"key":    func(f *excelize.File) { set(t, f, "B3", "K3") },
		"name":   func(f *excelize.File) { set(t, f, "C3", "Bob") },
		"before": func(f *excelize.File) { set(t, f, "E3", "older") },
		"after":  func(f *excelize.File) { set(t, f, "F3", "newer") },
		"line":   func(f *excelize.File) { set(t, f, "A3", "4") },
		"field":  func(f *excelize.File) { set(t, f, "D3", "phone") },
		"digest": func(f *excelize.File) {
			if err := f.SetCellStr("plan", "A1", "other"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		path := reviewOf(t, plan, edit)
		_, err := Judge(t.Context(), plan, Options{Review: path}, time.Now())
		if importer.KindOf(err) != importer.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWriteReview_KeepsTheReviewOfTheSamePlan(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(plan Rows) string {
		if _, err := sheets.WriteReview(folder, plan); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(folder, reports.ReviewBook))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	write(planOf(row(2, "email")))
	path := filepath.Join(folder, reports.ReviewBook)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	set(t, f, "G2", "no")
	if err := errors.Join(f.Save(), f.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if write(planOf(row(2, "email"))) != string(before) {
		t.Error("a review that people have gone through was written again")
	}
	if write(planOf(row(2, "lastName"))) == string(before) {
		t.Error("the review of another plan stays")
	}
}
