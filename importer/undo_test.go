package importer

import (
	"slices"
	"testing"

	"bcimport/mapping"
)

func TestUndo_FoldsRowsIntoWhatPutsAContactBack(t *testing.T) {
	t.Parallel()
	change := func(field, before, after string) Change { return Change{Field: field, Before: before, After: after} }
	open := Change{Field: "email", Before: "b", After: "c", Open: true}
	stored := Change{Field: "firstName", Before: "x", After: "y ", Stored: "y", Differs: true}
	var u Undo
	u.Add(Outcome{Line: 4, Key: "K", ID: "c", Changes: []Change{change("email", "a", "b"), stored}}, nil, nil)
	u.Add(Outcome{Line: 9, Key: "other key", ID: "c", Changes: []Change{open, change("lastName", "L", "M")}}, nil, nil)
	u.Add(Outcome{Line: 12, Key: "K", ID: "c", Changes: []Change{change("lastName", "M", "L")}}, nil, nil)
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

// TestUndo_PutsBackWhatAnOpenWriteMayHaveCleared: a country whose write may have landed has
// cleared the city with it, whether the run had written that before or not.
func TestUndo_PutsBackWhatAnOpenWriteMayHaveCleared(t *testing.T) {
	t.Parallel()
	customers := set(t, "customers")
	open := func(field string) Outcome {
		return Outcome{ID: "c", Status: Unknown, Changes: []Change{{Field: field, Before: "AT", After: "DE", Open: true}}}
	}
	seen := []mapping.Value{{Field: "country", Text: "AT"}, {Field: "city", Text: "Wien"}, {Field: "displayName", Text: "Adatum"}}
	wrote := Outcome{ID: "c", Status: Updated, Changes: []Change{{Field: "city", Before: "Graz", After: "Wien"}}}
	later := Outcome{ID: "c", Status: Updated, Changes: []Change{{Field: "city", Before: "", After: "Linz"}}}
	for name, c := range map[string]struct {
		rows          []Outcome
		back          string
		holds, theirs []string
	}{
		"not written":    {[]Outcome{open("country")}, "Wien", []string{""}, []string{"Linz"}},
		"written before": {[]Outcome{wrote, open("country")}, "Graz", []string{"", "Wien"}, []string{"Linz"}},
		"written since":  {[]Outcome{wrote, open("country"), later}, "Graz", []string{"Linz"}, []string{"", "Wien"}},
		"another field":  {[]Outcome{wrote, open("displayName")}, "Graz", []string{"Wien"}, []string{""}},
	} {
		var u Undo
		for i, o := range c.rows {
			u.Add(o, map[string]int64{o.Changes[0].Field: int64(i)}, seen)
		}
		e, _ := u.Entry(customers, 0, nil)
		if !slices.Contains(e.Edit.Values, mapping.Value{Field: "city", Text: c.back}) {
			t.Errorf("%s: what is put back is %+v", name, e.Edit.Values)
		}
		for _, text := range append(slices.Clone(c.holds), c.theirs...) {
			if got, want := e.Baseline.Allows(customers, "city", text), slices.Contains(c.holds, text); got != want {
				t.Errorf("%s: %q is the run's: %v, want %v", name, text, got, want)
			}
		}
	}
}
