package mapping

import (
	"strings"

	"bcimport/mapping/damage"
)

// Uncomputed is what Excel shows in a cell whose value it does not have yet. It stands
// for a formula's value that a workbook lacks, too.
const Uncomputed = damage.Uncomputed

// isDamaged reports whether what a person meant is no longer in the cell, whatever the
// record holds. What is no value of a type says so itself.
func (f *boundField) isDamaged(cell string) bool {
	if !f.Of.Type.IsText() {
		return damage.FormulaError(cell)
	}
	return damage.FormulaError(cell) || !f.AcceptDamaged && (damage.Scientific(TrimBlank(cell)) || damage.HasLostLetter(cell))
}

// damage refuses a damaged cell.
func (f *boundField) damage(cell string) []CellError {
	where := CellError{Column: f.header, Index: f.index, Field: f.Name}
	cell = TrimBlank(cell)
	if damage.FormulaError(cell) {
		return []CellError{formulaRefusal(where, cell)}
	}
	if strings.ContainsRune(cell, '\ufffd') {
		return []CellError{f.lettersRefusal(where, cell)}
	}
	where.Code = CodeSpreadsheet
	where.Message = NewMessage("shortened", shortened(cell), f.where(), f.Name)
	if number := damage.Unshortened(cell); number != "" {
		where.Message = NewMessage("shortened_number", shortened(cell), f.where(), f.Name, number)
	}
	return []CellError{where}
}

func (f *boundField) lettersRefusal(where CellError, cell string) CellError {
	where.Code = CodeEncoding
	where.Message = NewMessage("letters_lost", shortened(cell), f.where(), f.Name)
	return where
}

func formulaRefusal(where CellError, cell string) CellError {
	where.Code = "formula_error"
	if cell == Uncomputed {
		where.Message = NewMessage("formula_uncomputed", shortened(where.Column))
		return where
	}
	where.Message = NewMessage("formula_error", shortened(where.Column), shortened(cell))
	return where
}
