package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"bcimport/mapping/phrase"
)

// Bounds of a sheet, as in Excel.
const (
	MaxColumns = 16_384
	maxRows    = 1_048_576
)

// Bounds of texts, as in a CSV file.
const (
	maxCell = 1 << 20 // bytes of UTF-8
	maxRow  = 8 << 20
)

var errCutOff = phrase.Errorf("the sheet is cut off")

// Row is one row of a sheet that has cells.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []string // from column A to the last that is not empty
	// Numeric reports for each of Cells whether it is a number and no date; it is shorter
	// where the last are not.
	Numeric []bool
}

// Rows streams the rows of one sheet, for one goroutine.
type Rows struct {
	book   *Workbook
	part   io.ReadCloser
	x      *tokens
	number int // of the last row
	width  int // the last column that the sheet declares; 0: it declares none
	ended  bool
	merged mergeFiller
	cell   cellContent
}

// Rows begins a pass over the rows of a sheet. merges, those of the sheet or none, are
// what Fill fills in. The caller closes the Rows.
func (w *Workbook) Rows(s Sheet, merges Merges) (*Rows, error) {
	part, err := w.part(s.part)
	if err != nil {
		return nil, err
	}
	return &Rows{book: w, part: part, x: newTokens(part), merged: mergeFiller{merges: merges}}, nil
}

// Close ends the pass; it may come before io.EOF.
func (r *Rows) Close() error { return r.part.Close() }

// Number returns the number of the last row.
func (r *Rows) Number() int { return r.number }

// Width returns the last column that the sheet declares, from 1; 0 if it declares none.
func (r *Rows) Width() int { return r.width }

// Next returns the next row, io.EOF after the last one. Any other error is a fault at or after
// the last row.
func (r *Rows) Next() (Row, error) {
	for !r.ended {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			return Row{}, errCutOff
		}
		if err != nil {
			return Row{}, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "row":
				return r.row(e)
			case "dimension":
				ref := attribute(e, "ref")
				r.width = columnOf(ref[strings.LastIndexByte(ref, ':')+1:])
			}
		case xml.EndElement:
			r.ended = e.Name.Local == "sheetData" || e.Name.Local == "worksheet"
		}
	}
	return Row{}, io.EOF
}

func (r *Rows) row(start xml.StartElement) (Row, error) {
	number, err := rowNumber(start, r.number)
	if err != nil {
		return Row{}, err
	}
	r.number = number
	row := Row{Number: number, Hidden: isTrue(attribute(start, "hidden"))}
	column, size := 0, 0
	for {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			err = errCutOff
		}
		if err != nil {
			return Row{}, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			if column, err = cellColumn(e, column); err != nil {
				return Row{}, err
			}
			text, err := r.readCell(e)
			if err != nil {
				return Row{}, phrase.Errorf("cell %s%d: %w", ColumnName(column), number, err)
			}
			if size += len(text); size > maxRow {
				return Row{}, phrase.Errorf("row %d is longer than 8 MiB", number)
			}
			row.set(column, text, r.cell.isNumber)
		case xml.EndElement:
			if e.Name.Local == "row" {
				return row, nil
			}
		}
	}
}

// rowNumber returns the number of a row, which follows the last one where it has none.
func rowNumber(start xml.StartElement, last int) (int, error) {
	text := attribute(start, "r")
	if text == "" {
		return last + 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= last || n > maxRows {
		return 0, phrase.Errorf("a row is numbered %q", text)
	}
	return n, nil
}

// cellColumn returns the column of a cell, which follows the last one where it has none.
func cellColumn(start xml.StartElement, last int) (int, error) {
	column := last + 1
	if ref := attribute(start, "r"); ref != "" {
		if column = columnOf(ref); column == 0 {
			return 0, phrase.Errorf("a cell is named %q", ref)
		}
	}
	if column > MaxColumns {
		return 0, phrase.Errorf("more than %d columns", MaxColumns)
	}
	return column, nil
}

func (row *Row) set(column int, text string, isNumber bool) {
	if text == "" {
		return
	}
	if isNumber {
		for len(row.Numeric) < column {
			row.Numeric = append(row.Numeric, false)
		}
		row.Numeric[column-1] = true
	}
	for len(row.Cells) < column {
		row.Cells = append(row.Cells, "")
	}
	row.Cells[column-1] = text
}

// columnOf returns the column of a cell's name such as AB12, from 1; 0 for no name.
func columnOf(ref string) int {
	n := 0
	for i, c := range []byte(ref) {
		switch {
		case 'A' <= c && c <= 'Z' && i < 3:
			n = n*26 + int(c-'A') + 1
		case '0' <= c && c <= '9' && i > 0:
			return n
		default:
			return 0
		}
	}
	return 0
}

// ColumnName returns the name of a column in a spreadsheet: A, B, … AA.
func ColumnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
