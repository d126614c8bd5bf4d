package journaltest

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping"
)

func (s suite) recordEveryFieldComesBack(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	full := importer.Outcome{
		Seq: 4, Line: 17, Key: "CONT\u00fc'4", ID: "abc", Status: importer.Conflicted, HTTPStatus: 409, Code: "changed_by_another",
		Message: mapping.NewMessage("collision", mapping.NewMessage("quoted", "\u2026\n2nd line"), "", 7), Sets: []string{"email", "jobTitle"},
		Blames: []string{importer.BlamesKey, "email"},
		Changes: []importer.Change{
			{Field: "email", Before: "a", After: "b", Stored: "B", Differs: true},
			{Field: "jobTitle", Before: "", After: "x", Open: true},
		},
		Attempts: 3, ETagBefore: `W/"1"`, ETagAfter: `W/"2"`, FinishedAt: Noon(), Raw: []byte("a;\xfc\x00\r\n"),
	}
	bare := importer.Outcome{Seq: 0, Line: 2, Status: importer.Invalid, Code: "missing_key", Message: mapping.PlainMessage("m"), FinishedAt: Noon()}
	Record(t, file, full, bare)
	got := Outcomes(t, file)
	full.Sets = nil // not for reports
	if want := []importer.Outcome{bare, full}; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func (s suite) recordLaterReplacesEarlier(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	left := Updated(3)
	left.Status = importer.NotAttempted
	Record(t, file, left)
	Record(t, file, Updated(3))
	if got := Outcomes(t, file); len(got) != 1 || got[0].Status != importer.Updated {
		t.Errorf("got %+v", got)
	}
}

func (s suite) intendSettledByItsOutcome(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	Intend(t, file, Intent(0), Intent(1))
	Intend(t, file, Intent(1)) // sent again under the same number: the first did not go out
	Record(t, file, Updated(1))
	got := Outcomes(t, file)
	if len(got) != 2 || got[0].Status != importer.Unknown || got[1].Status != importer.Updated || got[1].Changes[0].Open {
		t.Errorf("got %+v", got)
	}
}

// outcomesOrderedAndSuperseded compares the journal with the order of the input and the
// rule for superseded rows, whatever the order in which rows of a few contacts are recorded.
func (s suite) outcomesOrderedAndSuperseded(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	rapid.Check(t, func(t *rapid.T) {
		const rows = 12
		all := make([]importer.Outcome, rows)
		for seq := range all {
			all[seq] = importer.Outcome{
				Seq: seq, Line: seq + 2, FinishedAt: Noon(),
				ID:     rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "id"),
				Status: rapid.SampledFrom(importer.Statuses()).Draw(t, "status"),
				Sets:   rapid.SampledFrom([][]string{nil, {"email"}, {"email", "jobTitle"}, {"jobTitle"}, {"x", "email", "jobTitle"}}).Draw(t, "sets"),
			}
		}
		shuffled := rapid.Permutation(all).Draw(t, "recorded")
		if err := file.Record(context.Background(), shuffled); err != nil {
			t.Fatal(err)
		}
		seq := 0
		for o, err := range file.Outcomes(context.Background()) {
			if err != nil || o.Seq != seq || o.Status != all[seq].Status {
				t.Fatalf("row %d: %+v (%v)", seq, o, err)
			}
			if want := superseded(all[seq], all[seq+1:]); o.Superseded != want {
				t.Fatalf("row %d is superseded: %v, want %v", seq, o.Superseded, want)
			}
			seq++
		}
		if seq != rows {
			t.Fatalf("%d rows", seq)
		}
	})
}

func superseded(o importer.Outcome, later []importer.Outcome) bool {
	if o.Status.Result() != "failure" || o.ID == "" || len(o.Sets) == 0 {
		return false
	}
	return slices.ContainsFunc(later, func(s importer.Outcome) bool {
		return s.ID == o.ID && s.Status.Result() == "success" &&
			!slices.ContainsFunc(o.Sets, func(field string) bool { return !slices.Contains(s.Sets, field) })
	})
}

func (s suite) outcomesMayBeLeftHalfRead(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	Record(t, file, Updated(0), Updated(1))
	for range file.Outcomes(context.Background()) {
		break
	}
	Record(t, file, Updated(2)) // the connection is free again
}
