package cli_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// editCell FILE ROW COLUMN TEXT is a consultant's edit of a workbook: the column is
// named by its header.
func editCell(ts *testscript.TestScript, _ bool, args []string) {
	withCell(ts, args[0], args[1], args[2], func(f *excelize.File, sheet, cell string) {
		ts.Check(f.SetCellStr(sheet, cell, args[3]))
		ts.Check(f.Save())
	})
}

// cellOf FILE ROW COLUMN prints a cell of a workbook.
func cellOf(ts *testscript.TestScript, _ bool, args []string) {
	withCell(ts, args[0], args[1], args[2], func(f *excelize.File, sheet, cell string) {
		text, err := f.GetCellValue(sheet, cell)
		ts.Check(err)
		ts.Stdout().Write([]byte(text))
	})
}

// noted FILE ROW COLUMN PART wants a coloured cell with a comment that holds the part.
func noted(ts *testscript.TestScript, _ bool, args []string) {
	withCell(ts, args[0], args[1], args[2], func(f *excelize.File, sheet, cell string) {
		comments, err := f.GetComments(sheet)
		ts.Check(err)
		if !slices.ContainsFunc(comments, func(c excelize.Comment) bool {
			text := c.Text
			for _, p := range c.Paragraph {
				text += p.Text
			}
			return c.Cell == cell && strings.Contains(text, args[3])
		}) {
			ts.Fatalf("no comment on %s holds %q: %+v", cell, args[3], comments)
		}
		id, err := f.GetCellStyle(sheet, cell)
		ts.Check(err)
		style, err := f.GetStyle(id)
		ts.Check(err)
		if len(style.Fill.Color) == 0 {
			ts.Fatalf("cell %s is not coloured", cell)
		}
	})
}

func withCell(ts *testscript.TestScript, file, row, column string, do func(f *excelize.File, sheet, cell string)) {
	f, err := excelize.OpenFile(ts.MkAbs(file))
	ts.Check(err)
	defer f.Close()
	sheet := f.GetSheetList()[0]
	if active := f.GetSheetName(f.GetActiveSheetIndex()); active != "" {
		sheet = active
	}
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	n, err := strconv.Atoi(row)
	ts.Check(err)
	for _, header := range rows {
		if at := slices.Index(header, column); at >= 0 {
			cell, err := excelize.CoordinatesToCellName(at+1, n)
			ts.Check(err)
			do(f, sheet, cell)
			return
		}
	}
	ts.Fatalf("%s has no column %s", file, column)
}

// otherEdits FILE FIELD VALUE is another user's edit of the contact whose number
// stands in a file.
func otherEdits(ts *testscript.TestScript, _ bool, args []string) {
	editContact(ts, false, append([]string{numberIn(ts, args[0])}, args[1:]...))
}

// held FILE FIELD VALUE wants a field of the contact whose number stands in a file.
func held(ts *testscript.TestScript, neg bool, args []string) {
	assertContact(ts, neg, append([]string{numberIn(ts, args[0])}, args[1:]...))
}

func numberIn(ts *testscript.TestScript, file string) string {
	number, err := os.ReadFile(ts.MkAbs(file))
	ts.Check(err)
	return strings.TrimSpace(string(number))
}

// writeWorkbook is a program that writes in.csv, without quotes, as in.xlsx.
func writeWorkbook() {
	text, err := os.ReadFile("in.csv")
	x := excelize.NewFile()
	sheet, newErr := x.NewStreamWriter("Sheet1")
	if err = errors.Join(err, newErr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	row := 0
	for line := range strings.Lines(string(text)) {
		row++
		var cells []any
		for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			cells = append(cells, cell)
		}
		err = errors.Join(err, sheet.SetRow(fmt.Sprintf("A%d", row), cells))
	}
	if err = errors.Join(err, sheet.Flush(), x.SaveAs("in.xlsx"), x.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
