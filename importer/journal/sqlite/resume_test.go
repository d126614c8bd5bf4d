package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/mapping"
)

// ended is the outcome of a row that did not succeed.
func ended(seq int, status importer.Status, changes ...importer.Change) importer.Outcome {
	o := updated(seq)
	o.Status, o.Code, o.Message, o.Raw, o.Changes = status, "code", mapping.PlainMessage("Message."), []byte("raw"), changes
	return o
}

func change(field, before, after string, open bool) importer.Change {
	return importer.Change{Field: field, Before: before, After: after, Open: open}
}

func TestLeft_TellsWhatIsKnownOfEveryRow(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	cut, second := intent(0), intent(0)
	second.Attempt, second.ETag, second.Seen = 2, `W/"5"`, []mapping.Value{{Field: "email", Text: "old@example.com"}}
	second.Landed, second.LandedETag = []importer.Change{change("lastName", "A", "B", false)}, `W/"4"`
	intend(t, file, cut, second, intent(1), intent(2))
	record(t, file, updated(1),
		ended(2, importer.Unknown, change("lastName", "A", "B", false), change("email", "old@example.com", "new@example.com", true)),
		ended(4, importer.NotAttempted))
	left, err := file.Left(t.Context(), 0, 6)
	must(t, err)
	if left[3] != nil || left[5] != nil {
		t.Errorf("rows of which nothing is recorded are %+v and %+v", left[3], left[5])
	}
	second.Raw, second.At = nil, left[0].Last.At // not needed to go on
	want := &importer.Left{
		Seq: 0, ID: second.ID, Attempts: 2, ETagBefore: second.ETag, ETagAfter: second.LandedETag,
		Landed: second.Landed, Last: &second, Open: true,
	}
	if !reflect.DeepEqual(left[0], want) {
		t.Errorf("a row that was cut off is %+v\nwith %+v", left[0], left[0].Last)
	}
	if l := left[1]; l.Status != importer.Updated || l.Open || l.Last == nil {
		t.Errorf("an updated row is %+v", l)
	}
	if l := left[2]; l.Status != importer.Unknown || !l.Open || len(l.Landed) != 1 || l.Landed[0].Field != "lastName" || l.Last.Changes[0].Before != "old@example.com" {
		t.Errorf("an unknown row is %+v", l)
	}
	if l := left[4]; l.Status != importer.NotAttempted || l.Open || l.Last != nil {
		t.Errorf("a row that was not attempted is %+v", l)
	}
}

func TestIntend_AgainDropsTheOutcomeThatIsNotTrueAnyMore(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	record(t, file, ended(0, importer.NotAttempted), ended(1, importer.NotAttempted))
	again := intent(0)
	again.Again = true
	intend(t, file, again)
	got := outcomes(t, file)
	if len(got) != 2 || got[0].Status != importer.Unknown || got[1].Status != importer.NotAttempted {
		t.Errorf("outcomes are %+v", got)
	}
}

func TestLater_ListsWhatLaterSuccessfulRowsSet(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	same := func(seq int, o importer.Outcome, sets ...string) importer.Outcome {
		o.ID, o.Sets = contactID(7), sets
		return o
	}
	record(t, file,
		same(0, updated(0), "lastName"), same(1, ended(1, importer.Conflicted)), same(2, updated(2), "email", "firstName"),
		same(3, ended(3, importer.Rejected), "professionalTitle"), same(4, updated(4), "email"), updated(5))
	row := &importer.Left{Seq: 1, ID: contactID(7)}
	must(t, file.Later(t.Context(), []*importer.Left{row}))
	slices.Sort(row.Later)
	if want := []string{"email", "firstName"}; !slices.Equal(row.Later, want) {
		t.Errorf("later rows set %v, want %v", row.Later, want)
	}
}

func TestWritten_TellsWhichMovesWereTheRunsAlone(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	own, read, none := updated(0), updated(1), ended(2, importer.Conflicted)
	own.OwnMove, read.ID, none.ID = true, own.ID, own.ID
	record(t, file, own, read, none)
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

func TestUndoing_GivesEachContactOnceInTheOrderOfItsFirstLine(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	on := func(id int, o importer.Outcome, changes ...importer.Change) importer.Outcome {
		o.ID, o.Changes = contactID(id), changes
		return o
	}
	cut := intent(6)
	cut.ID = contactID(3)
	intend(t, file, cut)
	record(t, file,
		on(2, updated(0), change("email", "a", "b", false), change("lastName", "L", "M", false)),
		on(1, updated(1), change("email", "x", "y", false)),
		on(2, updated(2), change("email", "b", "c", false), change("lastName", "M", "L", false)),
		on(1, ended(3, importer.Unknown), change("email", "y", "z", true)),
		ended(4, importer.Rejected), on(4, ended(5, importer.Conflicted), change("firstName", "f", "g", false)))
	entries := func(fields ...string) []string {
		var got []string
		for e, err := range file.Undoing(fields) {
			must(t, err)
			contact := 0
			for contactID(contact) != e.Locator.ID {
				contact++
			}
			text := fmt.Sprintf("%d: line %d %d", e.Row.Seq, e.Row.Line, contact)
			for i, v := range e.Edit.Values {
				text += fmt.Sprintf(" %s=%s of %q", v.Field, v.Text, e.Baseline[i].Texts)
			}
			got = append(got, text)
		}
		return got
	}
	want := []string{`0: line 2 2 email=a of ["c"]`, `1: line 3 1 email=x of ["y" "z"]`, `2: line 7 4 firstName=f of ["g"]`, `3: line 8 3 email=old@example.com of ["new@example.com"]`}
	if got := entries(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := entries("firstName"); !slices.Equal(got, []string{`0: line 7 4 firstName=f of ["g"]`}) {
		t.Errorf("one field wanted: %q", got)
	}
}

func TestUndoing_FoldsInTheOrderInWhichTheRunWrote(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, sqlite.Create(folder, about(), nil))
	file := openRun(t, folder)
	write := func(seq int, before, after string) {
		in, o := intent(seq), updated(seq)
		in.ID, o.ID = contactID(1), contactID(1)
		in.Changes = []importer.Change{change("email", before, after, false)}
		o.Changes = in.Changes
		intend(t, file, in)
		record(t, file, o)
	}
	write(1, "a", "b")
	must(t, file.Close())
	file = openRun(t, folder)
	must(t, file.Begin(func() importer.Spent { return importer.Spent{} }))
	write(0, "b", "c") // had failed, and was tried again
	var got []string
	for e, err := range file.Undoing(nil) {
		must(t, err)
		got = append(got, fmt.Sprintf("%s of %q", e.Edit.Values[0].Text, e.Baseline[0].Texts))
	}
	if want := []string{`a of ["c"]`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCreate_KeepsWhichWritesMayYetLand(t *testing.T) {
	t.Parallel()
	undone := makeRun(t)
	lost := ended(0, importer.Unknown, change("email", "a", "b", true))
	cut := intent(1)
	intend(t, undone, intent(0), cut)
	record(t, undone, lost)
	folder := t.TempDir()
	must(t, sqlite.Create(folder, about(), undone.Undoing(nil)))
	must(t, undone.Close())
	entries, err := openRun(t, folder).Entries(t.Context(), 0, 9)
	must(t, err)
	for i, want := range []importer.Pending{
		{ETag: lost.ETagBefore, Until: lost.FinishedAt.Add(15 * time.Minute)},
		{ETag: cut.ETag, Until: cut.At.Add(15 * time.Minute)},
	} {
		if got := entries[i].Pending; got.ETag != want.ETag || !got.Until.Equal(want.Until.Truncate(time.Millisecond)) {
			t.Errorf("entry %d: %+v, want %+v", i, got, want)
		}
	}
}

func TestCreate_KeepsWhatAnUndoPutsBack(t *testing.T) {
	t.Parallel()
	undone := makeRun(t)
	record(t, undone, updated(0), updated(1), updated(2))
	folder := t.TempDir()
	must(t, sqlite.Create(folder, about(), undone.Undoing(nil)))
	must(t, undone.Close())
	file := openRun(t, folder)
	a, err := file.About()
	must(t, err)
	if a.Input.Rows != 3 {
		t.Errorf("the undo has %d rows", a.Input.Rows)
	}
	entries := importer.Recorded(t.Context(), file)
	for seq := range 3 {
		e, err := entries.Next()
		must(t, err)
		o := updated(seq)
		if e.Row.Seq != seq || e.Row.Line != o.Line || e.Locator.ID != o.ID || e.Edit.Key != o.Key || !e.FieldByField ||
			e.Edit.Values[0] != (mapping.Value{Field: "email", Text: "old@example.com"}) || e.Baseline[0].Texts[0] != "new@example.com" {
			t.Errorf("entry %d is %+v", seq, e)
		}
	}
	if _, err := entries.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v at the end", err)
	}
}

func TestVerify_FindsPagesThatCantBeReliedOn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, sqlite.Create(folder, about(), nil))
	file := openRun(t, folder)
	for block := range 40 {
		var many []importer.Outcome
		for i := range 50 {
			many = append(many, updated(block*50+i))
		}
		record(t, file, many...)
	}
	must(t, file.Verify())
	must(t, file.Close())
	path := filepath.Join(folder, sqlite.Name)
	raw, err := os.ReadFile(path)
	must(t, err)
	for i := len(raw) / 2; i < len(raw)/2+3*4096; i++ {
		raw[i] = 0x5a
	}
	must(t, os.WriteFile(path, raw, 0o600))
	file, err = sqlite.Open(folder)
	if err == nil {
		err = file.Verify()
		file.Close()
	}
	if !errors.Is(err, importer.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestForgetOutcomes_LeavesNothingOfThePlan(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	record(t, file, ended(0, importer.WouldUpdate))
	if begun, err := file.Begun(); err != nil || begun {
		t.Errorf("begun is %v (%v)", begun, err)
	}
	must(t, file.ForgetOutcomes())
	must(t, file.SetBegun())
	if begun, err := file.Begun(); err != nil || !begun || len(outcomes(t, file)) > 0 {
		t.Errorf("begun is %v (%v), outcomes %v", begun, err, outcomes(t, file))
	}
}

var _ importer.Standings = (*sqlite.File)(nil)

func TestTakeUp_SharesTheRowsOfARunOutOverItsStages(t *testing.T) {
	t.Parallel()
	file := makeRun(t)
	intend(t, file, intent(2), intent(3))
	record(t, file, updated(0), ended(1, importer.NotAttempted), ended(3, importer.Unknown), ended(4, importer.Failed),
		ended(5, importer.Conflicted), ended(6, importer.Rejected), ended(7, importer.Failed))
	later := updated(8)
	later.ID = contactID(7)
	record(t, file, later)
	for stage, want := range map[importer.Stage][]int{
		importer.Unsettled: {2, 3}, importer.Remaining: {1, 9}, importer.RemainingAndFailed: {1, 4, 5, 9},
	} {
		var rows []importer.Entry
		for seq := range 10 {
			rows = append(rows, importer.Entry{
				Row: importer.Row{Seq: seq}, Edit: mapping.Edit{Values: []mapping.Value{{Field: "email", Text: "x"}}},
			})
		}
		got := []int{}
		entries := importer.NewResumption(context.Background(), file).TakeUp(&memory{rows}, stage)
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
