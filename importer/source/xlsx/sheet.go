package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Bounds of a sheet (Excel's own).
const (
	MaxColumns = 16_384
	maxRows    = 1_048_576
)

// Bounds of the texts, as those of a CSV file.
const (
	maxCell = 1 << 20 // bytes of UTF-8
	maxRow  = 8 << 20
)

// Row is one row of a sheet that has cells.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []string // from column A; what lies behind the last value is cut
}

// Rows streams the rows of one sheet, for one goroutine.
type Rows struct {
	book   *Workbook
	part   io.ReadCloser
	x      *tokens
	number int // of the last row
	width  int // the last column that the sheet says it has; 0: it does not say
	ended  bool
	merged mergeFiller
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

// Number is that of the last row.
func (r *Rows) Number() int { return r.number }

// Width is the last column that the sheet says it has, from 1; 0 if it does not say.
func (r *Rows) Width() int { return r.width }

// Next is the next row, io.EOF after the last one. The error says what is wrong
// at or behind the last row.
func (r *Rows) Next() (Row, error) {
	for !r.ended {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			return Row{}, errors.New("the sheet is cut off")
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
	number := r.number + 1
	if text := attribute(start, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < number || n > maxRows {
			return Row{}, fmt.Errorf("a row is numbered %q", text)
		}
		number = n
	}
	r.number = number
	row := Row{Number: number, Hidden: isTrue(attribute(start, "hidden"))}
	column, size := 0, 0
	for {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			err = errors.New("the sheet is cut off")
		}
		if err != nil {
			return Row{}, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			column++
			if ref := attribute(e, "r"); ref != "" {
				if column = columnOf(ref); column == 0 {
					return Row{}, fmt.Errorf("a cell is named %q", ref)
				}
			}
			if column > MaxColumns {
				return Row{}, fmt.Errorf("more than %d columns", MaxColumns)
			}
			text, err := r.cell(e)
			if err != nil {
				return Row{}, fmt.Errorf("cell %s%d: %w", ColumnName(column), number, err)
			}
			if size += len(text); size > maxRow {
				return Row{}, fmt.Errorf("row %d is longer than 8 MiB", number)
			}
			row.set(column, text)
		case xml.EndElement:
			if e.Name.Local == "row" {
				return row, nil
			}
		}
	}
}

func (row *Row) set(column int, text string) {
	if text == "" {
		return
	}
	for len(row.Cells) < column {
		row.Cells = append(row.Cells, "")
	}
	row.Cells[column-1] = text
}

// cell reads one cell up to its end. What a formula last came to counts; programs
// that can't compute leave it out, which is not the same as an empty text.
func (r *Rows) cell(start xml.StartElement) (string, error) {
	kind, style := attribute(start, "t"), attribute(start, "s")
	var value, inline strings.Builder
	into := (*strings.Builder)(nil)
	phonetic := 0
	formula, valued := false, false
	for {
		token, err := r.x.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = errors.New("the sheet is cut off")
			}
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "f":
				formula = true
			case "v":
				into, valued = &value, true
			case "t":
				into = &inline
			case "rPh":
				phonetic++
			}
		case xml.CharData:
			if into != nil && phonetic == 0 {
				into.Write(e)
			}
			if value.Len() > maxCell || inline.Len() > maxCell {
				return "", errLongCell
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "v", "t":
				into = nil
			case "rPh":
				phonetic--
			case "c":
				if formula && (!valued || kind != "str" && value.Len() == 0) {
					return r.book.options.Uncomputed, nil
				}
				return r.text(kind, style, value.String(), inline.String())
			}
		}
	}
}

// text is what a cell says, by its type (ECMA-376 part 1, 18.18.11).
func (r *Rows) text(kind, style, value, inline string) (string, error) {
	switch kind {
	case "s":
		if value == "" {
			return "", nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return "", fmt.Errorf("refers to text %q", value)
		}
		return r.book.texts.text(i)
	case "inlineStr":
		return unescape(inline), nil
	case "b":
		if isTrue(strings.TrimSpace(value)) {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "", "n":
		return r.book.format(style).text(strings.TrimSpace(value), r.book.date1904), nil
	case "d":
		return isoText(strings.TrimSpace(value)), nil
	}
	return unescape(value), nil // str and e
}

// columnOf is the column of a cell's name such as AB12, from 1; 0 for no name.
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

// ColumnName is the column as a spreadsheet names it: A, B, … AA.
func ColumnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
