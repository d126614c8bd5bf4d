package journaltest

import (
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

// failed is a row that did not succeed and whose record's number is unknown.
func failed(seq int, status importer.Status) importer.Outcome {
	o := Updated(seq)
	o.Status, o.Code, o.Message, o.Changes = status, "some_code", mapping.PlainMessage("Do this."), nil
	return o
}

func (s suite) namesAreKeptWithTheRow(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	o := Updated(0)
	o.Name, o.Number = "Anna Berg", "CT000123"
	Record(t, file, o)
	if got := Outcomes(t, file)[0]; got.Name != o.Name || got.Number != o.Number {
		t.Errorf("got %q, %q", got.Name, got.Number)
	}
	left, err := file.Unfinished(t.Context(), 0, 1)
	must(t, err)
	if left[0].Name != o.Name || left[0].Number != o.Number {
		t.Errorf("a resumption gets %+v", left[0])
	}
}

func (s suite) namelessOnlyFailuresWhoseRecordIsKnown(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	numbered, noID := failed(2, importer.Conflicted), failed(3, importer.Invalid)
	numbered.Number, noID.ID = "CT1", ""
	Record(t, file, Updated(0), failed(1, importer.Conflicted), numbered, noID, failed(4, importer.Rejected),
		failed(5, importer.NotFound), failed(6, importer.Unknown), failed(7, importer.Ambiguous))
	var got []int
	for after := -1; ; {
		block, err := file.Nameless(t.Context(), after, 2)
		must(t, err)
		if len(block) == 0 {
			break
		}
		for _, r := range block {
			got, after = append(got, r.Seq), r.Seq
			if r.ID != ContactID(r.Seq) {
				t.Errorf("row %d is of %s", r.Seq, r.ID)
			}
		}
	}
	if want := []int{1, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
}

func (s suite) nameANameThatWasReadStays(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	read := failed(0, importer.Conflicted)
	read.Name = "Anna Berg"
	Record(t, file, read, failed(1, importer.Invalid))
	must(t, file.Name(t.Context(), []int{0, 1}, []importer.Person{{Key: "CT0", Name: "A. Berg"}, {Key: "CT1", Name: "Bo Lund"}}))
	got := Outcomes(t, file)
	if got[0].Name != "Anna Berg" || got[0].Number != "CT0" || got[1].Name != "Bo Lund" || got[1].Number != "CT1" {
		t.Errorf("got %q %q, %q %q", got[0].Name, got[0].Number, got[1].Name, got[1].Number)
	}
}

func (s suite) undoKeepsWhatPeopleCallTheRecord(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	o := Updated(0)
	o.Name, o.Number = "Anna Berg", "CT000123"
	Record(t, file, o)
	folder := t.TempDir()
	must(t, s.Create(folder, About(), file.UndoEntries(importer.CustomerContacts(), nil)))
	undo := s.openRun(t, folder)
	entries, err := undo.Entries(t.Context(), 0, 10)
	must(t, err)
	if len(entries) != 1 || entries[0].Name != o.Name || entries[0].Number != o.Number {
		t.Errorf("entries %+v", entries)
	}
	if got := Outcomes(t, undo)[0]; got.Name != o.Name || got.Number != o.Number {
		t.Errorf("a row that was never reached: %+v", got)
	}
}
