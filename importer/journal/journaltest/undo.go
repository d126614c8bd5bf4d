package journaltest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping"
)

func (s suite) undoGivesEachContactOnceInTheOrderOfItsFirstLine(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	on := func(id int, o importer.Outcome, changes ...importer.Change) importer.Outcome {
		o.ID, o.Changes = ContactID(id), changes
		return o
	}
	cut := Intent(6)
	cut.ID = ContactID(3)
	Intend(t, file, cut)
	Record(t, file,
		on(2, Updated(0), change("email", "a", "b", false), change("lastName", "L", "M", false)),
		on(1, Updated(1), change("email", "x", "y", false)),
		on(2, Updated(2), change("email", "b", "c", false), change("lastName", "M", "L", false)),
		on(1, ended(3, importer.Unknown), change("email", "y", "z", true)),
		ended(4, importer.Rejected), on(4, ended(5, importer.Conflicted), change("firstName", "f", "g", false)))
	entries := func(fields ...string) []string {
		var got []string
		for e, err := range file.UndoEntries(importer.CustomerContacts(), fields) {
			must(t, err)
			contact := 0
			for ContactID(contact) != e.Locator.ID {
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

func (s suite) undoFoldsInTheOrderInWhichTheRunWrote(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, s.Create(folder, About(), nil))
	file := s.openRun(t, folder)
	write := func(seq int, before, after string) {
		in, o := Intent(seq), Updated(seq)
		in.ID, o.ID = ContactID(1), ContactID(1)
		in.Changes = []importer.Change{change("email", before, after, false)}
		o.Changes = in.Changes
		Intend(t, file, in)
		Record(t, file, o)
	}
	write(1, "a", "b")
	must(t, file.Close())
	file = s.openRun(t, folder)
	must(t, file.Begin(func() importer.Spent { return importer.Spent{} }))
	write(0, "b", "c") // had failed, and was tried again
	var got []string
	for e, err := range file.UndoEntries(importer.CustomerContacts(), nil) {
		must(t, err)
		got = append(got, fmt.Sprintf("%s of %q", e.Edit.Values[0].Text, e.Baseline[0].Texts))
	}
	if want := []string{`a of ["c"]`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func (s suite) createKeepsWhichWritesMayYetLand(t *testing.T) {
	t.Parallel()
	undone := s.makeRun(t)
	lost := ended(0, importer.Unknown, change("email", "a", "b", true))
	cut := Intent(1)
	Intend(t, undone, Intent(0), cut)
	Record(t, undone, lost)
	folder := t.TempDir()
	must(t, s.Create(folder, About(), undone.UndoEntries(importer.CustomerContacts(), nil)))
	must(t, undone.Close())
	entries, err := s.openRun(t, folder).Entries(t.Context(), 0, 9)
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

func (s suite) createKeepsWhatAnUndoPutsBack(t *testing.T) {
	t.Parallel()
	undone := s.makeRun(t)
	Record(t, undone, Updated(0), Updated(1), Updated(2))
	folder := t.TempDir()
	must(t, s.Create(folder, About(), undone.UndoEntries(importer.CustomerContacts(), nil)))
	must(t, undone.Close())
	file := s.openRun(t, folder)
	a, err := file.About()
	must(t, err)
	if a.Input.Rows != 3 {
		t.Errorf("the undo has %d rows", a.Input.Rows)
	}
	entries := pipeline.Recorded(t.Context(), file, importer.CustomerContacts())
	for seq := range 3 {
		e, err := entries.Next()
		must(t, err)
		o := Updated(seq)
		if e.Row.Seq != seq || e.Row.Line != o.Line || e.Locator.ID != o.ID || e.Edit.Key != o.Key || !e.FieldByField ||
			e.Edit.Values[0] != (mapping.Value{Field: "email", Text: "old@example.com"}) || e.Baseline[0].Texts[0] != "new@example.com" {
			t.Errorf("entry %d is %+v", seq, e)
		}
	}
	if _, err := entries.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v at the end", err)
	}
}
