package importer

import (
	"slices"

	"bcimport/mapping"
)

// Undo folds what a run did to one contact into the entry that puts it back:
// each field gets the value from before the run's first write to it, where it
// still holds what the run left. Rows are added in input order. It is pure; the
// zero value is ready.
type Undo struct {
	line   int
	key    string
	id     string
	fields []undone
}

// undone is one field that the run changed or may have changed.
type undone struct {
	field  string
	before string
	left   []string // what the run is known to have left, and what may have landed since
}

// Add takes the next row of the contact.
func (u *Undo) Add(o Outcome) {
	if u.fields == nil {
		u.line, u.key, u.id = o.Line, o.Key, o.ID
	}
	for _, c := range o.Changes {
		u.add(c)
	}
}

func (u *Undo) add(c Change) {
	i := slices.IndexFunc(u.fields, func(f undone) bool { return f.field == c.Field })
	if i < 0 {
		i, u.fields = len(u.fields), append(u.fields, undone{field: c.Field, before: c.Before})
	}
	f := &u.fields[i]
	if !c.Open {
		f.left = f.left[:0]
	}
	f.left = append(f.left, c.Left())
}

// Entry returns what puts the contact back, for the fields wanted (nil for all),
// and whether there is anything to put back.
func (u *Undo) Entry(seq int, wanted []string) (Entry, bool) {
	e := Entry{
		Row: Row{Seq: seq, Line: u.line}, Locator: Locator{ID: u.id},
		Edit: mapping.Edit{Key: u.key}, Baseline: Baseline{}, FieldByField: true,
	}
	for _, f := range u.fields {
		back := !slices.ContainsFunc(f.left, func(text string) bool { return !Same(f.field, text, f.before) })
		if back || wanted != nil && !slices.Contains(wanted, f.field) {
			continue
		}
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: f.field, Text: f.before})
		e.Baseline = append(e.Baseline, Expectation{f.field, slices.Clone(f.left)})
	}
	return e, len(e.Edit.Values) > 0
}
