package source

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"strings"

	"bcimport/importer/source/charset"
	"bcimport/importer/source/xlsx"
	"bcimport/mapping"
	"bcimport/mapping/phrase"
)

// openSheet chooses the sheet and reads its header.
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
		Format: FormatXLSX, Sheet: best.Name, Sheets: visibleNames(book), sheet: best.Sheet, merges: merged, decimal: o.Decimal,
		codec: c, cells: trimAll(best.cells), preamble: []byte("\ufeff"),
		headerRaw: csvLine(best.cells), lineEnd: []byte("\r\n"), bodyLine: best.row + 1,
	}
	for _, cells := range best.above {
		f.preamble = append(f.preamble, csvLine(singleLines(cells))...)
	}
	return f, nil
}

// openWorkbook opens a workbook.
func openWorkbook(archive *zip.Reader) (*xlsx.Workbook, *Error) {
	book, err := xlsx.Open(archive, xlsx.Options{Unpack: openEntry, Uncomputed: mapping.Uncomputed})
	switch {
	case errors.Is(err, xlsx.ErrNoMainPart):
		return nil, &Error{Message: phrase.New("%s", err), Hint: phrase.New("open it and save it again as .xlsx"), unreadable: true}
	case errors.Is(err, xlsx.ErrNoWorkbook), errors.Is(err, xlsx.ErrNoSheet):
		return nil, &Error{Message: phrase.New("%s", err), Hint: phrase.New("save the table as .xlsx or CSV UTF-8"), unreadable: true}
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

// chooseSheet returns the sheet that the mapping names, else the first visible one, of
// the first maxSearchedSheets, whose header holds most of the columns.
func chooseSheet(book *xlsx.Workbook, o Options) (sheetHead, *Error) {
	var best sheetHead
	found, searched := false, 0
	for _, s := range book.Sheets() {
		if o.Sheet == "" && searched == maxSearchedSheets {
			break
		}
		if !isEligible(s, o.Sheet) {
			continue
		}
		searched++
		h, err := readSheetHead(book, s, nil, o)
		if err != nil {
			e := workbookError(err)
			e.Message = phrase.New("sheet %q: %s", s.Name, e.Message)
			return sheetHead{}, e
		}
		if !found || h.found > best.found || best.row == 0 && h.row > 0 {
			best, found = h, true
		}
	}
	switch {
	case !found:
		return sheetHead{}, noSheetError(book, o.Sheet)
	case best.row == 0:
		return sheetHead{}, noHeaderError(best.Name, o.HeaderLine)
	}
	return best, nil
}

// isEligible reports whether a sheet can be the input: the one that the mapping names,
// else any that is visible.
func isEligible(s xlsx.Sheet, wanted string) bool {
	if wanted != "" {
		return strings.EqualFold(s.Name, wanted)
	}
	return !s.Hidden
}

func noSheetError(book *xlsx.Workbook, wanted string) *Error {
	names := sheetNames(book)
	hint := phrase.New("set input.sheet in the mapping to one of: %s", strings.Join(names, ", "))
	if wanted == "" {
		return &Error{
			Message: phrase.New("every sheet of the workbook is hidden"),
			Hint:    hint,
		}
	}
	if near := mapping.Nearest(wanted, names); len(near) > 0 {
		hint = phrase.New("%s; did you mean %s?", hint, phrase.Or(near))
	}
	return &Error{
		Message: phrase.New("the workbook has no sheet %q", wanted),
		Hint:    hint,
	}
}

// noHeaderError says that a sheet has no header, or none in the row that the mapping names.
func noHeaderError(sheet string, headerLine int) *Error {
	correct := phrase.New("correct input.header_line in the mapping or leave it out")
	switch {
	case headerLine > maxHeaderRow:
		return &Error{Message: phrase.New("no header: input.header_line is %d, beyond the first %d rows", headerLine, maxHeaderRow), Hint: correct}
	case headerLine > 0:
		return &Error{Line: headerLine, Message: phrase.New("no header: row %d of sheet %q is blank", headerLine, sheet), Hint: correct}
	}
	return &Error{Message: phrase.New("sheet %q is empty", sheet), Hint: phrase.New("one of its first rows must name the columns")}
}

func sheetNames(book *xlsx.Workbook) []string {
	sheets := book.Sheets()
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = s.Name
	}
	return names
}

// workbookError returns why a workbook, or a part of it, can't be read.
func workbookError(err error) *Error {
	e := archiveError(err)
	switch {
	case isDamaged(err):
		return &Error{Message: phrase.New("the workbook is damaged: %s", err), Hint: phrase.New("open it and save it again as .xlsx, or ask for it again"), cause: err, unreadable: true}
	case e != nil:
		return e
	}
	return &Error{Message: phrase.New("the workbook can't be read: %s", err), Hint: phrase.New("open it and save it again as .xlsx"), cause: err, unreadable: true}
}

// csvLine returns cells as one CSV record.
func csvLine(cells []string) []byte {
	if len(cells) == 0 {
		return []byte("\r\n")
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(cells) // a buffer never fails
	w.Flush()
	return out.Bytes()
}

// singleLines removes line breaks from a row above the header, so that the header's line is
// its row in the sheet.
func singleLines(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = strings.ReplaceAll(cell, "\n", " ")
	}
	return out
}
