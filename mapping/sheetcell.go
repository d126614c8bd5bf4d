package mapping

import (
	"strings"

	"bcimport/mapping/entity"
)

// forSheet returns the field for cells that are numbers in a workbook; nil where their text
// is read alike.
func (f *boundField) forSheet() *boundField {
	if !isNumber(f.Of) || f.formats.Decimal == '.' {
		return nil
	}
	g := *f
	g.formats.Decimal, g.ofSheet = '.', nil
	return &g
}

func isNumber(field *entity.Field) bool {
	return field.Type == entity.Number || field.Type == entity.Integer
}

// allNumeric reports whether all cells of the field that are not blank, and there is one,
// are numbers in their workbook.
func (f *boundField) allNumeric(from row) bool {
	if f.cells == nil {
		return from.isNumeric(f.index)
	}
	some := false
	for _, at := range f.cells {
		switch {
		case from.isNumeric(at):
			some = true
		case !IsBlank(cellAt(from.record, at)):
			return false
		}
	}
	return some
}

// inFormats returns a cell of several as the formats of the field have it.
func (f *boundField) inFormats(cell string, numeric bool) string {
	if numeric && isNumber(f.Of) && f.formats.Decimal == ',' {
		return strings.Replace(cell, ".", ",", 1)
	}
	return cell
}
