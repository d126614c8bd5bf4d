// Package workbook writes XLSX files: one sheet of texts, streamed. It knows nothing
// of contacts or runs. Start with New.
package workbook

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Column is one column of the sheet.
type Column struct {
	Width   float64 // in characters; 0 is the program's own
	Hidden  bool
	Locked  bool // Guard lets nothing be entered in its cells
	Longest int  // UTF-16 units that an edited text may have; 0: any
	// Choices are offered as a list in the cells below the frozen rows, where other texts
	// can be entered too.
	Choices []string
}

// Cell is one cell of a row.
type Cell struct {
	Text string
	Bad  bool // highlighted
	Bold bool // of a header
	// Number makes a cell whose text is a whole number one that a spreadsheet can add up.
	Number bool
	Note   string // a comment on the cell; only the first of a book are kept
}

// maxNotes bounds the comments: each costs memory until the book is written.
const maxNotes = 500

// Book is a workbook that is being written, for one goroutine. Many rows go to a temporary
// file. The caller closes it.
type Book struct {
	file    *excelize.File
	stream  *excelize.StreamWriter
	sheet   string
	columns []Column
	styles  map[style]int
	notes   int
	last    int
}

type style struct{ bad, bold, locked bool }

// New begins a workbook with one sheet, whose name has at most 31 characters, as Excel
// requires.
func New(sheet string, columns []Column) (*Book, error) {
	b := &Book{file: excelize.NewFile(), sheet: sheet, columns: columns, styles: map[style]int{}}
	if err := b.begin(); err != nil {
		b.file.Close()
		return nil, fmt.Errorf("make workbook: %w", err)
	}
	return b, nil
}

func (b *Book) begin() error {
	if err := b.file.SetSheetName("Sheet1", b.sheet); err != nil {
		return err
	}
	return b.open()
}

// open begins to write the sheet.
func (b *Book) open() error {
	var err error
	if b.stream, err = b.file.NewStreamWriter(b.sheet); err != nil {
		return err
	}
	for i, c := range b.columns {
		if c.Width > 0 {
			if err := b.stream.SetColWidth(i+1, i+1, c.Width); err != nil {
				return err
			}
		}
		if c.Hidden {
			if err := b.stream.SetColVisible(i+1, i+1, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// Freeze keeps the rows up to the given one in sight. It is called before the first Append.
func (b *Book) Freeze(row int) error {
	below := fmt.Sprintf("A%d", row+1)
	if err := b.file.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: row, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	return b.addChoices(row + 1)
}

// addChoices puts the lists of choices into the cells from a row on.
func (b *Book) addChoices(from int) error {
	for i, c := range b.columns {
		if len(c.Choices) == 0 {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return fmt.Errorf("make workbook: %w", err)
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(fmt.Sprintf("%s%d:%s%d", name, from, name, excelize.TotalRows))
		if err := rule.SetDropList(c.Choices); err != nil {
			return fmt.Errorf("make workbook: %w", err)
		}
		rule.ShowErrorMessage = false
		if err := b.file.AddDataValidation(b.sheet, rule); err != nil {
			return fmt.Errorf("make workbook: %w", err)
		}
	}
	return nil
}

// Append adds a row, whose number is above that of the row before.
func (b *Book) Append(row int, cells []Cell) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		locked := i < len(b.columns) && b.columns[i].Locked
		id, err := b.style(style{cell.Bad, cell.Bold, locked || cell.Bold})
		if err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
		values[i] = excelize.Cell{StyleID: id, Value: cell.Text}
		if n, err := strconv.Atoi(cell.Text); cell.Number && err == nil {
			values[i] = n
		}
		if cell.Note != "" && b.notes < maxNotes {
			b.notes++
			if err := b.note(i+1, row, cell.Note); err != nil {
				return fmt.Errorf("write workbook: %w", err)
			}
		}
	}
	if err := b.stream.SetRow(fmt.Sprintf("A%d", row), values); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	b.last = row
	return nil
}

func (b *Book) note(column, row int, text string) error {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	height := 60 + 16*uint(len(text)/40)
	return b.file.AddComment(b.sheet, excelize.Comment{
		Cell: name, Author: "bcimport", Width: 320, Height: min(height, 400),
		Paragraph: []excelize.RichTextRun{{Text: text}},
	})
}

// style returns the number of a cell style. Every cell is text, so that no spreadsheet
// takes a phone number for a number.
func (b *Book) style(s style) (int, error) {
	if id, known := b.styles[s]; known {
		return id, nil
	}
	text := "@"
	look := &excelize.Style{CustomNumFmt: &text, Protection: &excelize.Protection{Locked: s.locked}}
	if s.bad {
		look.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFC7CE"}}
	}
	if s.bold {
		look.Font = &excelize.Font{Bold: true}
	}
	id, err := b.file.NewStyle(look)
	b.styles[s] = id
	return id, err
}

// Guard validates what is entered from a row on: nothing in locked columns, and texts up to
// their length in others. It uses no sheet protection, under which Excel does not sort. It
// is called before the first Append.
func (b *Book) Guard(from int) error {
	for i, c := range b.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return fmt.Errorf("guard workbook: %w", err)
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(fmt.Sprintf("%s%d:%s%d", name, from, name, excelize.TotalRows))
		switch {
		case c.Locked:
			rule.Type, rule.Formula1 = "custom", "FALSE"
			rule.SetError(excelize.DataValidationErrorStyleStop, "Not to be changed", "This column identifies the record of the row and how it was read.")
		case c.Longest > 0:
			if err := rule.SetRange(0, c.Longest, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween); err != nil {
				return fmt.Errorf("guard workbook: %w", err)
			}
			rule.SetError(excelize.DataValidationErrorStyleStop, "Too long", fmt.Sprintf("Business Central takes at most %d characters here.", c.Longest))
		default:
			continue
		}
		if err := b.file.AddDataValidation(b.sheet, rule); err != nil {
			return fmt.Errorf("guard workbook: %w", err)
		}
	}
	return nil
}

// Table makes the rows from a header row to the last one a table of that name, or of the
// one nearest to it that a table can have, which filters and sorts as a whole, hidden
// columns included. The header's cells must differ. It
// is called after the last Append.
func (b *Book) Table(name string, header int) error {
	to, err := excelize.CoordinatesToCellName(len(b.columns), max(b.last, header+1))
	if err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	if err := b.stream.AddTable(&excelize.Table{Range: fmt.Sprintf("A%d:%s", header, to), Name: tableName(name), StyleName: "TableStyleLight1"}); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	return nil
}

// Next ends the sheet and begins another one with the same columns.
func (b *Book) Next(sheet string) error {
	if err := b.stream.Flush(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if _, err := b.file.NewSheet(sheet); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	b.sheet, b.last = sheet, 0
	return b.open()
}

// AddHidden adds a sheet that people do not see, for a text that travels with the workbook:
// programs that save it keep such a sheet, while some drop properties that they do not
// know. It is called before the first Append; SetHidden sets the text.
func (b *Book) AddHidden(sheet string) error {
	if _, err := b.file.NewSheet(sheet); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	if err := b.file.SetSheetVisible(sheet, false); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	return nil
}

// SetHidden sets the text in the first cell of a hidden sheet.
func (b *Book) SetHidden(sheet, text string) error {
	if err := b.file.SetCellStr(sheet, "A1", text); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// WriteTo writes the workbook; nothing can be added after that.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	if err := b.stream.Flush(); err != nil {
		return 0, fmt.Errorf("write workbook: %w", err)
	}
	// Of itself the library keeps the whole archive in memory first.
	out := &counter{w: w}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	if _, err := b.file.WriteTo(io.Discard); err != nil {
		return out.n, fmt.Errorf("write workbook: %w", err)
	}
	return out.n, nil
}

// counter counts what it writes.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// Close releases what the book holds, its temporary files included.
func (b *Book) Close() error { return b.file.Close() }

// Width returns the width of a column for its longest text, between 8 and 60.
func Width(longest int) float64 { return math.Min(60, math.Max(8, float64(longest)+2)) }
