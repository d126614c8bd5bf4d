package sheets

import (
	"fmt"
	"io"
	"slices"

	"bcimport/importer/workbook"
	"bcimport/reports"
)

// mostSheetRows is how many rows a sheet of Excel has, its header included.
const mostSheetRows = 1 << 20

// reportBook writes report or changes as a workbook whose rows are a table; what does not
// fit on a sheet goes to the next.
type reportBook struct {
	name   string
	most   int // rows a sheet
	book   *workbook.Book
	header []string
	sheets int
	row    int
}

// newReportBook begins a workbook.
func newReportBook(name string) (reports.Sheet, error) {
	return &reportBook{name: name, most: mostSheetRows}, nil
}

// Reports is where workbooks of a format come from; nil for CSV.
func Reports(format string) func(name string) (reports.Sheet, error) {
	if format != reports.FormatXLSX {
		return nil
	}
	return newReportBook
}

// Append adds a row; the first one is the header.
func (r *reportBook) Append(cells []string) error {
	if r.header == nil {
		return r.begin(cells)
	}
	if r.row == r.most {
		if err := r.next(); err != nil {
			return err
		}
	}
	row := asCells(cells)
	for i := range row {
		row[i].Number = i < len(r.header) && slices.Contains([]string{"line", "http_status", "attempts"}, r.header[i])
	}
	r.row++
	return r.book.Append(r.row, row)
}

// begin makes the workbook with its first sheet.
func (r *reportBook) begin(header []string) error {
	r.header = slices.Clone(header)
	columns := make([]workbook.Column, len(header))
	for i, name := range header {
		columns[i].Width = map[string]float64{
			"line": 8, "id": 38, "key": 20, "message": 60, "name": 24, "before": 28, "after": 28, "error_code": 22, "changed_fields": 22, "finished_at": 24, "field": 20,
		}[name]
		if columns[i].Width == 0 {
			columns[i].Width = 14
		}
	}
	var err error
	if r.book, err = workbook.New(r.name, columns); err != nil {
		return err
	}
	return r.head()
}

// head begins a sheet.
func (r *reportBook) head() error {
	r.sheets, r.row = r.sheets+1, 1
	if err := r.book.Freeze(1); err != nil {
		return err
	}
	cells := asCells(r.header)
	for i := range cells {
		cells[i].Bold = true
	}
	return r.book.Append(1, cells)
}

func (r *reportBook) next() error {
	if err := r.end(); err != nil {
		return err
	}
	if err := r.book.Next(fmt.Sprintf("%s %d", r.name, r.sheets+1)); err != nil {
		return err
	}
	return r.head()
}

// end makes the rows of a sheet a table.
func (r *reportBook) end() error {
	return r.book.Table(fmt.Sprintf("%s%d", r.name, r.sheets), 1)
}

// WriteTo writes the workbook.
func (r *reportBook) WriteTo(w io.Writer) (int64, error) {
	if err := r.end(); err != nil {
		return 0, err
	}
	return r.book.WriteTo(w)
}

// Close drops what the workbook holds.
func (r *reportBook) Close() error {
	if r.book == nil {
		return nil
	}
	return r.book.Close()
}
