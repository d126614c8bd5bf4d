package profile

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
)

// documents are all sets that have a file or a part of one.
func documents(t *testing.T) []document {
	t.Helper()
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []document
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name != "references.yaml" && (len(documents) != 1 || documents[0].Set+".yaml" != name) {
			t.Errorf("%s does not describe the set that it is named after", name)
		}
		all = append(all, documents...)
	}
	return all
}

func TestFind_EverySetHasAProfile(t *testing.T) {
	t.Parallel()
	for _, set := range All() {
		if e, ok := Find(set); !ok || e.Set != set || e.One == "" || e.Many == "" || len(e.Name) == 0 || len(e.Keys) == 0 || !e.Builtin {
			t.Errorf("%s: %v, %+v", set, ok, e)
		}
	}
	for _, d := range documents(t) {
		if _, ok := Find(d.Set); !ok {
			t.Errorf("%s is described and not found", d.Set)
		}
	}
	for _, set := range []string{"", "salesOrders", "references", "publisher/group/v1.0/items", "../profile/items"} {
		if _, ok := Find(set); ok {
			t.Errorf("%q has a profile", set)
		}
	}
}

func TestFiles_UnknownKeysAreErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"set: a\nsete: b\n", "fields:\n  - name: a\n    lenght: 3\n", "order: {first: a}\n", "fields:\n  - name: a\n    members:\n      - nome: b\n"} {
		if _, err := parse([]byte(text)); err == nil {
			t.Errorf("read without an error: %s", text)
		}
	}
}

func TestFiles_EveryStatementHasItsSource(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		missing := func(what, source string) {
			if strings.TrimSpace(source) == "" {
				t.Errorf("%s: %s has no source", d.Set, what)
			}
		}
		missing("the set", d.Source)
		if len(d.Order.Fields) > 0 {
			missing("order", d.Order.Source)
		}
		if d.Copied.Text != "" {
			missing("copied", d.Copied.Source)
		}
		if len(d.Alternatives.Groups) > 0 {
			missing("alternatives", d.Alternatives.Source)
		}
		for _, r := range d.Refused {
			missing(r.Name, r.Source)
		}
		for i := range d.Fields {
			missing(d.Fields[i].Name, d.Fields[i].Source)
		}
	}
}

func TestFiles_NamesAreFieldsAndNoneTwice(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		var fields []string
		for i := range d.Fields {
			fields = append(fields, d.Fields[i].Name)
		}
		for _, r := range d.Refused {
			fields = append(fields, r.Name)
		}
		if slices.Sort(fields); len(slices.Compact(slices.Clone(fields))) != len(fields) {
			t.Errorf("%s names a field twice: %s", d.Set, fields)
		}
		named := slices.Concat(d.Keys, d.Name, d.Order.Fields, slices.Concat(d.Alternatives.Groups...))
		if d.Number != "" {
			named = append(named, d.Number)
		}
		for _, name := range named {
			// The number of a customer's contact is a field of contacts.
			if !slices.Contains(fields, name) && (d.Set != "customerContacts" || name != "number") {
				t.Errorf("%s: %s is no field", d.Set, name)
			}
		}
		for _, name := range d.Order.Settled {
			if !slices.Contains(d.Order.Fields, name) {
				t.Errorf("%s: %s is settled and not ordered", d.Set, name)
			}
		}
	}
}
