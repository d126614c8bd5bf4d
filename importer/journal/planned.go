package journal

import (
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// plan takes the fields of an entry of an approved plan.
func (x *edit) plan(e importer.Entry) {
	for i, v := range e.Edit.Values {
		x.Fields = append(x.Fields, restore{
			Field: v.Field, Holds: []string{e.Edit.Base[i].Text}, Before: v.Text,
			Exact: slices.Contains(e.Edit.Exact, v.Field), Whole: slices.Contains(e.Whole, v.Field),
		})
	}
}

// planned gives an entry the fields of a plan: each holds the value of the plan, or what
// this run itself has left there since.
func (x edit) planned(e importer.Entry) importer.Entry {
	for _, f := range x.Fields {
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: f.Field, Text: f.Before})
		for _, text := range f.Holds {
			e.Edit.Base = append(e.Edit.Base, mapping.Value{Field: f.Field, Text: text})
		}
		if f.Exact {
			e.Edit.Exact = append(e.Edit.Exact, f.Field)
		}
		if f.Whole {
			e.Whole = append(e.Whole, f.Field)
		}
	}
	e.NotAccepted = len(x.Fields) == 0
	return e
}
