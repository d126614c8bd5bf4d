package mapping

import "fmt"

// Apply maps one record to its edit. The cell errors are all that is wrong with
// the row; an edit that comes with some must not be sent, though its key is
// good to report. A cell that the record lacks is blank.
//
// A cell goes through these steps, in this order:
//
//   - a cell that still holds the base value (in normal form C) leaves the field
//     alone, whatever else would be done to it;
//   - the clear word, without outer blanks, clears the field;
//   - a blank cell (see IsBlank) is what the field's blank says;
//   - the transforms, in the order of the mapping; where they leave nothing, the
//     row is refused (became_blank) unless the field says `blank: clear`;
//   - values replaces the transformed text if it lists it, outer blanks aside
//     (after `upper`, values lists capitals). An empty replacement clears the
//     field;
//   - an e-mail address loses its outer blanks, as Business Central trims it; any
//     other text keeps them unless trim is among the transforms;
//   - the checks, unless the field says `validate: server`.
//
// Apply is pure and may be called by several goroutines.
func (b *Bound) Apply(record []string) (Edit, []CellError) {
	edit := Edit{
		Key:    TrimBlank(cellAt(record, b.keyIndex)),
		Values: make([]Value, 0, len(b.fields)),
	}
	if b.eTagIndex >= 0 {
		edit.ETag = TrimBlank(cellAt(record, b.eTagIndex))
	}
	var refusals []CellError
	if edit.Key == "" {
		refusals = append(refusals, b.missingKey())
	}
	for i := range b.fields {
		f := &b.fields[i]
		cell := cellAt(record, f.index)
		if f.base >= 0 && compose(cell) == compose(cellAt(record, f.base)) {
			continue
		}
		text, set, refused := f.apply(cell, b.clearWord)
		if set {
			edit.Values = append(edit.Values, Value{f.Name, text})
		}
		if set && f.base >= 0 {
			edit.Base = append(edit.Base, Value{f.Name, cellAt(record, f.base)})
		}
		refusals = append(refusals, refused...)
	}
	for i := range refusals {
		if refusals[i].Index >= len(record) {
			refusals[i].Index = -1
		}
	}
	return edit, refusals
}

// Cleared calls each with every field that the record clears by a blank cell. It
// exists for the guard against columns that are blank by mistake.
func (b *Bound) Cleared(record []string, each func(field string)) {
	for i := range b.fields {
		f := &b.fields[i]
		if f.Blank != BlankClear || !IsBlank(cellAt(record, f.index)) {
			continue
		}
		if f.base < 0 || !IsBlank(cellAt(record, f.base)) {
			each(f.Name)
		}
	}
}

func cellAt(record []string, i int) string {
	if i < len(record) {
		return record[i]
	}
	return ""
}

// apply returns the text that the cell wants; set is false where the field keeps
// what it holds.
func (f *boundField) apply(cell, clearWord string) (text string, set bool, refusals []CellError) {
	bare := TrimBlank(cell)
	switch {
	case bare == "":
		return f.blankCell()
	case clearWord != "" && compose(bare) == clearWord:
		return "", true, nil
	}
	text = cell
	for _, t := range f.Transform {
		text = t.apply(text)
	}
	if text == "" {
		return f.becameBlank(cell)
	}
	if f.Values != nil {
		to, listed := f.Values[compose(TrimBlank(text))]
		switch {
		case listed:
			text = to
		case f.Otherwise == OtherwiseLeave:
			return "", false, nil
		case f.Otherwise == OtherwiseError:
			return "", false, f.refuse("value_not_listed", fmt.Sprintf(
				"The value %s in column %s is not one of those that the mapping lists for %s (%s); correct the cell or add the value to the mapping.",
				quote(text), quote(f.header), f.Name, f.listedValues()))
		}
	}
	if f.kind == kindEmail {
		text = TrimBlank(text)
	}
	if text == "" || f.Validate == ValidateServer {
		return text, true, nil
	}
	if refusals = f.check(text); len(refusals) > 0 {
		return "", false, refusals
	}
	return text, true, nil
}

func (f *boundField) blankCell() (string, bool, []CellError) {
	switch f.Blank {
	case BlankClear:
		return "", true, nil
	case BlankError:
		return "", false, f.refuse("blank_not_allowed", fmt.Sprintf(
			"The cell in column %s is empty, and the mapping wants a value for %s in every row; fill it in.",
			quote(f.header), f.Name))
	}
	return "", false, nil
}

func (f *boundField) becameBlank(cell string) (string, bool, []CellError) {
	if f.Blank == BlankClear {
		return "", true, nil
	}
	return "", false, f.refuse("became_blank", fmt.Sprintf(
		"Nothing is left of %s in column %s after the mapping's transforms; correct the cell, or empty it if %s is not meant to change.",
		quote(cell), quote(f.header), f.Name))
}

func (f *boundField) refuse(code, message string) []CellError {
	return []CellError{{Column: f.header, Index: f.index, Field: f.Name, Code: code, Message: message}}
}

func (b *Bound) missingKey() CellError {
	return CellError{
		Column: b.keyHeader, Index: b.keyIndex, Code: "missing_key",
		Message: fmt.Sprintf("The cell in the key column %s is empty; fill in what finds the contact.", quote(b.keyHeader)),
	}
}
