package source

import (
	"errors"
	"io"
	"slices"

	"bcimport/importer/source/xlsx"
)

// maxHeaderRow bounds the row of a header, because all rows above it are kept.
const maxHeaderRow = 10_000

// sheetHead is the beginning of a sheet, up to the row taken for its header.
type sheetHead struct {
	xlsx.Sheet
	above [][]string // the rows above the header, empty ones included
	cells []string
	row   int // of the header; 0: there is none
	found int // of the columns that the mapping names
}

// readSheetHead finds the header: the row that the mapping names, else the first of the first
// 20 rows with most of the columns.
func readSheetHead(book *xlsx.Workbook, s xlsx.Sheet, m xlsx.Merges, o Options) (sheetHead, error) {
	rows, err := book.Rows(s, m)
	if err != nil {
		return sheetHead{}, err
	}
	defer rows.Close()
	search := headSearch{head: sheetHead{Sheet: s}, wanted: foldAll(o.Columns), headerLine: o.HeaderLine}
	for done := false; !done && search.candidates < 20 && len(search.read) < maxHeaderRow; {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sheetHead{}, err
		}
		rows.Fill(&row)
		if done, err = search.add(row); err != nil {
			return sheetHead{}, err
		}
	}
	h := search.head
	if h.row > 0 {
		h.above = search.read[:h.row-1]
		h.cells = padHeader(h.cells, rows.Width())
	}
	return h, nil
}

// headSearch is a search for the header among the rows of a sheet.
type headSearch struct {
	head       sheetHead // the best so far
	wanted     []string
	headerLine int        // the only row that can be the header; 0: any
	read       [][]string // all rows so far, those without cells included
	size       int        // bytes in them
	candidates int        // rows among them that can be the header
}

// add takes the next row and reports whether the search is over.
func (s *headSearch) add(row xlsx.Row) (done bool, err error) {
	for _, cell := range row.Cells {
		s.size += len(cell)
	}
	if s.size > headSize && s.head.row == 0 {
		return false, errors.New("the header does not end within the first MiB")
	}
	if s.size > headSize || row.Number > maxHeaderRow {
		return true, nil
	}
	for len(s.read) < row.Number-1 {
		s.read = append(s.read, nil)
	}
	s.read = append(s.read, row.Cells)
	if s.headerLine > 0 && row.Number != s.headerLine {
		return row.Number > s.headerLine, nil
	}
	if allBlank(row.Cells) {
		return s.headerLine > 0, nil
	}
	found := countFound(s.wanted, row.Cells)
	if s.candidates == 0 || found > s.head.found {
		s.head.row, s.head.cells, s.head.found = row.Number, row.Cells, found
	}
	s.candidates++
	return s.headerLine > 0 || len(s.wanted) > 0 && found == len(s.wanted), nil
}

// maxNameless bounds the columns after the last header that may have values, such as notes
// beside a table. The width that a sheet declares may be anything.
const maxNameless = 50

// padHeader adds a nameless column to a header for each that the sheet has beside it, so
// that values there keep their place in failed rows.
func padHeader(header []string, width int) []string {
	if width > len(header)+maxNameless {
		return header
	}
	wide := slices.Clone(header)
	for len(wide) < width {
		wide = append(wide, "")
	}
	return wide
}
