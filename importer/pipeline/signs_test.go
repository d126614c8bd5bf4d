package pipeline

import (
	"slices"
	"testing"
	"testing/synctest"

	"bcimport/importer"
)

// TestRun_LookAlikesOfOtherUsersAndLostWrites: another user's edit that nobody sees is no
// edit, and a lost write is settled by what it changed; where every sign counts, a value
// that looks like the wanted one is another's.
func TestRun_LookAlikesOfOtherUsersAndLostWrites(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		exact            bool
		before, want     string
		write            mishap // of the first write
		theirs           string // another's value, left when the contact is read after that; empty: none
		status           importer.Status
		holds            string
		writes, attempts int
	}{
		"lost, nothing landed":                     {false, "x", "a", lostFirst, "", importer.Updated, "a", 2, 2},
		"lost and landed":                          {false, "x", "a", lostDone, "", importer.Updated, "a", 1, 1},
		"lost, another left its look-alike":        {false, "x", "a", lostFirst, "a ", importer.Updated, "a ", 1, 1},
		"lost, another changed blanks":             {false, "x", "a", lostFirst, "x ", importer.Updated, "a", 2, 2},
		"lost, another changed it":                 {false, "x", "a", lostFirst, "y", importer.Conflicted, "y", 1, 1},
		"exact, lost, nothing landed":              {true, "a", "a ", lostFirst, "", importer.Updated, "a ", 2, 2},
		"exact, lost and landed":                   {true, "a", "a ", lostDone, "", importer.Updated, "a ", 1, 1},
		"exact, lost, another left its look-alike": {true, "x", "a ", lostFirst, "a", importer.Conflicted, "a", 1, 1},
		"exact, lost, another changed blanks":      {true, "x", "a", lostFirst, "x ", importer.Conflicted, "x ", 1, 1},
		"exact, lost, another left the very value": {true, "x", "a ", lostFirst, "a ", importer.Updated, "a ", 1, 1},
		"another changed blanks before the write":  {false, "x", "a", meddled, "x ", importer.Updated, "a", 2, 2},
		"exact, the same":                          {true, "x", "a", meddled, "x ", importer.Conflicted, "x ", 1, 1},
		"nothing that anybody sees":                {false, "a", "a\u00a0", fine, "", importer.Unchanged, "a", 0, 0},
		"exact, nothing that anybody sees":         {true, "a", "a\u00a0", fine, "", importer.Updated, "a\u00a0", 1, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("c")
			b.contacts.apply("c", []importer.Change{{Field: "lastName", After: c.before}}, -1)
			wrote, left := false, c.theirs == ""
			b.contacts.other = func(string, int) importer.Change { return importer.Change{Field: "lastName", After: c.theirs} }
			b.contacts.mishap = func(op, _ string, _ int) mishap {
				switch {
				case op == "write" && !wrote:
					wrote = true
					left = left || c.write == meddled
					return c.write
				case op == "read" && wrote && !left:
					left = true
					return meddled
				}
				return fine
			}
			e := row(0, "c", "lastName", c.want)
			if c.exact {
				e.Edit.Exact = []string{"lastName"}
			}
			if err := b.run(t.Context(), e); err != nil {
				t.Fatal(name, err)
			}
			b.sound(t)
			o, holds := b.journal.outcomes[0], b.contacts.now("c").values["lastName"]
			if o.Status != c.status || holds != c.holds || b.contacts.writes != c.writes || o.Attempts != c.attempts {
				t.Errorf("%s: %s after %d writes, %d attempts, holds %q: %s", name, o.Status, b.contacts.writes, o.Attempts, holds, o.Message)
			}
		})
	}
}

// TestUndo_PutsBackEverySign: what a run changed of what nobody sees stands there again.
func TestUndo_PutsBackEverySign(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("c")
		b.contacts.apply("c", []importer.Change{{Field: "lastName", After: "a "}, {Field: "primaryPhoneNumber", After: "030 23125867"}}, -1)
		e := row(0, "c", "lastName", "a", "primaryPhoneNumber", "+49 30 23125867")
		e.Edit.Exact = []string{"lastName", "primaryPhoneNumber"}
		if err := b.run(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Updated)
		rows := undoEntries(importer.CustomerContacts(), b.journal, 1)
		b.journal = newFakeJournal()
		b.Journal, b.contacts.journal = b.journal, b.journal
		if err := b.Run(t.Context(), len(rows), &fakeEntries{rows: rows}); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		if got := b.contacts.now("c").values; !slices.Equal([]string{got["lastName"], got["primaryPhoneNumber"]}, []string{"a ", "030 23125867"}) {
			t.Errorf("holds %q", got)
		}
	})
}
