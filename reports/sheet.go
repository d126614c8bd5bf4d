package reports

import (
	"fmt"
	"io"
	"os"
	"strings"

	"bcimport/mapping/texts"
	"bcimport/reports/atomicfile"
)

// Formats of report and changes.
const (
	FormatCSV  = "csv"
	FormatXLSX = "xlsx"
)

// Sheet is a workbook under way with rows of one width: report.xlsx or changes.xlsx.
type Sheet interface {
	// Append adds a row; the first one is the header.
	Append(cells []string) error
	// WriteTo writes the workbook; nothing is added behind that.
	WriteTo(w io.Writer) (int64, error)
	// Close drops what it holds.
	Close() error
}

// sheetRows lets gocsv write to a sheet.
type sheetRows struct {
	sheet Sheet
	err   error
}

// Write adds a row. A cell of a workbook is a text by itself: it needs no apostrophe.
func (s *sheetRows) Write(row []string) error {
	for i, text := range row {
		if rest, quoted := strings.CutPrefix(text, "'"); quoted && texts.Formula(rest) {
			row[i] = rest
		}
	}
	s.err = s.sheet.Append(row)
	return s.err
}

func (s *sheetRows) Flush() {}

func (s *sheetRows) Error() error { return s.err }

// document is report or changes under way, in one of its formats.
type document struct {
	root  *os.Root
	name  string
	other string           // its name in the other format
	file  *atomicfile.File // CSV
	sheet Sheet            // XLSX
}

// newDocument begins a document; open is nil for CSV.
func newDocument(root *os.Root, csvName, bookName string, open func(name string) (Sheet, error)) (*document, error) {
	if open == nil {
		f, err := atomicfile.Create(root, csvName)
		return &document{root: root, name: csvName, other: bookName, file: f}, err
	}
	sheet, err := open(strings.TrimSuffix(bookName, ".xlsx"))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", bookName, err)
	}
	return &document{root: root, name: bookName, other: csvName, sheet: sheet}, nil
}

// finish gives the document its name, and removes an older one of the other
// format.
func (d *document) finish(commit func(*atomicfile.File) error) error {
	if d.sheet != nil {
		f, err := atomicfile.Create(d.root, d.name)
		if err != nil {
			return err
		}
		defer f.Discard()
		if _, err := d.sheet.WriteTo(f); err != nil {
			return fmt.Errorf("write %s: %w", d.name, err)
		}
		d.file = f
	}
	if err := commit(d.file); err != nil {
		return err
	}
	remove(d.root, d.other)
	return nil
}

func (d *document) discard() {
	if d == nil {
		return
	}
	if d.sheet != nil {
		d.sheet.Close()
	}
	if d.file != nil {
		d.file.Discard()
	}
}
