package pipeline

import (
	"testing"
	"testing/synctest"

	"bcimport/importer"
	"bcimport/mapping"
)

// failedRow is a row that a resumption tries again out of turn.
func failedRow(j *fakeJournal, e importer.Entry, status importer.Status, id string, changes ...importer.Change) importer.Entry {
	j.outcomes[e.Row.Seq] = importer.Outcome{Seq: e.Row.Seq, ID: id, Status: status, Code: "c", Message: mapping.PlainMessage("m"), Raw: []byte("raw"), Changes: changes}
	e.Unfinished = &importer.Unfinished{Seq: e.Row.Seq, ID: id, Status: status, Applied: changes}
	return e
}

func TestRun_RowWhoseLookupFailedKeepsWhatLaterRowsSet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		b.journal.resolved[importer.Lookup{By: "number", Key: "K"}] = importer.Found{Lookup: importer.Lookup{By: "number", Key: "K"}, Disposition: importer.Confirmed, IDs: []string{"a"}}
		b.journal.outcomes[5] = importer.Outcome{Seq: 5, ID: "a", Status: importer.Updated, Sets: []string{"email"}}
		all := failedRow(b.journal, numbered(0, "K", "email", "first"), importer.Failed, "")
		some := failedRow(b.journal, numbered(1, "K", "email", "first", "lastName", "L"), importer.Failed, "")
		if err := b.Run(t.Context(), 2, &fakeEntries{rows: []importer.Entry{all, some}}); err != nil {
			t.Fatal(err)
		}
		if o := b.journal.outcomes[0]; o.Status != importer.Failed {
			t.Errorf("a row all of whose fields were set since is %+v", o)
		}
		if o := b.journal.outcomes[1]; o.Status != importer.Updated || len(o.Changes) != 1 || o.Changes[0].Field != "lastName" {
			t.Errorf("a row one of whose fields was set since is %+v", o)
		}
	})
}

func TestRun_RowThatWaitsForAnUnknownOneKeepsItsEarlierOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		b.contacts.mishap = func(op, _ string, _ int) mishap {
			if op == "write" {
				return lostFirst
			}
			return fine
		}
		landed := importer.Change{Field: "email", Before: "x", After: "y"}
		conflict := failedRow(b.journal, row(0, "a", "email", "y", "firstName", "f"), importer.Conflicted, "a", landed)
		unsettled := row(1, "a", "email", "z")
		unsettled.Unfinished = &importer.Unfinished{Seq: 1, ID: "a", Attempts: 1, Open: true, Last: &importer.Intent{Seq: 1, Attempt: 1, ID: "a", ETag: "v1", Changes: []importer.Change{{Field: "email", After: "z"}}}}
		stops(t, b.Run(t.Context(), 2, &fakeEntries{rows: []importer.Entry{unsettled}}, &fakeEntries{rows: []importer.Entry{conflict}}), importer.ErrUnsettled)
		if o := b.journal.outcomes[0]; o.Status != importer.Conflicted || len(o.Changes) != 1 {
			t.Errorf("the row that waits is %+v, want its earlier outcome", o)
		}
		if o := b.journal.outcomes[1]; o.Status != importer.Unknown {
			t.Errorf("the row that it waits for is %+v", o)
		}
	})
}

func TestRun_RowThatIsFoundInPlaceClaimsALostAnswerWhereThereWasOne(t *testing.T) {
	t.Parallel()
	for found, code := range map[bool]string{false: "", true: "confirmed_by_reading"} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("a")
			b.contacts.history["a"] = []version{{values: map[string]string{"email": "y", "firstName": "f"}, by: -1}}
			landed := importer.Change{Field: "email", Before: "x", After: "y", Found: found}
			again := failedRow(b.journal, row(0, "a", "email", "y", "firstName", "f"), importer.Conflicted, "a", landed)
			if err := b.Run(t.Context(), 1, &fakeEntries{rows: []importer.Entry{again}}); err != nil {
				t.Fatal(err)
			}
			if o := b.journal.outcomes[0]; o.Status != importer.Updated || o.Code != code || b.contacts.writes > 0 {
				t.Errorf("outcome %+v after %d writes, want %q", o, b.contacts.writes, code)
			}
		})
	}
}
