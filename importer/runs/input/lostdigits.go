package input

import (
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/reports/lines"
)

// phoneColumn is a column of phone numbers in a workbook, where those that a spreadsheet took
// for numbers lost the + or 0 at their beginning.
type phoneColumn struct {
	at      int // of the cell in a row
	bare    int // cells that hold numbers
	written int // texts that begin with + or 0, as the others did
	first   string
	line    int // of the first bare one
}

// shortestPhone is the number of digits from which a number may be a phone number that was
// written in full.
const shortestPhone = 8

// phoneColumns are the columns that a mapping takes for phone numbers.
func phoneColumns(m *mapping.Mapping, columns *mapping.Bound) []phoneColumn {
	var all []phoneColumn
	for i := range m.Fields {
		if f, _ := m.Entity.Field(m.Fields[i].Name); f.Purpose == entity.Phone {
			for _, at := range columns.Sources(f.Name) {
				all = append(all, phoneColumn{at: at})
			}
		}
	}
	return all
}

func (c *phoneColumn) count(r importer.Row) {
	if c.at < 0 || c.at >= len(r.Record) {
		return
	}
	cell := mapping.TrimBlank(r.Record[c.at])
	switch {
	case c.at >= len(r.Numeric) || !r.Numeric[c.at]:
		if strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "0") {
			c.written++
		}
	case len(cell) >= shortestPhone:
		if c.bare++; c.bare == 1 {
			c.first, c.line = strings.Clone(cell), r.Line
		}
	}
}

// remarkPhones tells of columns where some phone numbers are written in full, and some are
// numbers that cannot be. That all are numbers is usual in countries without a leading 0.
func (in *File) remarkPhones(note func(Note)) {
	for _, c := range in.phones {
		if c.bare == 0 || c.written == 0 {
			continue
		}
		column := lines.Line(in.file.Header()[c.at])
		text := phrase.New("column %q has 1 number where others are texts, %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter it again", column, c.first, c.line)
		if c.bare > 1 {
			text = phrase.New("column %q has %d numbers where others are texts, such as %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter them again", column, c.bare, c.first, c.line)
		}
		note(Note{NotePhones, Warning, importer.NewHint("%s: %s", in.Name, text), true})
	}
}
