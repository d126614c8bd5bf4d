package importer

import (
	"testing"
)

func TestUndo_FoldsRowsIntoWhatPutsAContactBack(t *testing.T) {
	t.Parallel()
	change := func(field, before, after string) Change { return Change{Field: field, Before: before, After: after} }
	open := Change{Field: "email", Before: "b", After: "c", Open: true}
	stored := Change{Field: "firstName", Before: "x", After: "y ", Stored: "y", Differs: true}
	var u Undo
	u.Add(Outcome{Line: 4, Key: "K", ID: "c", Changes: []Change{change("email", "a", "b"), stored}}, nil)
	u.Add(Outcome{Line: 9, Key: "other key", ID: "c", Changes: []Change{open, change("lastName", "L", "M")}}, nil)
	u.Add(Outcome{Line: 12, Key: "K", ID: "c", Changes: []Change{change("lastName", "M", "L")}}, nil)
	e, any := u.Entry(CustomerContacts(), 3, nil)
	if !any || e.Row.Line != 4 || e.Row.Seq != 3 || e.Edit.Key != "K" || e.Locator.ID != "c" || len(e.Edit.Values) != 2 {
		t.Fatalf("entry is %+v", e)
	}
	for field, texts := range map[string][]string{"email": {"b", "c"}, "firstName": {"y", "y "}} {
		for _, text := range []string{"a", "b", "c", "x", "y", "y "} {
			want := false
			for _, w := range texts {
				want = want || w == text
			}
			if got := e.Baseline.Allows(CustomerContacts(), field, text); got != want {
				t.Errorf("%s may hold %q: %v, want %v", field, text, got, want)
			}
		}
	}
	if e, any := u.Entry(CustomerContacts(), 0, []string{"lastName"}); any {
		t.Errorf("a field that the run left as it was is put back: %+v", e)
	}
}
