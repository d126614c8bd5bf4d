package page

import (
	"html/template"
	"slices"

	"bcimport/importer"
)

// Bounds of the changes shown.
const (
	maxChanges  = 1000
	changeBytes = 700_000
	maxFields   = 40
)

// newChanges returns the table of changes, which holds none where values are left out.
func newChanges(about importer.About) cappedTable {
	if about.Options.NoValues {
		return cappedTable{}
	}
	return cappedTable{most: maxChanges, room: changeBytes}
}

// changeRow is one field of one row.
type changeRow struct {
	Line   int
	Key    string
	Called string // what people call its record
	Field  string // what people call it, API by its own name
	API    string
	Before []segment
	After  []segment
	Status importer.Status
	Open   bool // the outcome of the write is unknown
}

func newChangeRow(o importer.Outcome, c importer.Change, field string) changeRow {
	row := changeRow{
		Line: o.Line, Key: short(o.Key, maxName), Called: short(o.Called(), maxName), Field: short(field, maxName), API: short(c.Field, maxName), Status: o.Status, Open: c.Open,
	}
	row.Before, row.After = diff(c.Before, c.Left())
	return row
}

func (p *Page) addChanges(o importer.Outcome) error {
	for _, c := range o.Changes {
		p.fields.count(c.Field)
		err := p.changes.put(func() (template.HTML, error) { return p.render("change row", newChangeRow(o, c, p.called(c.Field))) })
		if err != nil {
			return err
		}
	}
	return nil
}

// fields counts changes by field, in the order in which the fields first occur; those
// beyond maxFields are not counted.
type fields []fieldCount

type fieldCount struct {
	Name    string
	Called  string // by people
	Changes int
}

func (f *fields) at(name string) *fieldCount {
	i := slices.IndexFunc(*f, func(c fieldCount) bool { return c.Name == name })
	if i < 0 {
		if len(*f) >= maxFields {
			return nil
		}
		i = len(*f)
		*f = append(*f, fieldCount{Name: name})
	}
	return &(*f)[i]
}

func (f *fields) count(name string) {
	if c := f.at(name); c != nil {
		c.Changes++
	}
}

// see records fields that failures are about.
func (f *fields) see(names []string) {
	for _, name := range names {
		f.at(name)
	}
}
