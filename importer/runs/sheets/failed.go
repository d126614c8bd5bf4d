package sheets

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/importer/workbook"
	"bcimport/mapping"
	"bcimport/reports"
)

// failedBook writes failed rows as the sheet they came from, with the cells coloured
// that a failure is about and the reason as a comment. It works from the record of a
// run alone.
type failedBook struct {
	book    *workbook.Book
	columns *mapping.Bound
	at      int // the last row written
	result  source.ResultColumns
}

// NewFailed begins the workbook with everything up to the header, each row where
// it stood. decides reports whether a row is in conflict.
func NewFailed(about importer.About, m *mapping.Mapping, decides bool) (reports.Book, error) {
	columns, err := m.Bind(about.Input.Header)
	if err != nil {
		return nil, importer.Errorf("read the recorded mapping: %w", err)
	}
	lines, err := readRecords(bytes.TrimPrefix(about.Input.Head, []byte("\ufeff")))
	if err != nil {
		return nil, importer.Errorf("read the recorded header: %w", err)
	}
	f := &failedBook{columns: columns, result: source.ResultColumnsIn(about.Input.Header, decides)}
	sheet := make([]workbook.Column, 0, f.result.Width)
	for _, name := range about.Input.Header {
		sheet = append(sheet, workbook.Column{Width: workbook.Width(utf8.RuneCountInString(name) + 6)})
	}
	sheet = source.WithResultColumns(f.result, sheet)
	sheet[f.result.Status].Width, sheet[f.result.Message].Width = 16, 60
	if at := f.result.Decision; at >= 0 {
		sheet[at] = workbook.Column{Width: 20, Choices: []string{"keep", "take"}}
	}
	if f.book, err = workbook.New(sheetName(about.Input.Sheet), sheet); err != nil {
		return nil, err
	}
	if err := f.begin(lines); err != nil {
		f.book.Close()
		return nil, err
	}
	return f, nil
}

func (f *failedBook) begin(lines [][]string) error {
	if err := f.book.Freeze(len(lines)); err != nil {
		return err
	}
	for i, texts := range lines {
		cells := asCells(texts)
		if i == len(lines)-1 {
			cells = f.with(cells, source.StatusColumn, source.MessageColumn)
			if f.result.Decision >= 0 {
				cells[f.result.Decision].Text = source.DecisionColumn
			}
			for c := range cells {
				cells[c].Bold = true
			}
		}
		f.at++
		if len(texts) == 0 {
			continue
		}
		if err := f.book.Append(f.at, cells); err != nil {
			return err
		}
	}
	return nil
}

// Add adds one row with its message.
func (f *failedBook) Add(o importer.Outcome, message string) error {
	records, err := readRecords(o.Raw)
	if err != nil || len(records) != 1 {
		return importer.Errorf("line %d is not as it was recorded: %w", o.Line, err)
	}
	cells := asCells(records[0])
	first := true
	for _, field := range o.Blames {
		for _, at := range f.columns.Sources(field) {
			if at >= len(cells) {
				continue
			}
			cells[at].Bad = true
			if first {
				cells[at].Note, first = message, false
			}
		}
	}
	if first && len(cells) > 0 {
		cells[0].Note = message
	}
	f.at++
	cells = f.with(cells, string(o.Status), message)
	if at := f.result.Decision; at >= 0 && source.NeedsDecision(string(o.Status)) {
		cells[at].Text = ""
	}
	return f.book.Append(f.at, cells)
}

// with puts status and message into a row.
func (f *failedBook) with(cells []workbook.Cell, status, message string) []workbook.Cell {
	cells = source.WithResultColumns(f.result, cells)
	cells[f.result.Status].Text, cells[f.result.Message].Text = status, message
	return cells
}

func (f *failedBook) WriteTo(w io.Writer) (int64, error) { return f.book.WriteTo(w) }

func (f *failedBook) Close() error { return f.book.Close() }

func asCells(texts []string) []workbook.Cell {
	cells := make([]workbook.Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

// readRecords reads the rows of a sheet as they are recorded: as CSV, a line each;
// an empty line is a row without cells.
func readRecords(text []byte) ([][]string, error) {
	var records [][]string
	for len(text) > 0 {
		if bytes.HasPrefix(text, []byte("\r\n")) {
			records = append(records, nil)
			text = text[2:]
			continue
		}
		r := csv.NewReader(bytes.NewReader(text))
		r.FieldsPerRecord = -1
		record, err := r.Read()
		if err != nil {
			return nil, err
		}
		records = append(records, record)
		text = text[r.InputOffset():]
	}
	return records, nil
}

// sheetName is a name as Excel takes it: up to 31 characters, without some signs.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	return cmp.Or(name, "Sheet1")
}
