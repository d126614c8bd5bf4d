package draft_test

import (
	"errors"
	"strings"
	"testing"

	"bcimport/mapping/draft"
	"bcimport/mapping/entity"
)

// FuzzDraft: whatever a person brings, reading it keeps it, and a change is either made, so
// that the text can be read again, or refused.
func FuzzDraft(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text, "lastName", "a: b")
	}
	for _, text := range []string{
		"key: [a, {b: c}]\nfields:\n  email: &x y\n", "? a\n: b\n", "{fields: {email: {}}, key: {column: 'a'}}", "fields:\n- a\n- b\n", "fields: |\n  email: x\n",
		"---\nversion: 1\n...\n", "a: \"x\n  y\"\nfields:\n  email: x\n   y\n", "fields:\n  email:\n    values: {a: b, # c\n      d: e}\n", "# unsure: x\n# key: {column: \"a\", match: id}\n", "key:\nfields: # none\n",
		"fields:\n  email: ~\n  lastName: null # x\n", "fields:\n\temail: x\n", "\"fields\" : {email : x}\n", "fields: {email: x,}\n", "fields:\n  email: x #\n#\n", "  # withheld: a\n  # column \"b\" is not used\n",
	} {
		f.Add(text, "email", "#")
	}
	f.Fuzz(func(t *testing.T, text, field, value string) {
		d, err := draft.Parse(text)
		if err != nil {
			return
		}
		if got := d.String(); got != text {
			t.Fatalf("%q becomes %q", text, got)
		}
		if value = strings.ToValidUTF8(value, ""); field == "" {
			return
		}
		field = strings.ToValidUTF8(field, "")
		d.Suggestions()
		d.Questions()
		d.PathAt(3)
		for _, change := range []func() (draft.Edit, error){
			func() (draft.Edit, error) { return d.Set(draft.Text(value), "fields", field) },
			func() (draft.Edit, error) { return d.Set(draft.List(value, "x"), "fields", field, "transform") },
			func() (draft.Edit, error) {
				return d.Set(draft.Pairs(draft.Pair{From: value, To: field}), "fields", field, "values")
			},
			func() (draft.Edit, error) { return d.Remove("fields", field) },
			func() (draft.Edit, error) { return d.Assign(value, &entity.Field{Name: field}) },
			func() (draft.Edit, error) { return d.Drop(value) },
			func() (draft.Edit, error) { return d.SetKey(value, "id") },
			func() (draft.Edit, error) { return d.SetFormat("true", value) },
			func() (draft.Edit, error) { return d.SetEntity("items") },
			func() (draft.Edit, error) { return d.TakeRegion(field) },
		} {
			changed, err := change()
			if errors.Is(err, draft.ErrByHand) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			again, err := draft.Parse(changed.String())
			if err != nil || again.String() != changed.String() {
				t.Fatalf("%q becomes %q: %v", text, changed, err)
			}
		}
	})
}
