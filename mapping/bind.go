package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"bcimport/mapping/damage"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
	"bcimport/mapping/texts"
	"bcimport/mapping/yamlnode"
)

// Bound is a mapping whose columns have been found in one input's header. It
// does not change and is safe for concurrent use.
type Bound struct {
	file      string // of the mapping
	of        *entity.Entity
	key       Key
	keyHeader string
	keyIndex  int
	eTagIndex int // -1: there is none
	// decisionIndex is where a person settles conflicts; -1: nowhere
	decisionIndex int
	names         []string // of all columns, cleaned
	clearWord     string
	fields        []boundField
	wholeIndex    int      // of the whole name that is split into first and last; -1: none is
	exact         []string // fields whose invisible differences count
	guarded       []string // fields that must not be damaged forms of what the record holds
}

// boundField is a field with its cell's position and the rules of its kind.
type boundField struct {
	Field
	header     string // as the input spells it; several joined with " + "
	index      int    // of its cell, the first of several
	cells      []int  // of all its cells where they are several or an expression's
	base       int    // position of the base value's cell; -1: there is none
	baseHeader string // of the base value's column
	purpose    damage.Purpose
	length     int            // UTF-16 code units; 0 means no limit
	formats    entity.Formats // of its cells
	ofSheet    *boundField    // the same for cells that are numbers in a workbook; nil: no other
	codes      Codes          // the records that a lookup finds; nil: none are known
	codeLength int            // as length, of the codes of a lookup
	grouped    bool           // it is one of Entity.Order
}

// Bind finds the mapping's columns in a header. Names are compared without
// outer white space, no-break and zero-width spaces and line breaks; exactly,
// else without case if that leaves one. The error is Problems: every column
// that the header lacks or holds twice, at the place in the mapping file that
// names it. Columns that the mapping does not name are not judged.
func (m *Mapping) Bind(header []string) (*Bound, error) {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = CleanHeader(h)
	}
	var problems Problems
	find := func(column string, at yamlnode.Place) int {
		i, wrong := findColumn(names, column)
		if wrong.Format != "" {
			problems = append(problems, Problem{File: m.File, Line: max(1, at.Line), Column: max(1, at.Column), Message: wrong.String(), Said: wrong})
		}
		return i
	}
	b := &Bound{file: m.File, of: m.Entity, key: m.Key, clearWord: texts.Compose(m.ClearWord), fields: make([]boundField, len(m.Fields))}
	b.keyIndex = find(m.Key.Column, m.Key.at)
	b.eTagIndex = findOptional(m.ETag, find)
	b.decisionIndex = slices.Index(names, DecisionColumn)
	if n := len(positions(names, func(name string) bool { return name == DecisionColumn })); n > 1 {
		find(DecisionColumn, m.Key.at)
	}
	for i, f := range m.Fields {
		sources := f.sources()
		cells := make([]int, len(sources))
		for n, c := range sources {
			cells[n] = find(c.Name, c.at)
		}
		b.fields[i] = boundField{
			Field: f, index: cells[0], base: findOptional(f.Base, find), purpose: m.purposeOf(f.Of),
			length: f.Of.Length, formats: m.Formats, codeLength: codeLength(&f),
			grouped: m.Entity != nil && slices.Contains(m.Entity.Order, f.Name),
		}
		if f.Column == "" {
			b.fields[i].cells = cells
		}
		if f.Exact && f.Of.Type.IsText() {
			b.exact = append(b.exact, f.Name)
		}
		if !f.AcceptDamaged && f.Of.Type.IsText() {
			b.guarded = append(b.guarded, f.Name)
		}
	}
	if err := problems.Sorted(); err != nil {
		return nil, err
	}
	b.keyHeader, b.names = names[b.keyIndex], names
	b.wholeIndex = b.wholeName()
	for i := range b.fields {
		f := &b.fields[i]
		f.header = f.headerOf(names)
		if f.base >= 0 {
			f.baseHeader = names[f.base]
		}
		f.ofSheet = f.forSheet()
	}
	return b, nil
}

// headerOf joins the headers of the field's columns.
func (f *boundField) headerOf(names []string) string {
	if len(f.cells) < 2 {
		return names[f.index]
	}
	headers := make([]string, len(f.cells))
	for n, cell := range f.cells {
		headers[n] = names[cell]
	}
	return strings.Join(headers, " + ")
}

// wholeName is where the whole name stands of which firstName and lastName are parts;
// -1 where they are not parts of one cell.
func (b *Bound) wholeName() int {
	first, last := -1, -1
	for i := range b.fields {
		f := &b.fields[i]
		switch {
		case f.Split.At == "" || f.cells != nil:
		case f.Of.Purpose == entity.FirstName:
			first = f.index
		case f.Of.Purpose == entity.LastName:
			last = f.index
		}
	}
	if first != last {
		return -1
	}
	return first
}

// CleanHeader returns a header as it is compared and shown: on one line, without outer
// blanks and runs of them, composed, and without the apostrophe that failed.csv has
// before what looks like a formula.
func CleanHeader(header string) string {
	bare, _ := texts.Unquoted(texts.Folded(header))
	return bare
}

func findOptional(c Column, find func(column string, at yamlnode.Place) int) int {
	if c.Name == "" {
		return -1
	}
	return find(c.Name, c.at)
}

// Header returns the header of the column, or several joined, from which a field's
// text comes, as the input spells it; of "key" that of the key. Empty for a field
// that the mapping does not set.
func (b *Bound) Header(field string) string {
	switch {
	case field == "key":
		return b.keyHeader
	case field == DecisionColumn && b.decisionIndex >= 0:
		return DecisionColumn
	}
	for i := range b.fields {
		if b.fields[i].Name == field {
			return b.fields[i].header
		}
	}
	return ""
}

// Sources returns the positions of the cells from which a field's text comes; of
// "key" that of the key.
func (b *Bound) Sources(field string) []int {
	switch {
	case field == "key":
		return []int{b.keyIndex}
	case field == DecisionColumn && b.decisionIndex >= 0:
		return []int{b.decisionIndex}
	}
	for i := range b.fields {
		switch f := &b.fields[i]; {
		case f.Name != field:
		case f.cells != nil:
			return slices.Clone(f.cells)
		default:
			return []int{f.index}
		}
	}
	return nil
}

// Cells returns the positions of all cells that the mapping reads: those of the key,
// the eTag, the fields and their base values. A position may be there twice.
func (b *Bound) Cells() []int {
	cells := []int{b.keyIndex}
	for _, f := range b.fields {
		cells = append(append(cells, f.index, f.base), f.cells...)
	}
	cells = append(cells, b.eTagIndex)
	return slices.DeleteFunc(cells, func(i int) bool { return i < 0 })
}

// WithLengths returns a copy in which the fields named have these greatest
// lengths, in UTF-16 code units, in place of the built-in ones. Lengths below 1
// and fields that the mapping does not set are ignored.
func (b *Bound) WithLengths(lengths map[string]int) *Bound {
	c := *b
	c.fields = slices.Clone(b.fields)
	for i := range c.fields {
		if n := lengths[c.fields[i].Name]; n > 0 {
			c.fields[i].length = n
		}
	}
	return &c
}

// findColumn returns the position of a column, or a phrase that says why there
// is none.
func findColumn(names []string, column string) (int, phrase.Phrase) {
	column = CleanHeader(column)
	found := positions(names, func(name string) bool { return name == column })
	if len(found) > 1 {
		return -1, phrase.New("the header has %s %d times, as columns %s; rename all but one of them",
			spelling.Quote(column), len(found), numbered(found))
	}
	if len(found) == 0 {
		found = positions(names, func(name string) bool { return strings.EqualFold(name, column) })
	}
	switch len(found) {
	case 0:
		return -1, phrase.New("the header has no column %s%s", spelling.Quote(column), spelling.Hint(column, distinct(names), phrase.New("its columns are")))
	case 1:
		return found[0], phrase.Phrase{}
	}
	return -1, phrase.New("the header has no column %s, and columns %s differ from it only in capitals; write one of them exactly",
		spelling.Quote(column), numbered(found))
}

func positions(names []string, same func(string) bool) []int {
	var found []int
	for i, name := range names {
		if same(name) {
			found = append(found, i)
		}
	}
	return found
}

// distinct returns the names that are not empty, each once.
func distinct(names []string) []string {
	seen := map[string]bool{"": true}
	var out []string
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// numbered lists positions as a person counts them.
func numbered(positions []int) string {
	words := make([]string, len(positions))
	for i, p := range positions {
		words[i] = fmt.Sprint(p + 1)
	}
	return strings.Join(words, ", ")
}

// listedValues names what a field's values list, for messages.
func (f *boundField) listedValues() Message {
	const most = 20
	values := slices.Sorted(maps.Keys(f.Values))
	var quoted []Message
	for _, v := range values[:min(most, len(values))] {
		quoted = append(quoted, NewMessage("quoted", shortened(v)))
	}
	if more := len(values) - most; more > 0 {
		return NewMessage("more", Enumeration(Commas, quoted...), more)
	}
	return Enumeration(Commas, quoted...)
}
