package journaltest

import (
	"reflect"
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping/entity"
)

func (s suite) createKeepsWhatAnApprovedPlanWrites(t *testing.T) {
	t.Parallel()
	planned := importer.Outcome{
		Line: 7, Key: "K1", ID: ContactID(1), Name: "Anna", Number: "CT1", Status: importer.WouldUpdate, ETagBefore: `W/"1"`,
		Changes: []importer.Change{{Field: "email", Before: "a", After: "b"}, {Field: "city", Before: "c", After: "d"}, {Field: "lastName", Before: "x", After: "x "}},
	}
	want := []importer.Entry{
		importer.PlannedEntry(importer.CustomerContacts(), 0, planned, func(int) bool { return true }),
		importer.PlannedEntry(importer.CustomerContacts(), 1, planned, func(i int) bool { return i == 0 }),
		importer.PlannedEntry(importer.CustomerContacts(), 2, planned, func(int) bool { return false }),
	}
	folder := t.TempDir()
	must(t, s.Create(folder, About(), func(yield func(importer.Entry, error) bool) {
		for _, e := range want {
			if !yield(e, nil) {
				return
			}
		}
	}))
	file := s.openRun(t, folder)
	entries := pipeline.Recorded(t.Context(), file, &entity.Entity{Fields: []entity.Field{{Name: "email"}, {Name: "city"}, {Name: "lastName"}}})
	for i := range want {
		e, err := entries.Next()
		must(t, err)
		if !reflect.DeepEqual(e, want[i]) {
			t.Errorf("entry %d is %+v, want %+v", i, e, want[i])
		}
	}
	var lines []int
	for _, o := range Outcomes(t, file) {
		lines = append(lines, o.Line)
	}
	if !slices.Equal(lines, []int{7, 7, 7}) {
		t.Errorf("rows that were never reached stand at lines %v", lines)
	}
}

func (s suite) approvalALaterOneReplacesIt(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, s.Create(folder, About(), nil))
	file := s.openRun(t, folder)
	a, err := file.Approval()
	must(t, err)
	if !a.IsZero() {
		t.Errorf("a new run has the approval %+v", a)
	}
	marks := importer.NewMarks(9)
	marks.Set(8)
	must(t, file.SetApproval(importer.Approval{Digest: "d1", By: "Anna", At: Noon(), Changes: 9, Accepted: 9}))
	second := importer.Approval{Digest: "d2", By: "Bob", At: Noon(), Changes: 9, Accepted: 1, Marks: marks, Run: "r", Begun: true}
	must(t, file.SetApproval(second))
	must(t, file.Close())
	a, err = s.openRun(t, folder).Approval()
	must(t, err)
	if !reflect.DeepEqual(a, second) || !a.Accepts(8) || a.Accepts(7) {
		t.Errorf("the approval is %+v, want %+v", a, second)
	}
}
