package fill

import (
	"iter"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
	"bcimport/mapping/entity"
)

// What the table of a plan is filtered by: the field, and what kind of change it is.
const (
	FieldFacet = 0
	KindFacet  = 1
)

// The kinds of changes.
const (
	Filled  = "filled"  // the field was empty
	Emptied = "emptied" // it would be
	Written = "written" // the same, written differently
	Other   = "changed"
)

// PlanShape is that of the table of a plan.
func PlanShape() tables.Shape {
	return tables.Shape{Columns: []string{"key", "name", "field", "before", "after"}, Facets: []string{"only_field", "kind"}}
}

// Changes fills a table with the changes of a plan, of which all are accepted at first. called
// is what people call a field.
func Changes(t *table.Table, set *entity.Entity, changes iter.Seq2[runs.PlannedChange, error], called func(field string) string) error {
	for c, err := range changes {
		if err != nil {
			return err
		}
		err := t.Append(table.Row{
			Line: c.Row.Line, Cells: []string{c.Row.Key, c.Row.Called(), called(c.Field), c.Before, c.After},
			Facets: []string{c.Field, kindOfChange(set, c.Change)}, Ticked: true, Joined: importer.IsAddress(c.Field),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func kindOfChange(set *entity.Entity, c importer.Change) string {
	switch {
	case c.Before == "":
		return Filled
	case c.After == "":
		return Emptied
	case set != nil && importer.Same(set, c.Field, c.Before, c.After):
		return Written
	}
	return Other
}
