package source

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"bcimport/importer/source/charset"
	"bcimport/importer/source/xlsx"
	"bcimport/mapping"
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

// openSheet finds the sheet and its header.
func openSheet(path string, archive *zip.Reader, o Options) (*File, *Error) {
	book, bad := openWorkbook(archive)
	if bad != nil {
		return nil, bad
	}
	defer book.Close()
	best, bad := chooseSheet(book, o)
	if bad != nil {
		return nil, bad
	}
	merged, err := book.Merges(best.Sheet)
	if err == nil && len(merged) > 0 {
		best, err = readSheetHead(book, best.Sheet, merged, o) // of several rows, perhaps
	}
	if err != nil {
		return nil, workbookError(err)
	}
	c, _ := charset.Lookup("utf-8")
	f := &File{
		Path: path, HeaderLine: best.row, Dialect: Dialect{Delimiter: ',', Encoding: "utf-8", Mark: true},
		Format: FormatXLSX, Sheet: best.Name, Sheets: visibleNames(book), sheet: best.Sheet, merges: merged,
		codec: c, cells: trimAll(best.cells), preamble: []byte("\ufeff"),
		headerRaw: csvLine(best.cells), lineEnd: []byte("\r\n"), bodyLine: best.row + 1,
	}
	for _, cells := range best.above {
		f.preamble = append(f.preamble, csvLine(singleLines(cells))...)
	}
	return f, nil
}

// openWorkbook reads what all sheets of a workbook share.
func openWorkbook(archive *zip.Reader) (*xlsx.Workbook, *Error) {
	book, err := xlsx.Open(archive, xlsx.Options{Unpack: openEntry, Uncomputed: mapping.Uncomputed})
	switch {
	case errors.Is(err, xlsx.ErrNoMainPart):
		return nil, &Error{Message: err.Error(), Hint: "open it and save it again as .xlsx"}
	case errors.Is(err, xlsx.ErrNoWorkbook), errors.Is(err, xlsx.ErrNoSheet):
		return nil, &Error{Message: err.Error(), Hint: "save the table as .xlsx or CSV UTF-8"}
	case err != nil:
		return nil, workbookError(err)
	}
	return book, nil
}

func visibleNames(book *xlsx.Workbook) []string {
	var names []string
	for _, s := range book.Sheets() {
		if !s.Hidden {
			names = append(names, s.Name)
		}
	}
	return names
}

// maxSearchedSheets is how many sheets are searched for the columns where the mapping
// names none: a small file may list a hundred thousand, all of them the same.
const maxSearchedSheets = 100

// chooseSheet is the sheet that the mapping names, else the first visible one, of the
// first maxSearchedSheets, whose header holds most of the columns.
func chooseSheet(book *xlsx.Workbook, o Options) (sheetHead, *Error) {
	var best sheetHead
	some, searched := false, 0
	for _, s := range book.Sheets() {
		if o.Sheet == "" && searched == maxSearchedSheets {
			break
		}
		if o.Sheet != "" && !strings.EqualFold(s.Name, o.Sheet) || o.Sheet == "" && s.Hidden {
			continue
		}
		searched++
		h, err := readSheetHead(book, s, nil, o)
		if err != nil {
			e := workbookError(err)
			e.Message = fmt.Sprintf("sheet %q: %s", s.Name, e.Message)
			return sheetHead{}, e
		}
		if !some || h.found > best.found || best.row == 0 && h.row > 0 {
			best, some = h, true
		}
	}
	switch {
	case !some && o.Sheet != "":
		meant := ""
		if near := mapping.Nearest(o.Sheet, sheetNames(book)); len(near) > 0 {
			meant = "; did you mean " + strings.Join(near, " or ") + "?"
		}
		return sheetHead{}, &Error{
			Message: fmt.Sprintf("the workbook has no sheet %q", o.Sheet),
			Hint:    "input.sheet in the mapping is one of: " + strings.Join(sheetNames(book), ", ") + meant,
		}
	case !some:
		return sheetHead{}, &Error{Message: "every sheet of the workbook is hidden", Hint: "name one in the mapping: input.sheet is one of: " + strings.Join(sheetNames(book), ", ")}
	case best.row == 0 && o.HeaderLine > maxHeaderRow:
		return sheetHead{}, &Error{Message: fmt.Sprintf("no header: input.header_line is %d, beyond the first %d rows", o.HeaderLine, maxHeaderRow), Hint: "correct input.header_line in the mapping or leave it out"}
	case best.row == 0 && o.HeaderLine > 0:
		return sheetHead{}, &Error{Line: o.HeaderLine, Message: fmt.Sprintf("no header: row %d of sheet %q is blank", o.HeaderLine, best.Name), Hint: "correct input.header_line in the mapping or leave it out"}
	case best.row == 0:
		return sheetHead{}, &Error{Message: fmt.Sprintf("sheet %q is empty", best.Name), Hint: "one of its first rows must name the columns"}
	}
	return best, nil
}

func sheetNames(book *xlsx.Workbook) []string {
	sheets := book.Sheets()
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = s.Name
	}
	return names
}

// readSheetHead looks for the header: in the row that the mapping names, else the first of
// the first 20 rows that holds most of the columns.
func readSheetHead(book *xlsx.Workbook, s xlsx.Sheet, m xlsx.Merges, o Options) (sheetHead, error) {
	h := sheetHead{Sheet: s}
	rows, err := book.Rows(s, m)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	wanted := foldAll(o.Columns)
	var read [][]string
	seen, size := 0, 0
	for seen < 20 && len(read) < maxHeaderRow {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return h, err
		}
		rows.Fill(&row)
		for _, cell := range row.Cells {
			size += len(cell)
		}
		if size > headSize && h.row == 0 {
			return h, errors.New("the header does not end within the first MiB")
		}
		if size > headSize || row.Number > maxHeaderRow {
			break
		}
		for len(read) < row.Number-1 {
			read = append(read, nil)
		}
		read = append(read, row.Cells)
		if allBlank(row.Cells) || o.HeaderLine > 0 && row.Number != o.HeaderLine {
			if o.HeaderLine > 0 && row.Number >= o.HeaderLine {
				break
			}
			continue
		}
		found := countFound(wanted, row.Cells)
		if seen == 0 || found > h.found {
			h.row, h.cells, h.found = row.Number, row.Cells, found
		}
		seen++
		if o.HeaderLine > 0 || len(wanted) > 0 && found == len(wanted) {
			break
		}
	}
	if h.row > 0 {
		h.above = read[:h.row-1]
		h.cells = padHeader(h.cells, rows.Width())
	}
	return h, nil
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

// workbookError says that a workbook, or a part of it, can't be read.
func workbookError(err error) *Error {
	if e := archiveError(err); e != nil {
		e.Message = strings.Replace(e.Message, "archive", "workbook", 1)
		return e
	}
	return &Error{Message: fmt.Sprintf("the workbook can't be read: %v", err), Hint: "open it and save it again as .xlsx", cause: err}
}

// csvLine writes cells as one CSV record.
func csvLine(cells []string) []byte {
	if len(cells) == 0 {
		return []byte("\r\n")
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(cells) // a buffer takes all of it
	w.Flush()
	return out.Bytes()
}

// singleLines keeps a row above the header one line long, so that the header's line
// stays the sheet's row.
func singleLines(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = strings.ReplaceAll(cell, "\n", " ")
	}
	return out
}
