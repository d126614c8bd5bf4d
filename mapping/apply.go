package mapping

import (
	"slices"

	"bcimport/mapping/damage"
	"bcimport/mapping/entity"
	"bcimport/mapping/texts"
)

// Apply maps one record to its edit. The cell errors are all that is wrong with
// the row; an edit that comes with some must not be sent, though its key is
// good to report. A cell that the record lacks is blank.
//
// A cell first loses an apostrophe before =, +, - or @, which keeps spreadsheets
// from taking it for a formula. Then it goes through these steps, in this order;
// several columns are joined first, and an expression computes the text that takes
// the cell's place (it is blank where all its columns are blank):
//
//   - a cell that still holds the base value (see Same) leaves the field
//     alone, whatever else would be done to it;
//   - the clear word, without outer blanks, clears the field;
//   - a blank cell (see IsBlank) is what the field's blank says;
//   - what a spreadsheet does to a text that looks like a number, or an error of a
//     formula, refuses the row;
//   - outer blanks go and each run of blanks becomes one, line feeds aside, unless the
//     field says `transform: []`;
//   - split, replace and the transforms, in the order of the mapping; where they leave
//     nothing, the row is refused (became_blank) unless the field says `blank: clear`;
//   - values replaces the transformed text if it lists it, outer blanks aside
//     (after `upper`, values lists capitals). An empty replacement clears the
//     field;
//   - an e-mail address loses its outer blanks, as Business Central trims it;
//   - a text that is too long is cut where the field says `too_long: truncate`;
//   - the checks, unless the field says `validate: server`;
//   - what is left is read as a value of the field's type, in the formats of its column; a
//     code becomes the id of its record (WithReferences).
//
// Last comes what a person decided on a conflict (DecisionColumn): a field to be kept
// leaves the edit, and a decision that can't be followed refuses the row
// (invalid_decision).
//
// Apply is pure and safe for concurrent use.
func (b *Bound) Apply(record []string) (Edit, []CellError) { return b.ApplyRow(record, nil) }

// ApplyRow is Apply for a row of a sheet: numeric reports for each cell whether the workbook
// holds a number in it, whose text has a point for decimals whatever the formats say.
// Cells that it does not have are texts.
func (b *Bound) ApplyRow(record []string, numeric []bool) (Edit, []CellError) {
	edit := Edit{
		Values:  make([]Value, 0, len(b.fields)),
		Guarded: b.guarded,
		Exact:   b.exact,
	}
	refusals := b.fillIn(row{record, numeric}, &edit, nil)
	return edit, refusals
}

// row is a record with what is known of its cells.
type row struct {
	record  []string
	numeric []bool // whether a cell is a number in its workbook; nil: none is
}

func (r row) isNumeric(i int) bool { return i >= 0 && i < len(r.numeric) && r.numeric[i] }

// fillIn maps a row to an edit; memories, if there are any, are one a field.
func (b *Bound) fillIn(from row, edit *Edit, memories []memory) []CellError {
	record := from.record
	edit.Key = TrimBlank(edit.cell(record, b.keyIndex))
	if b.eTagIndex >= 0 {
		edit.ETag = TrimBlank(cellAt(record, b.eTagIndex))
	}
	var refusals []CellError
	if edit.Key == "" {
		refusals = append(refusals, b.missingKey())
	} else if damage.FormulaError(edit.Key) {
		refusals = append(refusals, formulaRefusal(CellError{Column: b.keyHeader, Index: b.keyIndex}, edit.Key))
	}
	for i := range b.fields {
		var m *memory
		if memories != nil {
			m = &memories[i]
		}
		refusals = append(refusals, b.applyField(&b.fields[i], from, edit, m)...)
	}
	if b.wholeIndex >= 0 {
		edit.Whole = TrimBlank(cellAt(record, b.wholeIndex))
	}
	refusals = b.decide(record, edit, refusals)
	for i := range refusals {
		if refusals[i].Index >= len(record) {
			refusals[i].Index = -1
		}
	}
	return refusals
}

// applyField adds what the row wants of one field to its edit.
func (b *Bound) applyField(f *boundField, from row, edit *Edit, m *memory) []CellError {
	ofBase := f
	if f.ofSheet != nil && from.isNumeric(f.base) {
		ofBase = f.ofSheet
	}
	if f.ofSheet != nil && f.allNumeric(from) {
		f, m = f.ofSheet, nil
	}
	cell, refused := f.source(from, edit)
	if refused != nil {
		return refused
	}
	base := ""
	if f.base >= 0 {
		base, _ = bare(cellAt(from.record, f.base))
		if f.sameCell(cell, base, ofBase) {
			if f.grouped {
				edit.Unchanged = append(edit.Unchanged, f.Name)
			}
			return nil
		}
	}
	text, set, suspect, refused := m.apply(f, cell, b.clearWord)
	if suspect != nil {
		edit.Suspects = append(edit.Suspects, *suspect)
	}
	if !set {
		return refused
	}
	if cut := f.cut(text); cut != text {
		edit.Truncated = append(edit.Truncated, Value{f.Name, text})
		text = cut
	}
	edit.Values = append(edit.Values, Value{f.Name, text})
	if f.Lookup != "" && f.codes == nil && text != "" {
		edit.Unresolved = append(edit.Unresolved, f.Name)
	}
	if f.base >= 0 {
		base, wrong := ofBase.baseValue(base)
		edit.Base = append(edit.Base, Value{f.Name, base})
		refused = append(refused, wrong...)
	}
	return refused
}

// cell is a cell without an apostrophe that a spreadsheet wanted.
func (e *Edit) cell(record []string, i int) string {
	cell, stripped := bare(cellAt(record, i))
	if stripped {
		e.Unquoted++
	}
	return cell
}

// bare is a cell without what kept a spreadsheet from taking it for something else: an
// apostrophe, or ="…" around it.
func bare(cell string) (text string, stripped bool) {
	if cell == "" || cell[0] >= '@' || cell[0] == ' ' {
		return cell, false
	}
	cell, quoted := texts.Unquoted(cell)
	cell, wrapped := texts.Unwrapped(cell)
	return cell, quoted || wrapped
}

// source is the text that takes the cell's place.
func (f *boundField) source(from row, edit *Edit) (string, []CellError) {
	if f.cells == nil {
		return edit.cell(from.record, f.index), nil
	}
	cells := make([]string, len(f.cells))
	blank := true
	for i, at := range f.cells {
		cells[i] = f.inFormats(edit.cell(from.record, at), from.isNumeric(at))
		blank = blank && IsBlank(cells[i])
		if f.isDamaged(cells[i]) {
			return "", f.damage(cells[i])
		}
	}
	switch {
	case blank:
		return "", nil
	case f.Expression == nil:
		return texts.Joined(cells, f.Join), nil
	}
	text, err := f.Expression.Text(cells)
	if err != nil {
		return "", f.refuse("expression_failed", NewMessage("expression_failed", f.Name, err.Error(), f.where()))
	}
	if IsBlank(text) && f.Blank != BlankClear {
		_, _, refused := f.becameBlank(texts.Joined(cells, " "))
		return "", refused
	}
	return text, nil
}

// Cleared calls each with every field that the record clears by a blank cell. It
// exists for the guard against columns that are blank by mistake.
func (b *Bound) Cleared(record []string, each func(field string)) {
	for i := range b.fields {
		f := &b.fields[i]
		if f.Blank != BlankClear || !f.blank(record) {
			continue
		}
		if f.base < 0 || !IsBlank(cellAt(record, f.base)) {
			each(f.Name)
		}
	}
}

// blank reports whether every cell of the field is blank.
func (f *boundField) blank(record []string) bool {
	if f.cells == nil {
		return IsBlank(cellAt(record, f.index))
	}
	for _, i := range f.cells {
		if !IsBlank(cellAt(record, i)) {
			return false
		}
	}
	return true
}

func cellAt(record []string, i int) string {
	if i < len(record) {
		return record[i]
	}
	return ""
}

// apply returns the text that the cell wants; set is false where the field keeps
// what it holds. The text may be damaged where there is a suspect.
func (f *boundField) apply(cell, clearWord string) (text string, set bool, suspect *Suspect, refusals []CellError) {
	if text, set, refusals = f.meant(cell, clearWord); text != "" && refusals == nil {
		text, refusals = f.value(text)
	}
	switch {
	case refusals != nil:
		return "", false, nil, refusals
	case text == "" && set:
		refusals = f.emptied(cell)
		return "", refusals == nil, nil, refusals
	case text == "" || !f.Of.Type.IsText():
		return text, set, nil, nil
	}
	suspect = f.suspect(cell, text)
	if f.Validate == ValidateServer {
		return text, true, suspect, nil
	}
	if refusals = f.check(f.cut(text)); len(refusals) > 0 {
		if suspect != nil {
			refusals = []CellError{suspect.CellError} // it says more
		}
		return "", false, nil, refusals
	}
	return text, true, suspect, nil
}

// meant is the text that a cell stands for, unchecked; empty with set where it clears
// the field, and without where that is kept.
func (f *boundField) meant(cell, clearWord string) (text string, set bool, refusals []CellError) {
	bare := TrimBlank(cell)
	switch {
	case bare == "":
		return f.blankCell()
	case clearWord != "" && texts.Compose(bare) == clearWord:
		return "", true, nil
	}
	if f.isDamaged(bare) {
		return "", false, f.damage(bare)
	}
	if text, refusals = f.transformed(cell); refusals != nil {
		return "", false, refusals
	}
	if text == "" {
		return f.becameBlank(cell)
	}
	if f.Values != nil {
		to, listed := f.Values[texts.Compose(TrimBlank(text))]
		switch {
		case listed:
			text = to
		case f.Otherwise == OtherwiseLeave:
			return "", false, nil
		case f.Otherwise == OtherwiseError:
			return "", false, f.refuse("value_not_listed", NewMessage("value_not_listed", shortened(text), f.where(), f.Name, f.listedValues()))
		}
	}
	if f.Of.Purpose == entity.Email {
		text = TrimBlank(text)
	}
	return text, true, nil
}

// transformed takes the cell through split, replace and the transforms.
func (f *boundField) transformed(cell string) (string, []CellError) {
	text := cell
	if slices.Contains(f.Transform, TransformRepair) {
		text = damage.Repair(text) // what tidy takes off may be a part of a letter
	}
	if !f.Raw {
		text = texts.Tidy(text)
	}
	text = f.Split.of(text)
	for _, r := range f.Replace {
		if len(text) > longestReplaced {
			return "", f.refuse("too_long", NewMessage("too_long_to_replace", f.where(), longestReplaced))
		}
		text = r.Pattern.ReplaceAllString(text, r.With)
	}
	for _, t := range f.Transform {
		if t != TransformPhone {
			text = t.apply(text)
			continue
		}
		if IsBlank(text) {
			return "", nil
		}
		formatted, wrong := f.phone(text)
		if !wrong.IsZero() {
			return "", f.refuse("invalid_phone", NewMessage("phone_invalid", shortened(TrimBlank(cell)), f.where(), wrong))
		}
		text = formatted
	}
	return text, nil
}

// longestReplaced bounds the text that a replacement is given, in bytes: it can make a
// thousand times as much of it.
const longestReplaced = 8 << 10

// cut is the text as the field takes it where the mapping says truncate.
func (f *boundField) cut(text string) string {
	if f.TooLong == TooLongTruncate && texts.TooLong(text, f.length) {
		return texts.CutTo(text, f.length)
	}
	return text
}

// where names the columns of a field in a message.
func (f *boundField) where() Message {
	if len(f.cells) > 1 {
		return NewMessage("columns", shortened(f.header))
	}
	return NewMessage("column", shortened(f.header))
}

func (f *boundField) blankCell() (string, bool, []CellError) {
	if f.Of.Type == entity.Boolean {
		if value, listed := f.formats.Blank(); listed {
			return value, true, nil
		}
	}
	switch f.Blank {
	case BlankClear:
		return "", true, nil
	case BlankError:
		return "", false, f.refuse("blank_not_allowed", NewMessage("blank_not_allowed", f.where(), f.Name))
	}
	return "", false, nil
}

func (f *boundField) becameBlank(cell string) (string, bool, []CellError) {
	if f.Blank == BlankClear {
		return "", true, nil
	}
	return "", false, f.refuse("became_blank", NewMessage("became_blank", shortened(cell), f.where(), f.Name))
}

func (f *boundField) refuse(code string, message Message) []CellError {
	return []CellError{{Column: f.header, Index: f.index, Field: f.Name, Code: code, Message: message}}
}

func (b *Bound) missingKey() CellError {
	message := NewMessage("missing_key", shortened(b.keyHeader))
	if b.of.Set != entity.CustomerContacts {
		message = NewMessage("missing_key_of", shortened(b.keyHeader), b.keyNames(), b.of.One)
	}
	return CellError{Column: b.keyHeader, Index: b.keyIndex, Code: "missing_key", Message: message}
}

// keyNames names what the cells of the key can be.
func (b *Bound) keyNames() Message {
	if b.key.Match != MatchAuto {
		return PlainMessage(string(b.key.Match))
	}
	var names []Message
	for _, name := range append([]string{string(MatchID)}, b.of.Keys...) {
		names = append(names, PlainMessage(name))
	}
	return Enumeration(Either, names...)
}
