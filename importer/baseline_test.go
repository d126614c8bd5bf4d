package importer

import (
	"testing"
)

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
		got := [2]bool{base.Allows(CustomerContacts(), "email", test.held[0]), base.Allows(CustomerContacts(), "firstName", test.held[1])}
		if got != test.allowed || moved != test.moved {
			t.Errorf("%s: allows %v, moved %v: %+v", name, got, moved, base)
		}
	}
}
