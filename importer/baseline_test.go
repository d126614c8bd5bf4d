package importer

import (
	"testing"
	"testing/synctest"

	"bcimport/mapping"
)

// named is a row that says which state of the contact it was made on.
func named(seq int, tag string, base []string, pairs ...string) Entry {
	e := row(seq, "c", pairs...)
	e.Edit.ETag = tag
	for i := 0; i < len(base); i += 2 {
		e.Edit.Base = append(e.Edit.Base, mapping.Value{Field: base[i], Text: base[i+1]})
	}
	return e
}

func TestGround_WhoMovedTheContactDecides(t *testing.T) {
	t.Parallel()
	ours := []Written{
		{ETagBefore: "1", ETagAfter: "2", Changes: []Change{{Field: "email", Before: "a", After: "b"}}},
		{Changes: []Change{{Field: "firstName", Before: "x", After: "y", Stored: "Y", Differs: true}}},
		{ETagBefore: "2", ETagAfter: "3", Changes: []Change{{Field: "email", Before: "b", After: "c"}}},
	}
	for name, test := range map[string]struct {
		entry   Entry
		current ETag
		held    [2]string // email and firstName as the contact holds them
		allowed [2]bool
		moved   bool
	}{
		"no eTag and no base: anything":           {named(0, "", nil, "email", "w", "firstName", "w"), "9", [2]string{"q", "q"}, [2]bool{true, true}, false},
		"the same eTag: anything":                 {named(0, "9", nil, "email", "w", "firstName", "w"), "9", [2]string{"q", "q"}, [2]bool{true, true}, false},
		"moved by this run alone: anything":       {named(0, "1", nil, "email", "w", "firstName", "w"), "3", [2]string{"q", "q"}, [2]bool{true, true}, false},
		"moved by others: only what is ours":      {named(0, "1", nil, "email", "w", "firstName", "w"), "4", [2]string{"c", "q"}, [2]bool{true, false}, true},
		"what was stored is ours, not what is":    {named(0, "1", nil, "email", "w", "firstName", "w"), "4", [2]string{"q", "Y"}, [2]bool{false, true}, true},
		"moved by others: the base value or ours": {named(0, "0", []string{"email", "a"}, "email", "w", "firstName", "w"), "4", [2]string{"a", "q"}, [2]bool{true, false}, true},
		"a base alone: that field alone":          {named(0, "", []string{"email", "a"}, "email", "w", "firstName", "w"), "4", [2]string{"q", "q"}, [2]bool{false, true}, false},
	} {
		base, moved := EstablishBaseline(test.entry, *holding(test.current), ours)
		got := [2]bool{base.Allows("email", test.held[0]), base.Allows("firstName", test.held[1])}
		if got != test.allowed || moved != test.moved {
			t.Errorf("%s: allows %v, moved %v: %+v", name, got, moved, base)
		}
	}
}

func TestRun_RowsOfOneContactThatNameTheSameETagDoNotCollide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("c")
		err := b.run(t.Context(),
			named(0, "v1", nil, "email", "a"), named(1, "v1", nil, "lastName", "L"), named(2, "v1", nil, "email", "b"), named(3, "v0", nil, "email", "x"), named(4, "v0", nil, "email", "b"))
		if err != nil {
			t.Fatal(err)
		}
		b.expect(t, Updated, Updated, Updated, Updated, Updated)
	})
}

func TestRun_RowWhoseContactOthersMovedIsAConflict(t *testing.T) {
	t.Parallel()
	for policy, want := range map[ConflictPolicy][]Status{
		Merge:     {Conflicted, Unchanged, Updated},
		Fail:      {Conflicted, Conflicted, Conflicted},
		Overwrite: {Updated, Updated, Updated},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("c")
			b.OnConflict = policy
			b.contacts.apply("c", []Change{{Field: "email", After: "theirs"}, {Field: "lastName", After: "old"}}, -1)
			err := b.run(t.Context(), named(0, "v1", nil, "email", "mine"), named(1, "v1", nil, "email", "theirs"),
				named(2, "v1", []string{"lastName", "old"}, "lastName", "new"))
			if err != nil {
				t.Fatal(err)
			}
			b.expect(t, want...)
		})
	}
}

func TestUndo_FoldsRowsIntoWhatPutsAContactBack(t *testing.T) {
	t.Parallel()
	change := func(field, before, after string) Change { return Change{Field: field, Before: before, After: after} }
	open := Change{Field: "email", Before: "b", After: "c", Open: true}
	stored := Change{Field: "firstName", Before: "x", After: "y ", Stored: "y", Differs: true}
	var u Undo
	u.Add(Outcome{Line: 4, Key: "K", ID: "c", Changes: []Change{change("email", "a", "b"), stored}}, nil)
	u.Add(Outcome{Line: 9, Key: "other key", ID: "c", Changes: []Change{open, change("lastName", "L", "M")}}, nil)
	u.Add(Outcome{Line: 12, Key: "K", ID: "c", Changes: []Change{change("lastName", "M", "L")}}, nil)
	e, any := u.Entry(3, nil)
	if !any || e.Row.Line != 4 || e.Row.Seq != 3 || e.Edit.Key != "K" || e.Locator.ID != "c" || len(e.Edit.Values) != 2 {
		t.Fatalf("entry is %+v", e)
	}
	for field, texts := range map[string][]string{"email": {"b", "c"}, "firstName": {"y", "y "}} {
		for _, text := range []string{"a", "b", "c", "x", "y", "y "} {
			want := false
			for _, w := range texts {
				want = want || w == text
			}
			if got := e.Baseline.Allows(field, text); got != want {
				t.Errorf("%s may hold %q: %v, want %v", field, text, got, want)
			}
		}
	}
	if e, any := u.Entry(0, []string{"lastName"}); any {
		t.Errorf("a field that the run left as it was is put back: %+v", e)
	}
}
