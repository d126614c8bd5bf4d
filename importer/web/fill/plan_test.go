package fill_test

import (
	"testing"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/fill"
	"bcimport/importer/web/table"
)

func TestChanges_TellsTheKindsOfChangesAndWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	all, err := table.New(t.TempDir(), table.Shape{Columns: 5, Facets: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	changes := []importer.Change{
		{Field: "email", After: "a@b.de"}, {Field: "email", Before: "a@b.de"}, {Field: "primaryPhoneNumber", Before: "+49 30 1234567", After: "+49301234567"},
		{Field: "city", Before: "Bonn", After: "Köln"},
	}
	err = fill.Changes(all, importer.CustomerContacts(), func(yield func(runs.PlannedChange, error) bool) {
		for i, c := range changes {
			if !yield(runs.PlannedChange{N: i, Row: importer.Outcome{Line: i + 2, Key: "CT1"}, Change: c}, nil) {
				return
			}
		}
	}, func(field string) string { return field })
	if err != nil {
		t.Fatal(err)
	}
	p, err := all.Page(t.Context(), table.Query{Sort: table.InOrder, Size: 10})
	if err != nil || len(p.Rows) != len(changes) {
		t.Fatalf("%+v, %v", p, err)
	}
	for i, want := range []string{fill.Filled, fill.Emptied, fill.Written, fill.Other} {
		if r := p.Rows[i]; r.Facets[fill.KindFacet] != want || !r.Ticked || r.Joined != (changes[i].Field == "city") {
			t.Errorf("%+v is %+v", changes[i], r)
		}
	}
}
