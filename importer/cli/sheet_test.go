package cli_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

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

// enterCell FILE ROW COLUMN VALUE is what Excel makes of an entry: a number, a date
// (2026-11-27) or a truth value (TRUE), and no text.
func enterCell(ts *testscript.TestScript, _ bool, args []string) {
	withCell(ts, args[0], args[1], args[2], func(f *excelize.File, sheet, cell string) {
		var value any = args[3] == "TRUE"
		if n, err := strconv.ParseFloat(args[3], 64); err == nil {
			value = n
		} else if day, err := time.Parse(time.DateOnly, args[3]); err == nil {
			value = day // with the style of a date
		}
		ts.Check(f.SetCellValue(sheet, cell, value))
		ts.Check(f.Save())
	})
}

// dropRow FILE ROW deletes a row of a workbook.
func dropRow(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(f.RemoveRow(f.GetSheetList()[0], n))
	ts.Check(f.Save())
}

// asBook CSV FILE writes a CSV file as a workbook, every cell as text.
func asBook(ts *testscript.TestScript, _ bool, args []string) {
	records, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	f := excelize.NewFile()
	defer f.Close()
	sheet, err := f.NewStreamWriter("Sheet1")
	ts.Check(err)
	for i, record := range records {
		row := make([]any, len(record))
		for c, text := range record {
			row[c] = text
		}
		ts.Check(sheet.SetRow(fmt.Sprintf("A%d", i+1), row))
	}
	ts.Check(sheet.Flush())
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}

// mergeCells FILE FROM TO merges cells of a workbook, as A2 and D2.
func mergeCells(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	ts.Check(f.MergeCell(f.GetSheetName(0), args[1], args[2]))
	ts.Check(f.Save())
}

// zipped ARCHIVE NAME packs a file under that name, with Go escapes: few.xlsx, or c.csv
// for any other name.
func zipped(ts *testscript.TestScript, _ bool, args []string) {
	name, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	file := "c.csv"
	if name == "few.xlsx" {
		file = name
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	ts.Check(err)
	_, err = w.Write([]byte(ts.ReadFile(file)))
	ts.Check(errors.Join(err, z.Close()))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
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

// tabled FILE wants one table over all that the sheet holds.
func tabled(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	sheet := f.GetSheetList()[0]
	tables, err := f.GetTables(sheet)
	ts.Check(err)
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	corner, err := excelize.CoordinatesToCellName(len(rows[0]), len(rows))
	ts.Check(err)
	if len(tables) != 1 || tables[0].Range != "A1:"+corner {
		ts.Fatalf("tables %+v, want A1:%s", tables, corner)
	}
}

// offered FILE ROW COLUMN WORDS wants a cell that offers a list and takes other texts.
func offered(ts *testscript.TestScript, _ bool, args []string) {
	withCell(ts, args[0], args[1], args[2], func(f *excelize.File, sheet, cell string) {
		rules, err := f.GetDataValidations(sheet)
		ts.Check(err)
		column := strings.TrimRight(cell, "0123456789")
		if !slices.ContainsFunc(rules, func(r *excelize.DataValidation) bool {
			return strings.HasPrefix(r.Sqref, column) && r.Formula1 == `"`+args[3]+`"` && !r.ShowErrorMessage
		}) {
			ts.Fatalf("cell %s offers no %s: %+v", cell, args[3], rules)
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

// writeWorkbook is a program that writes in.csv, without quotes, as in.xlsx with its
// texts in the cells, and as shared.xlsx with each of them among the shared texts, as
// Excel writes them.
func writeWorkbook() {
	text, err := os.ReadFile("in.csv")
	if err == nil {
		err = errors.Join(writeInline("in.xlsx", string(text)), writeShared("shared.xlsx", string(text)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func writeInline(path, text string) error {
	x := excelize.NewFile()
	sheet, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	row := 0
	for line := range strings.Lines(text) {
		row++
		var cells []any
		for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			cells = append(cells, cell)
		}
		err = errors.Join(err, sheet.SetRow(fmt.Sprintf("A%d", row), cells))
	}
	return errors.Join(err, sheet.Flush(), x.SaveAs(path), x.Close())
}

// writeShared exists because excelize streams no shared texts.
func writeShared(path, text string) error {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name string, write func(w *bufio.Writer)) error {
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		b := bufio.NewWriter(w)
		write(b)
		return b.Flush()
	}
	err := errors.Join(
		part("[Content_Types].xml", func(w *bufio.Writer) { w.WriteString("<Types/>") }),
		part("xl/workbook.xml", func(w *bufio.Writer) {
			w.WriteString(`<workbook xmlns:r="r"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`)
		}),
		part("xl/_rels/workbook.xml.rels", func(w *bufio.Writer) {
			w.WriteString(`<Relationships><Relationship Id="rId1" Type="/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="rId2" Type="/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
		}),
		part("xl/sharedStrings.xml", func(w *bufio.Writer) {
			w.WriteString("<sst>")
			for line := range strings.Lines(text) {
				for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
					fmt.Fprintf(w, "<si><t>%s</t></si>", cell)
				}
			}
			w.WriteString("</sst>")
		}),
		part("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
			w.WriteString("<worksheet><sheetData>")
			row, n := 0, 0
			for line := range strings.Lines(text) {
				row++
				fmt.Fprintf(w, `<row r="%d">`, row)
				for column := range strings.Count(line, ",") + 1 {
					fmt.Fprintf(w, `<c r="%c%d" t="s"><v>%d</v></c>`, 'A'+column, row, n)
					n++
				}
				w.WriteString("</row>")
			}
			w.WriteString("</sheetData></worksheet>")
		}),
	)
	return errors.Join(err, z.Close(), os.WriteFile(path, out.Bytes(), 0o600))
}
