package mapping

import (
	"hash/maphash"
	"strings"
)

// Applier applies a mapping to the records of one input. It remembers what it made of cells
// that come again, as names and titles do, in bounded memory. It is for one goroutine.
type Applier struct {
	bound    *Bound
	memories []memory // one a field
}

// Applier begins an input.
func (b *Bound) Applier() *Applier {
	a := &Applier{bound: b, memories: make([]memory, len(b.fields))}
	for i := range a.memories {
		a.memories[i].seed = maphash.MakeSeed()
	}
	return a
}

// Apply is Bound.Apply. It fills in an edit whose Values are nobody's any more: it uses their
// memory again.
func (a *Applier) Apply(record []string, edit *Edit) []CellError {
	return a.ApplyRow(record, nil, edit)
}

// ApplyRow is Bound.ApplyRow; it fills in an edit as Apply does.
func (a *Applier) ApplyRow(record []string, numeric []bool, edit *Edit) []CellError {
	values := edit.Values[:0]
	if cap(values) < len(a.bound.fields) {
		values = make([]Value, 0, len(a.bound.fields))
	}
	*edit = Edit{Values: values, Unchanged: edit.Unchanged[:0], Guarded: a.bound.guarded, Exact: a.bound.exact}
	return a.bound.fillIn(row{record, numeric}, edit, a.memories)
}

const (
	remembered        = 1024 // cells of a field
	longestRemembered = 64   // bytes of a cell, and of what it becomes
	firstAsked        = 2048 // cells of a field after which it is judged whether they come again
)

// memory holds what became of cells of one field with which nothing is wrong.
type memory struct {
	seed  maphash.Seed
	cells []mappedCell // nil: none is remembered
	asked int
	known int // of asked
}

// mappedCell is a cell with what became of it.
type mappedCell struct {
	cell, text string
	set        bool
	again      bool // the cell came again since another one wanted its place
}

// apply is boundField.apply; it asks the memory first. m may be nil.
func (m *memory) apply(f *boundField, cell, clearWord string) (text string, set bool, suspect *Suspect, refusals []CellError) {
	if m == nil || cell == "" || len(cell) > longestRemembered || !m.pays() {
		return f.apply(cell, clearWord)
	}
	o := &m.cells[maphash.String(m.seed, cell)%remembered]
	if o.cell == cell {
		m.known++
		o.again = true
		return o.text, o.set, nil, nil
	}
	text, set, suspect, refusals = f.apply(cell, clearWord)
	switch {
	case suspect != nil || refusals != nil || len(text) > longestRemembered:
	case o.again:
		o.again = false
	default:
		*o = rememberedAs(cell, text, set)
	}
	return text, set, suspect, refusals
}

// pays reports whether enough cells come again, and makes room for them.
func (m *memory) pays() bool {
	m.asked++
	if m.asked > firstAsked && 4*m.known < firstAsked {
		m.cells = nil
		return false
	}
	if m.cells == nil {
		m.cells = make([]mappedCell, remembered)
	}
	return true
}

// rememberedAs copies the texts, which else would keep their whole row in memory.
func rememberedAs(cell, text string, set bool) mappedCell {
	o := mappedCell{cell: strings.Clone(cell), set: set}
	if o.text = o.cell; text != cell {
		o.text = strings.Clone(text)
	}
	return o
}
