package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/formats"
	"bcimport/mapping/spelling"
)

// Undetected reports whether there are columns whose formats the mapping does not say, so
// that they are to be found in the file.
func (b *Bound) Undetected() bool {
	return slices.ContainsFunc(b.fields, func(f boundField) bool { return f.undetected() })
}

// undetected reports whether a field needs formats that nobody said.
func (f *boundField) undetected() bool {
	switch f.Of.Type {
	case entity.Number, entity.Integer:
		return f.formats.Decimal == 0
	case entity.Date:
		return f.formats.Date == ""
	case entity.Boolean:
		return len(f.formats.True) == 0 && len(f.formats.False) == 0
	}
	return false
}

// Detect finds the formats that the mapping does not say in the records that next hands
// out, and returns a copy that has them. The error is Problems: every column that can be
// read in several ways, or whose cells have different forms.
func (b *Bound) Detect(next func() (record []string, line int, ok bool)) (*Bound, error) {
	d := b.Detector()
	for {
		record, line, ok := next()
		if !ok {
			return d.Bound()
		}
		d.Add(record, nil, line)
	}
}

// Detector finds formats in one pass over the records of a file, in bounded memory. It is
// for one goroutine.
type Detector struct {
	bound   *Bound
	columns []undetectedColumn
}

// undetectedColumn is what the cells of a field are found to be.
type undetectedColumn struct {
	field int
	found *formats.Column
}

// Detector begins a pass.
func (b *Bound) Detector() *Detector {
	d := &Detector{bound: b}
	for i := range b.fields {
		if f := &b.fields[i]; f.undetected() {
			d.columns = append(d.columns, undetectedColumn{i, formats.NewColumn(*f.Of)})
		}
	}
	return d
}

// Add takes the next record, with what ApplyRow takes. The record is not kept.
func (d *Detector) Add(record []string, numeric []bool, line int) {
	from := row{record, numeric}
	var edit Edit // what is taken off cells is counted nowhere
	for _, c := range d.columns {
		f := &d.bound.fields[c.field]
		if isNumber(f.Of) && f.allNumeric(from) {
			continue
		}
		cell, refused := f.source(from, &edit)
		if refused != nil || IsBlank(cell) {
			continue
		}
		if text, _, refused := f.meant(cell, d.bound.clearWord); refused == nil && text != "" {
			c.found.Add(line, TrimBlank(text))
		}
	}
}

// Bound returns the mapping with the formats that were found.
func (d *Detector) Bound() (*Bound, error) {
	c := *d.bound
	c.fields = slices.Clone(d.bound.fields)
	var problems Problems
	for _, column := range d.columns {
		f := &c.fields[column.field]
		found := column.found.Finding()
		if wrong := found.Problem(); wrong != nil {
			problems = append(problems, Problem{
				File: c.file, Line: max(1, f.at.Line), Column: max(1, f.at.Column),
				Message: CellError{Message: ValueMessage(*wrong, f.where(), f.Name)}.Error() + suggestion(f, found),
			})
			continue
		}
		f.formats = merged(f.formats, found.Formats())
		f.ofSheet = f.forSheet()
	}
	if err := problems.Sorted(); err != nil {
		return nil, err
	}
	return &c, nil
}

// merged adds formats that were found to those that the mapping says.
func merged(said, found entity.Formats) entity.Formats {
	if said.Decimal == 0 {
		said.Decimal = found.Decimal
	}
	if said.Date == "" {
		said.Date = found.Date
	}
	return said
}

// suggestion names the line of YAML that settles a finding.
func suggestion(f *boundField, found formats.Finding) string {
	var lines []string
	switch {
	case isNumber(f.Of):
		lines = []string{`formats: {decimal: ","}`, `formats: {decimal: "."}`}
	case f.Of.Type == entity.Boolean:
		lines = []string{suggestedWords(found)}
	default:
		for _, pattern := range found.Patterns {
			lines = append(lines, "formats: {date: "+quotedPattern(pattern)+"}")
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return " Add to the mapping " + strings.Join(lines, " or ") + "."
}

// quotedPattern is a pattern as YAML has it in braces.
func quotedPattern(pattern string) string {
	if strings.ContainsAny(pattern, ", ") {
		return strconv.Quote(pattern)
	}
	return pattern
}

// suggestedWords puts the usual words of a column where they belong, and leaves the others
// to a person.
func suggestedWords(found formats.Finding) string {
	var yes, no, other []string
	for _, w := range found.Words {
		word := spelling.Quote(w.Text)
		switch w.Value {
		case "true":
			yes = append(yes, word)
		case "false":
			no = append(no, word)
		default:
			other = append(other, word)
		}
	}
	return fmt.Sprintf("formats: {true: [%s], false: [%s]} with %s where it belongs",
		strings.Join(yes, ", "), strings.Join(no, ", "), strings.Join(other, ", "))
}
