package journaltest

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping"
)

// ended is the outcome of a row that did not succeed.
func ended(seq int, status importer.Status, changes ...importer.Change) importer.Outcome {
	o := Updated(seq)
	o.Status, o.Code, o.Message, o.Raw, o.Changes = status, "code", mapping.PlainMessage("Message."), []byte("raw"), changes
	return o
}

func change(field, before, after string, open bool) importer.Change {
	return importer.Change{Field: field, Before: before, After: after, Open: open}
}

func (s suite) leftTellsWhatIsKnownOfEveryRow(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	cut, second := Intent(0), Intent(0)
	second.Attempt, second.ETag, second.Seen = 2, `W/"5"`, []mapping.Value{{Field: "email", Text: "old@example.com"}}
	second.Applied, second.AppliedETag = []importer.Change{change("lastName", "A", "B", false)}, `W/"4"`
	Intend(t, file, cut, second, Intent(1), Intent(2))
	Record(t, file, Updated(1),
		ended(2, importer.Unknown, change("lastName", "A", "B", false), change("email", "old@example.com", "new@example.com", true)),
		ended(4, importer.NotAttempted))
	left, err := file.Unfinished(t.Context(), 0, 6)
	must(t, err)
	if left[3] != nil || left[5] != nil {
		t.Errorf("rows of which nothing is recorded are %+v and %+v", left[3], left[5])
	}
	second.Raw, second.At = nil, left[0].Last.At // not needed to go on
	want := &importer.Unfinished{
		Seq: 0, ID: second.ID, Attempts: 2, ETagBefore: second.ETag, ETagAfter: second.AppliedETag,
		Applied: second.Applied, Last: &second, Open: true,
	}
	if !reflect.DeepEqual(left[0], want) {
		t.Errorf("a row that was cut off is %+v\nwith %+v", left[0], left[0].Last)
	}
	if l := left[1]; l.Status != importer.Updated || l.Open || l.Last == nil {
		t.Errorf("an updated row is %+v", l)
	}
	if l := left[2]; l.Status != importer.Unknown || !l.Open || len(l.Applied) != 1 || l.Applied[0].Field != "lastName" || l.Last.Changes[0].Before != "old@example.com" {
		t.Errorf("an unknown row is %+v", l)
	}
	if l := left[4]; l.Status != importer.NotAttempted || l.Open || l.Last != nil {
		t.Errorf("a row that was not attempted is %+v", l)
	}
}

func (s suite) intendAgainDropsTheOutcomeThatIsNotTrueAnyMore(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	Record(t, file, ended(0, importer.NotAttempted), ended(1, importer.NotAttempted))
	again := Intent(0)
	again.Again = true
	Intend(t, file, again)
	got := Outcomes(t, file)
	if len(got) != 2 || got[0].Status != importer.Unknown || got[1].Status != importer.NotAttempted {
		t.Errorf("outcomes are %+v", got)
	}
}

func (s suite) laterListsWhatLaterSuccessfulRowsSet(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	same := func(seq int, o importer.Outcome, sets ...string) importer.Outcome {
		o.ID, o.Sets = ContactID(7), sets
		return o
	}
	Record(t, file,
		same(0, Updated(0), "lastName"), same(1, ended(1, importer.Conflicted)), same(2, Updated(2), "email", "firstName"),
		same(3, ended(3, importer.Rejected), "professionalTitle"), same(4, Updated(4), "email"), Updated(5))
	row := &importer.Unfinished{Seq: 1, ID: ContactID(7)}
	must(t, file.Later(t.Context(), []*importer.Unfinished{row}))
	slices.Sort(row.Later)
	if want := []string{"email", "firstName"}; !slices.Equal(row.Later, want) {
		t.Errorf("later rows set %v, want %v", row.Later, want)
	}
}

func (s suite) writtenTellsWhichMovesWereTheRunsAlone(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	own, read, none := Updated(0), Updated(1), ended(2, importer.Conflicted)
	own.OwnMove, read.ID, none.ID = true, own.ID, own.ID
	Record(t, file, own, read, none)
	written, err := file.Written(t.Context(), []string{"nobody", own.ID})
	must(t, err)
	want := []importer.Written{
		{ETagBefore: own.ETagBefore, ETagAfter: own.ETagAfter, Changes: own.Changes},
		{Changes: read.Changes},
	}
	if written[0] != nil || !reflect.DeepEqual(written[1], want) {
		t.Errorf("written is %+v", written)
	}
}

func (s suite) forgetOutcomesLeavesNothingOfThePlan(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	Record(t, file, ended(0, importer.WouldUpdate))
	if begun, err := file.MayWrite(); err != nil || begun {
		t.Errorf("begun is %v (%v)", begun, err)
	}
	must(t, file.ForgetOutcomes())
	must(t, file.SetMayWrite())
	if begun, err := file.MayWrite(); err != nil || !begun || len(Outcomes(t, file)) > 0 {
		t.Errorf("begun is %v (%v), outcomes %v", begun, err, Outcomes(t, file))
	}
}

func (s suite) takeUpSharesTheRowsOfARunOutOverItsStages(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	Intend(t, file, Intent(2), Intent(3))
	Record(t, file, Updated(0), ended(1, importer.NotAttempted), ended(3, importer.Unknown), ended(4, importer.Failed),
		ended(5, importer.Conflicted), ended(6, importer.Rejected), ended(7, importer.Failed))
	later := Updated(8)
	later.ID = ContactID(7)
	Record(t, file, later)
	for stage, want := range map[pipeline.ResumeStage][]int{
		pipeline.Unsettled: {2, 3}, pipeline.Remaining: {1, 9}, pipeline.RemainingAndFailed: {1, 4, 5, 9},
	} {
		var rows []importer.Entry
		for seq := range 10 {
			rows = append(rows, importer.Entry{
				Row: importer.Row{Seq: seq}, Edit: mapping.Edit{Values: []mapping.Value{{Field: "email", Text: "x"}}},
			})
		}
		got := []int{}
		entries := pipeline.NewResumption(context.Background(), file).Filter(&memory{rows}, stage)
		for {
			e, err := entries.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			must(t, err)
			got = append(got, e.Row.Seq)
		}
		if !slices.Equal(got, want) {
			t.Errorf("stage %d takes %v, want %v", stage, got, want)
		}
	}
}

// memory hands out entries.
type memory struct{ rows []importer.Entry }

func (m *memory) Next() (importer.Entry, error) {
	if len(m.rows) == 0 {
		return importer.Entry{}, io.EOF
	}
	e := m.rows[0]
	m.rows = m.rows[1:]
	return e, nil
}
