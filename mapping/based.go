package mapping

import "bcimport/mapping/texts"

// Based calls each for every field of one column that has a base column: with the base
// value and the cell, both without outer blanks and in normal form C. It exists for the
// guard against rows that hold the values of other rows.
func (b *Bound) Based(record []string, each func(field, base, cell string)) {
	for i := range b.fields {
		f := &b.fields[i]
		if f.base < 0 || f.cells != nil {
			continue
		}
		cell, _ := texts.Unquoted(cellAt(record, f.index))
		base, _ := texts.Unquoted(cellAt(record, f.base))
		each(f.Name, texts.Compose(TrimBlank(base)), texts.Compose(TrimBlank(cell)))
	}
}
