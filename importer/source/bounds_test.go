package source_test

import (
	"strings"
	"testing"

	"bcimport/importer/source"
)

// TestOpen_BlankLinesTakeNoTime: a small file of them held the program up for minutes.
func TestOpen_BlankLinesTakeNoTime(t *testing.T) {
	path := writeFile(t, "No;E-Mail\n"+strings.Repeat("\n", 300_000))
	allocated := testing.AllocsPerRun(1, func() {
		if _, err := source.Open(path, source.Options{Columns: []string{"Number"}}); err != nil {
			t.Fatal(err)
		}
	})
	if allocated > 100_000 {
		t.Errorf("%.0f pieces of memory were taken for 300,000 blank lines", allocated)
	}
}

func TestOpen_RefusesAHeaderOfMoreColumnsThanASheetHas(t *testing.T) {
	t.Parallel()
	_, err := source.Open(writeFile(t, "No;E-Mail"+strings.Repeat(";", 16_384)+"\n1;a@b.example\n"), source.Options{Columns: []string{"No"}})
	if err == nil || !strings.Contains(err.Error(), "a header of more than 16384 columns") {
		t.Errorf("got %v", err)
	}
}

// TestWorkbook_LooksAtTheFirstSheetsOnly where none is named: each costs time, and
// nothing keeps a small file from listing a hundred thousand.
func TestWorkbook_LooksAtTheFirstSheetsOnly(t *testing.T) {
	t.Parallel()
	b := oneSheet(texts("Other", "Sheet"))
	b["xl/worksheets/sheet2.xml"] = `<worksheet><sheetData>` + texts("Key", "Value") + `</sheetData></worksheet>`
	for _, test := range []struct {
		before      int // sheets before the one that has the columns
		named, want string
	}{{99, "", "Zweite"}, {100, "", "First"}, {100, "Zweite", "Zweite"}} {
		b["xl/workbook.xml"] = `<workbook><sheets>` + strings.Repeat(`<sheet name="First" id="rId1"/>`, test.before) + `<sheet name="Zweite" id="rId4"/></sheets></workbook>`
		f, err := source.Open(b.write(t), source.Options{Columns: []string{"Key", "Value"}, Sheet: test.named})
		if err != nil {
			t.Fatal(err)
		}
		if f.Sheet != test.want {
			t.Errorf("behind %d sheets, %q named: sheet %q is taken, want %q", test.before, test.named, f.Sheet, test.want)
		}
	}
}
