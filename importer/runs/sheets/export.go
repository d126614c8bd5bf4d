package sheets

import (
	"encoding/csv"
	"errors"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/workbook"
	"bcimport/mapping"
	"bcimport/reports"
	"bcimport/reports/atomicfile"
)

// Export is an export under way. It is used by one goroutine.
type Export interface {
	// Add writes a record.
	Add(importer.Exported) error
	// Commit gives the file its name; Discard drops one that was not committed.
	Commit() error
	Discard()
}

type exportCSV struct {
	*atomicfile.File
	csv    *csv.Writer
	fields []string
}

// NewExportCSV begins a CSV file with the fields and, to compare with, their values before
// any edit. The delimiter is a comma where it is empty.
func NewExportCSV(path, delimiter string, fields []string) (Export, error) {
	w, err := atomicfile.CreateAt(path)
	if err != nil {
		return nil, importer.Invalidf("%w", err)
	}
	w.WriteString("\ufeff") // without it Excel takes UTF-8 for a code page
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if delimiter != "" {
		c.Comma, _ = utf8.DecodeRuneInString(delimiter)
	}
	return &exportCSV{w, c, fields}, c.Write(exportHeader(fields))
}

func (x *exportCSV) Add(e importer.Exported) error {
	cells := exportedRow(e, x.fields)
	for i, cell := range cells {
		cells[i] = reports.Plain(cell)
	}
	return x.csv.Write(cells)
}

func (x *exportCSV) Commit() error {
	if x.csv.Flush(); x.csv.Error() != nil {
		return x.csv.Error()
	}
	return x.File.Commit()
}

type exportBook struct {
	*atomicfile.File
	book   *workbook.Book
	fields []string
	at     int
}

// NewExportBook begins a workbook in which the first three columns are locked and the
// values to compare with are hidden.
func NewExportBook(path string, fields []string, lengths map[string]int) (Export, error) {
	columns := []workbook.Column{{Width: 38, Locked: true}, {Width: 14, Locked: true}, {Width: 10, Locked: true}}
	for _, f := range fields {
		longest := mapping.Length(f)
		if n := lengths[f]; n > 0 {
			longest = n
		}
		columns = append(columns, workbook.Column{Width: workbook.Width(min(longest, 32)), Longest: longest})
	}
	for range fields {
		columns = append(columns, workbook.Column{Hidden: true, Locked: true})
	}
	w, err := atomicfile.CreateAt(path)
	if err != nil {
		return nil, importer.Invalidf("%w", err)
	}
	book, err := workbook.New("Contacts", columns)
	if err == nil {
		err = errors.Join(book.Freeze(1), book.Guard(2))
	}
	if err != nil {
		w.Discard()
		return nil, importer.Brokenf("%w", err)
	}
	x := &exportBook{File: w, book: book, fields: fields}
	return x, x.add(exportHeader(fields), true)
}

func (x *exportBook) Add(e importer.Exported) error { return x.add(exportedRow(e, x.fields), false) }

func (x *exportBook) add(texts []string, bold bool) error {
	x.at++
	cells := make([]workbook.Cell, len(texts))
	for i, text := range texts {
		cells[i] = workbook.Cell{Text: text, Bold: bold}
	}
	return x.book.Append(x.at, cells)
}

func (x *exportBook) Commit() error {
	if err := x.book.Table("Contacts", 1); err != nil {
		return err
	}
	if _, err := x.book.WriteTo(x.File); err != nil {
		return err
	}
	return x.File.Commit()
}

func (x *exportBook) Discard() {
	x.book.Close()
	x.File.Discard()
}

// BaseColumn is the column that holds a field's value before any edit.
func BaseColumn(field string) string { return field + " before" }

func exportHeader(fields []string) []string {
	header := append([]string{"id", "number", "eTag"}, fields...)
	for _, f := range fields {
		header = append(header, BaseColumn(f))
	}
	return header
}

func exportedRow(c importer.Exported, fields []string) []string {
	cells := make([]string, 0, 3+2*len(fields))
	cells = append(cells, c.ID, c.Number, string(c.ETag))
	for range 2 {
		for _, f := range fields {
			cells = append(cells, c.Text(f))
		}
	}
	return cells
}
