package source

import (
	"errors"
	"io"
	"slices"

	"bcimport/importer/source/xlsx"
)

// maxHeaderRow bounds where a header may stand: the rows above it are kept.
const maxHeaderRow = 10_000

// sheetHead is the beginning of a sheet, up to the row taken for its header.
type sheetHead struct {
	xlsx.Sheet
	above [][]string // the rows above the header, empty ones included
	cells []string
	row   int // of the header; 0: there is none
	found int // of the columns that the mapping names
}

// readSheetHead looks for the header: in the row that the mapping names, else the first of
// the first 20 rows that holds most of the columns.
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

// maxNameless is how many columns behind the last header may have values: notes
// beside a table. What a sheet says of its width may be anything.
const maxNameless = 50

// padHeader gives a header a nameless column for each that the sheet has beside it, so
// that values there can be given back in their place.
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
