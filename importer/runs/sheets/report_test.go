package sheets

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestReportBook_SheetsFollowEachOther: what does not fit on a sheet goes to the next, under
// the same header, as a table each.
func TestReportBook_SheetsFollowEachOther(t *testing.T) {
	t.Parallel()
	r := &reportBook{name: "report", most: 4}
	defer r.Close()
	rows := [][]string{{"line", "key", "attempts"}}
	for n := range 7 {
		rows = append(rows, []string{fmt.Sprint(n + 2), "'=A1", "1"})
	}
	for _, row := range rows {
		if err := r.Append(row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := r.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); !slices.Equal(got, []string{"report", "report 2", "report 3"}) {
		t.Fatalf("sheets %q", got)
	}
	seen := [][]string{rows[0]}
	for _, sheet := range book.GetSheetList() {
		got, err := book.GetRows(sheet)
		if err != nil || !slices.Equal(got[0], rows[0]) {
			t.Fatalf("%s begins with %q (%v)", sheet, got[0], err)
		}
		seen = append(seen, got[1:]...)
		tables, err := book.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Errorf("%s has %d tables (%v)", sheet, len(tables), err)
		}
		if kind, err := book.GetCellType(sheet, "A2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("a line is of type %v (%v)", kind, err)
		}
	}
	if !slices.EqualFunc(seen, rows, slices.Equal[[]string]) {
		t.Errorf("rows %q, want %q", seen, rows)
	}
}
