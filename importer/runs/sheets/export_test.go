package sheets

import (
	"slices"
	"testing"

	"bcimport/mapping/entity"
)

func TestHead_GivesEachColumnAHeadingOfItsOwn(t *testing.T) {
	t.Parallel()
	captions := []struct{ field, caption, want string }{
		{"displayName", "Beschreibung", "Beschreibung (displayName)"},
		{"firstPhone", "Telefon", "Telefon (firstPhone)"},
		{"secondPhone", "telefon", "telefon (secondPhone)"},
		{"number", "Number", "Number (number)"},
		{"before", "Beschreibung before", "Beschreibung before (before)"},
		{"formula", "=Summe", "Summe"},
		{"unnamed", "", "unnamed"},
	}
	set := &entity.Entity{}
	columns := make([]Column, len(captions))
	for i, c := range captions {
		f := entity.Field{Name: c.field}
		if c.caption != "" {
			f.Captions = []string{c.caption, "Other"}
		}
		set.Fields = append(set.Fields, f)
		columns[i].Field = &f
	}
	Head(columns, set)
	header := exportHeader(columns)
	for i, c := range captions {
		if header[3+i] != c.want {
			t.Errorf("%s is headed %q, want %q", c.field, header[3+i], c.want)
		}
	}
	slices.Sort(header)
	if len(slices.Compact(slices.Clone(header))) < len(header) {
		t.Errorf("headings twice in %q", header)
	}
}
