// Package formats finds out from the cells of a column how a file writes its values: the
// decimal mark, the order of a date, the words of a truth value. It judges and reads
// nothing: what it finds goes into entity.Formats, and what it doubts is for a person to
// say. Start at Column.
package formats

import "bcimport/mapping/entity"

// State is how sure a Finding is.
type State int

// The states.
const (
	// Unseen: every cell is read alike whatever the format.
	Unseen State = iota
	// Sure: cells are read in one format alone, and every other cell in it as well.
	Sure
	// Ambiguous: several formats read every cell, and not alike.
	Ambiguous
	// Mixed: there is no format in which every cell is read that is read in some.
	Mixed
)

// Finding is what the cells of a column say of their format.
type Finding struct {
	Type  entity.Type
	State State
	// Decimal is the decimal mark of numbers where it is sure, else 0.
	Decimal rune
	// Date is the pattern of dates where it is sure, else empty.
	Date string
	// Patterns are those that a person can choose from: of an ambiguous column those that
	// read every cell.
	Patterns []string
	// Words are those of a boolean, in the order in which they came.
	Words []Word
	// MoreWords reports whether there were more than Words holds.
	MoreWords bool
	// Examples are cells that show the doubt: where it is ambiguous the first that can be
	// read in several ways, where it is mixed one for each format.
	Examples []Example
}

// Formats returns what is sure, for entity.Field.Parse.
func (f Finding) Formats() entity.Formats {
	return entity.Formats{Decimal: f.Decimal, Date: f.Date}
}

// Example is a cell with its line and what it may be, as canonical texts.
type Example struct {
	Line     int
	Cell     string
	Readings []string
}

// mostExamples bounds the examples of a finding.
const mostExamples = 3

// Column finds the formats of one column. It takes constant memory whatever it is fed. It
// is not safe for concurrent use.
type Column struct {
	kind     entity.Type
	numbers  *numbers
	dates    *dates
	booleans *booleans
}

// NewColumn returns a column of cells for a field. Only numbers, dates and booleans have
// formats to find.
func NewColumn(field entity.Field) *Column {
	c := &Column{kind: field.Type}
	switch field.Type {
	case entity.Number, entity.Integer:
		c.numbers = new(numbers)
	case entity.Date:
		c.dates = newDates()
	case entity.Boolean:
		c.booleans = new(booleans)
	}
	return c
}

// Add takes the next cell, which is trimmed and not blank. A cell that is no value in any
// format is passed over: reading it will say so.
func (c *Column) Add(line int, cell string) {
	switch {
	case c.numbers != nil:
		c.numbers.add(line, cell)
	case c.dates != nil:
		c.dates.add(line, cell)
	case c.booleans != nil:
		c.booleans.add(line, cell)
	}
}

// Finding returns what the cells so far say.
func (c *Column) Finding() Finding {
	var f Finding
	switch {
	case c.numbers != nil:
		f = c.numbers.finding()
	case c.dates != nil:
		f = c.dates.finding()
	case c.booleans != nil:
		f = c.booleans.finding()
	}
	f.Type = c.kind
	return f
}

// kept returns a cell as an example keeps it: a long one is cut, and the line of the file
// that it is a part of can go.
func kept(cell string) string {
	const most = 60
	n := 0
	for i := range cell {
		if n == most {
			return cell[:i] + "…"
		}
		n++
	}
	return string([]byte(cell))
}
