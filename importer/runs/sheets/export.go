package sheets

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/workbook"
	"bcimport/mapping/entity"
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

// Column is a field to export.
type Column struct {
	*entity.Field
	// Codes are the texts by which people know the records that the field refers to, by
	// id; nil shows the ids themselves.
	Codes map[string]string
	// Heading is the column's header; empty is the name of the field.
	Heading string
}

// Exportable lists the fields that can be set without a rename or an entry, and of fields
// that say the same in different forms the last, which is the one that people know.
func Exportable(set *entity.Entity) []string {
	return slices.DeleteFunc(set.Settable(), func(name string) bool {
		if set.Find(name).Effect != entity.NoEffect {
			return true
		}
		return slices.ContainsFunc(set.Alternatives, func(same []string) bool {
			return slices.Contains(same, name) && name != same[len(same)-1]
		})
	})
}

// Head gives each column a heading: the first caption of its field in a set, and the name
// of the field where the set is nil. What could be taken for another column gets the name
// of the field as well.
func Head(columns []Column, captioned *entity.Entity) {
	count := map[string]int{}
	for _, name := range fixedHeader() {
		count[strings.ToLower(name)]++
	}
	for i := range columns {
		c := &columns[i]
		if captioned != nil {
			if captions := captioned.Find(c.Name).Captions; len(captions) > 0 {
				c.Heading = strings.TrimLeft(captions[0], "=+-@'\"\t ") // which a spreadsheet may change
			}
		}
		count[strings.ToLower(c.heading())]++
		count[strings.ToLower(BaseColumn(c.heading()))]++
	}
	for i := range columns {
		c := &columns[i]
		if count[strings.ToLower(c.heading())] > 1 || count[strings.ToLower(BaseColumn(c.heading()))] > 1 {
			c.Heading = fmt.Sprintf("%s (%s)", c.heading(), c.Name)
		}
	}
}

func (c Column) heading() string { return cmp.Or(c.Heading, c.Name) }

// text is what a cell of the column holds.
func (c Column) text(e importer.Exported) string {
	value := e.Text(c.Name)
	if code, known := c.Codes[value]; known {
		return code
	}
	return value
}

// choices are what a cell of the column can hold, where that is a short list.
func (c Column) choices() []string {
	var all []string
	switch {
	case c.Type == entity.Boolean:
		return []string{"true", "false"}
	case c.Type == entity.Enumeration:
		for _, m := range c.Members {
			if m.Name != "" {
				all = append(all, m.Name)
			}
		}
	case c.Codes != nil:
		all = slices.Sorted(maps.Values(c.Codes))
	}
	if len(strings.Join(all, ",")) > longestList || strings.Contains(strings.Join(all, ""), ",") {
		return nil
	}
	return all
}

// longestList is how long a list of choices in a workbook may be, in characters.
const longestList = 250

type exportCSV struct {
	*atomicfile.File
	csv     *csv.Writer
	columns []Column
}

// NewExportCSV begins a CSV file with the fields and, to compare with, their values before
// any edit. The delimiter is a comma where it is empty.
func NewExportCSV(path, delimiter string, columns []Column) (Export, error) {
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
	return &exportCSV{w, c, columns}, c.Write(exportHeader(columns))
}

func (x *exportCSV) Add(e importer.Exported) error {
	cells := exportedRow(e, x.columns)
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
	book    *workbook.Book
	sheet   string
	columns []Column
	at      int
}

// NewExportBook begins a workbook with a sheet of the name given, in which the first three
// columns are locked and the values to compare with are hidden.
func NewExportBook(path, sheet string, fields []Column) (Export, error) {
	columns := []workbook.Column{{Width: 38, Locked: true}, {Width: 14, Locked: true}, {Width: 10, Locked: true}}
	for _, f := range fields {
		columns = append(columns, workbook.Column{Width: workbook.Width(min(cmp.Or(f.Length, 12), 32)), Longest: f.Length, Choices: f.choices()})
	}
	for range fields {
		columns = append(columns, workbook.Column{Hidden: true, Locked: true})
	}
	w, err := atomicfile.CreateAt(path)
	if err != nil {
		return nil, importer.Invalidf("%w", err)
	}
	book, err := workbook.New(sheet, columns)
	if err == nil {
		err = errors.Join(book.Freeze(1), book.Guard(2))
	}
	if err != nil {
		w.Discard()
		return nil, importer.Brokenf("%w", err)
	}
	x := &exportBook{File: w, book: book, sheet: sheet, columns: fields}
	return x, x.add(exportHeader(fields), true)
}

func (x *exportBook) Add(e importer.Exported) error { return x.add(exportedRow(e, x.columns), false) }

func (x *exportBook) add(texts []string, bold bool) error {
	x.at++
	cells := make([]workbook.Cell, len(texts))
	for i, text := range texts {
		cells[i] = workbook.Cell{Text: text, Bold: bold}
	}
	return x.book.Append(x.at, cells)
}

func (x *exportBook) Commit() error {
	if err := x.book.Table(x.sheet, 1); err != nil {
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

// BaseColumn is the column that holds the value before any edit of the column with a heading.
func BaseColumn(heading string) string { return heading + " before" }

// fixedHeader are the headings of the columns before those of the fields.
func fixedHeader() []string { return []string{"id", "number", "eTag"} }

func exportHeader(columns []Column) []string {
	header := fixedHeader()
	for _, c := range columns {
		header = append(header, c.heading())
	}
	for _, c := range columns {
		header = append(header, BaseColumn(c.heading()))
	}
	return header
}

func exportedRow(e importer.Exported, columns []Column) []string {
	cells := make([]string, 0, 3+2*len(columns))
	cells = append(cells, e.ID, e.Number, string(e.ETag))
	for range 2 {
		for _, c := range columns {
			cells = append(cells, c.text(e))
		}
	}
	return cells
}
