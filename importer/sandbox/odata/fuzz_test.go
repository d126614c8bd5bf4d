package odata

import (
	"encoding/json"
	"testing"
)

func FuzzFilter_IsReadOrRefused(f *testing.F) {
	for _, seed := range []string{"", "email eq 'a''b'", "(id eq x or id eq y) and email eq ''", "email in ('a','b')", "email in (", "((((", "'", "or and eq )", "startswith(email,'a') and email lt 'b'", "contains(", "id ge 1"} {
		f.Add(seed)
	}
	set := &EntitySet[struct{}]{Name: "people", Entity: "person", Columns: []Column[struct{}]{
		{Name: "id", Kind: EdmGUID, Filterable: true}, {Name: "email", Kind: EdmString, Filterable: true}, {Name: "firm", Kind: EdmString},
	}}
	f.Fuzz(func(t *testing.T, text string) {
		clauses, err := set.parseFilter(text, true)
		if err == nil && text != "" && len(clauses) == 0 {
			for _, c := range text {
				if c != ' ' {
					t.Fatalf("%q was read as no filter at all", text)
				}
			}
		}
	})
}

func FuzzCursor_ReadsOnlyJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,true,null,"\u00e4\\"]}`, `[]`, `{}`, `"\x`, `[1,]`, `{"a" 1}`, `01`, "\"\x80\"", ` 7 `, "", `[[[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := &cursor{text: text}
		_, ok := c.value()
		if ok = ok && c.end(); ok && !json.Valid(text) {
			t.Fatalf("%q was read and is not JSON", text)
		}
		if !ok && json.Valid(text) && len(text) < maxDepth {
			t.Fatalf("%q is JSON and was not read", text)
		}
	})
}
