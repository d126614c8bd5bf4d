package source

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"bcimport/mapping"
)

// Bounds of a sheet (Excel's own).
const (
	mostColumns   = 16_384
	mostSheetRows = 1_048_576
)

// sheetRow is one row of a sheet that has cells.
type sheetRow struct {
	number int // from 1
	hidden bool
	cells  []string // from column A; what lies behind the last value is cut
}

// sheetRows streams the rows of one sheet.
type sheetRows struct {
	book    *workbook
	strings *stringTable
	part    io.ReadCloser
	x       *tokens
	number  int // of the last row
	width   int // the last column that the sheet says it has; 0: it does not say
	ended   bool
}

func (w *workbook) rows(s sheet, texts *stringTable) (*sheetRows, error) {
	part, err := w.part(s.part)
	if err != nil {
		return nil, err
	}
	return &sheetRows{book: w, strings: texts, part: part, x: newTokens(part)}, nil
}

func (r *sheetRows) close() error { return r.part.Close() }

// next is the next row, io.EOF after the last one. The error says what is wrong
// at or behind the last row.
func (r *sheetRows) next() (sheetRow, error) {
	for !r.ended {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			return sheetRow{}, errors.New("the sheet is cut off")
		}
		if err != nil {
			return sheetRow{}, err
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
	return sheetRow{}, io.EOF
}

func (r *sheetRows) row(start xml.StartElement) (sheetRow, error) {
	number := r.number + 1
	if text := attribute(start, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < number || n > mostSheetRows {
			return sheetRow{}, fmt.Errorf("a row is numbered %q", text)
		}
		number = n
	}
	r.number = number
	row := sheetRow{number: number, hidden: truth(attribute(start, "hidden"))}
	column, size := 0, 0
	for {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			err = errors.New("the sheet is cut off")
		}
		if err != nil {
			return sheetRow{}, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			column++
			if ref := attribute(e, "r"); ref != "" {
				if column = columnOf(ref); column == 0 {
					return sheetRow{}, fmt.Errorf("a cell is named %q", ref)
				}
			}
			if column > mostColumns {
				return sheetRow{}, fmt.Errorf("more than %d columns", mostColumns)
			}
			text, err := r.cell(e)
			if err != nil {
				return sheetRow{}, fmt.Errorf("cell %s%d: %w", columnName(column), number, err)
			}
			if size += len(text); size > maxRecord {
				return sheetRow{}, fmt.Errorf("row %d is longer than 8 MiB", number)
			}
			row.put(column, text)
		case xml.EndElement:
			if e.Name.Local == "row" {
				return row, nil
			}
		}
	}
}

func (row *sheetRow) put(column int, text string) {
	if text == "" {
		return
	}
	for len(row.cells) < column {
		row.cells = append(row.cells, "")
	}
	row.cells[column-1] = text
}

// cell reads one cell up to its end. What a formula last came to counts; programs
// that can't compute leave it out, which is not the same as an empty text.
func (r *sheetRows) cell(start xml.StartElement) (string, error) {
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
					return mapping.Uncomputed, nil
				}
				return r.text(kind, style, value.String(), inline.String())
			}
		}
	}
}

// text is what a cell says, by its type (ECMA-376 part 1, 18.18.11).
func (r *sheetRows) text(kind, style, value, inline string) (string, error) {
	switch kind {
	case "s":
		if value == "" {
			return "", nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || r.strings == nil {
			return "", fmt.Errorf("refers to text %q", value)
		}
		return r.strings.text(i)
	case "inlineStr":
		return unescape(inline), nil
	case "b":
		if truth(strings.TrimSpace(value)) {
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

// columnName is the column as a spreadsheet names it: A, B, … AA.
func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
