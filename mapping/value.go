package mapping

import (
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/texts"
)

// value reads the text that a cell stands for as a value of the field. Texts are values as
// they stand, but for codes, which Business Central keeps in capitals.
func (f *boundField) value(text string) (canonical string, refusals []CellError) {
	if f.Of.Type == entity.Text {
		return text, nil
	}
	text = TrimBlank(text)
	if f.Lookup != "" {
		return f.resolve(text)
	}
	canonical, wrong := f.Of.Parse(texts.Compose(text), f.formats)
	switch {
	case wrong != nil && wrong.Reason == entity.ReasonGUIDInvalid && f.Of.Set != "":
		return "", f.refuse(wrong.Code, NewMessage("guid_of_code", shortened(text), f.where(), f.Name, f.lookupBy()))
	case wrong != nil:
		return "", f.refuse(wrong.Code, ValueMessage(*wrong, f.where(), f.Name))
	case f.Of.NotNegative && strings.HasPrefix(canonical, "-"):
		return "", f.refuse(entity.OutOfRange, NewMessage("negative_number", shortened(text), f.where(), f.Name))
	}
	return canonical, nil
}

// lookupBy is the field by which people know the records that the field refers to.
func (f *boundField) lookupBy() string {
	switch {
	case f.Lookup != "":
		return f.Lookup
	case f.Of.By != "":
		return f.Of.By
	}
	return "code"
}

// emptied refuses to empty a field that Business Central keeps filled.
func (f *boundField) emptied(cell string) []CellError {
	cell = shortened(TrimBlank(cell))
	switch {
	case f.Of.NotBlank != "":
		return f.refuse("cannot_be_empty", NewMessage("cannot_be_empty_field", cell, f.where(), f.Name, f.Of.NotBlank))
	case !f.Of.CanBeEmpty():
		return f.refuse("cannot_be_empty", NewMessage("cannot_be_empty", cell, f.where(), f.Name))
	}
	return nil
}

// sameCell reports whether a cell still holds its base value: both are what the file has,
// in its own formats. ofBase is the field as the base value's cell is read.
func (f *boundField) sameCell(cell, base string, ofBase *boundField) bool {
	switch {
	case f.Exact:
		return texts.Compose(cell) == texts.Compose(base)
	case f.Of.Type.IsText():
		return Same(f.Of, cell, base)
	}
	cell, base = texts.Tidy(cell), texts.Tidy(base)
	if cell == base && ofBase == f {
		return true
	}
	if f.Lookup != "" {
		return strings.EqualFold(texts.Compose(cell), texts.Compose(base))
	}
	a, read := f.read(cell)
	b, also := ofBase.read(base)
	return read && also && (a == "") == (b == "") && f.Of.Same(a, b)
}

// read returns the value of a cell that is not mapped, as a base value is not.
func (f *boundField) read(cell string) (canonical string, ok bool) {
	if cell == "" {
		if f.Of.Type == entity.Boolean {
			canonical, _ = f.formats.Blank()
		}
		return canonical, true
	}
	canonical, wrong := f.Of.Parse(texts.Compose(cell), f.formats)
	return canonical, wrong == nil
}

// baseValue is the value that a row was made on, as records hold it.
func (f *boundField) baseValue(base string) (string, []CellError) {
	if f.Of.Type == entity.Text {
		return base, nil
	}
	if base = texts.Tidy(base); f.Lookup == "" || base == "" {
		if canonical, ok := f.read(base); ok {
			return canonical, nil
		}
	}
	of := *f
	of.header, of.index, of.cells = f.baseHeader, f.base, nil
	return of.value(base)
}
