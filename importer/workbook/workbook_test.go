package workbook_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer/workbook"
)

// write writes a workbook and opens it again.
func write(t *testing.T, columns []workbook.Column, fill func(b *workbook.Book) error) *excelize.File {
	t.Helper()
	b, err := workbook.New("Rows", columns)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := fill(b); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func cell(t *testing.T, f *excelize.File, name string) (string, excelize.CellType) {
	t.Helper()
	text, err := f.GetCellValue("Rows", name)
	if err != nil {
		t.Fatal(err)
	}
	kind, err := f.GetCellType("Rows", name)
	if err != nil {
		t.Fatal(err)
	}
	return text, kind
}

func TestBook_TextsStayTextsAndNumbersCanBeAddedUp(t *testing.T) {
	t.Parallel()
	f := write(t, make([]workbook.Column, 3), func(b *workbook.Book) error {
		return b.Append(2, []workbook.Cell{{Text: "00491234"}, {Text: "=1+1"}, {Text: "12", Number: true}})
	})
	for name, want := range map[string]string{"A2": "00491234", "B2": "=1+1"} {
		if text, kind := cell(t, f, name); text != want || kind != excelize.CellTypeInlineString {
			t.Errorf("%s: %q of type %v", name, text, kind)
		}
		if formula, err := f.GetCellFormula("Rows", name); formula != "" || err != nil {
			t.Errorf("%s is the formula %q, %v", name, formula, err)
		}
	}
	if text, kind := cell(t, f, "C2"); text != "12" || kind == excelize.CellTypeInlineString {
		t.Errorf("C2: %q of type %v", text, kind)
	}
}

// TestBook_BoundsItsComments: each costs memory until the book is written.
func TestBook_BoundsItsComments(t *testing.T) {
	t.Parallel()
	f := write(t, make([]workbook.Column, 1), func(b *workbook.Book) error {
		for row := 1; row <= 510; row++ {
			if err := b.Append(row, []workbook.Cell{{Text: "x", Note: fmt.Sprint("note ", row)}}); err != nil {
				return err
			}
		}
		return nil
	})
	comments, err := f.GetComments("Rows")
	if err != nil || len(comments) != 500 {
		t.Errorf("%d comments, %v", len(comments), err)
	}
}

func TestGuard_ValidatesLockedColumnsAndLengths(t *testing.T) {
	t.Parallel()
	columns := []workbook.Column{{Locked: true}, {Longest: 30}, {}, {Choices: []string{"keep", "take"}}}
	f := write(t, columns, func(b *workbook.Book) error {
		if err := b.Freeze(1); err != nil {
			return err
		}
		if err := b.Guard(2); err != nil {
			return err
		}
		return b.Append(1, []workbook.Cell{{Text: "No", Bold: true}})
	})
	rules, err := f.GetDataValidations("Rows")
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]string{}
	for _, r := range rules {
		types[r.Sqref] = r.Type
	}
	want := map[string]string{"A2:A1048576": "custom", "B2:B1048576": "textLength", "D2:D1048576": "list"}
	if fmt.Sprint(types) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", types, want)
	}
}

func TestNext_BeginsAnotherSheetWithTheSameColumns(t *testing.T) {
	t.Parallel()
	f := write(t, []workbook.Column{{Hidden: true}, {Width: 40}}, func(b *workbook.Book) error {
		if err := b.Append(1, []workbook.Cell{{Text: "a"}}); err != nil {
			return err
		}
		if err := b.Next("More"); err != nil {
			return err
		}
		return b.Append(1, []workbook.Cell{{Text: "b"}})
	})
	for sheet, want := range map[string]string{"Rows": "a", "More": "b"} {
		text, err := f.GetCellValue(sheet, "A1")
		visible, visibleErr := f.GetColVisible(sheet, "A")
		width, widthErr := f.GetColWidth(sheet, "B")
		if text != want || visible || width != 40 || err != nil || visibleErr != nil || widthErr != nil {
			t.Errorf("%s: %q, visible %v, width %v; %v, %v, %v", sheet, text, visible, width, err, visibleErr, widthErr)
		}
	}
}
