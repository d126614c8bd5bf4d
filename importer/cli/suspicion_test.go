package cli_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// assertNone PATTERN wants that no file or folder has such a name.
func assertNone(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) > 0 {
		ts.Fatalf("there is %s", strings.Join(found, ", "))
	}
}

// writeSpelled FILE KEY writes two rows for one contact, by its number and by its id.
func writeSpelled(ts *testscript.TestScript, _ bool, args []string) {
	c, ok := sandboxOf(ts).Contact(args[1])
	if !ok {
		ts.Fatalf("the sandbox has no contact %s", args[1])
	}
	text := "No,E-Mail,Title\n" + args[1] + ",,Chief\n{" + strings.ToUpper(c.ID) + "},,Boss\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// writeUsual FILE ROWS CHANGED writes rows of which the last ones change the title.
func writeUsual(ts *testscript.TestScript, _ bool, args []string) {
	rows, err := strconv.Atoi(args[1])
	ts.Check(err)
	changed, err := strconv.Atoi(args[2])
	ts.Check(err)
	text := "No,Title\n"
	for i := range rows {
		key := fmt.Sprintf("CONT%05d", i+1)
		c, ok := sandboxOf(ts).Contact(key)
		if !ok {
			ts.Fatalf("the sandbox has no contact %s", key)
		}
		title := c.Field("professionalTitle")
		if i >= rows-changed {
			title = fmt.Sprintf("%s %d", strings.TrimSuffix(filepath.Base(args[0]), ".csv"), i)
		}
		text += key + "," + title + "\n"
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// damageExport FROM TO WAY [COLUMN...] writes an export as somebody leaves it: sort sorts
// the columns apart from the others, swap exchanges two columns, empty empties the first
// third of one, keep leaves all other columns out, edit edits a cell of every tenth row.
func damageExport(ts *testscript.TestScript, _ bool, args []string) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(ts.ReadFile(args[0]), "\ufeff")))
	records, err := r.ReadAll()
	ts.Check(err)
	var columns []int
	for _, name := range args[3:] {
		at := slices.Index(records[0], name)
		if at < 0 {
			ts.Fatalf("%s has no column %s; it has %s", args[0], name, strings.Join(records[0], ", "))
		}
		columns = append(columns, at)
	}
	rows := records[1:]
	switch args[2] {
	case "sort":
		apart := make([][]string, len(rows))
		for i, row := range rows {
			for _, at := range columns {
				apart[i] = append(apart[i], row[at])
			}
		}
		slices.SortFunc(apart, slices.Compare)
		for i, row := range rows {
			for n, at := range columns {
				row[at] = apart[i][n]
			}
		}
	case "swap":
		for _, row := range rows {
			row[columns[0]], row[columns[1]] = row[columns[1]], row[columns[0]]
		}
	case "empty":
		for _, row := range rows[:len(rows)/3] {
			row[columns[0]] = ""
		}
	case "edit":
		for i, row := range rows {
			if i%10 == 0 {
				row[3+i/10%5] = []string{fmt.Sprintf("neu%d@nord.example", i), "Uta", "Neu-Lindqvist", "Leitung", fmt.Sprintf("+49 30 555%05d", i)}[i/10%5]
			}
		}
	case "keep":
		for i, row := range records {
			var kept []string
			for _, at := range columns {
				kept = append(kept, row[at])
			}
			records[i] = kept
		}
	}
	var text strings.Builder
	w := csv.NewWriter(&text)
	ts.Check(w.WriteAll(records))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text.String()), 0o600))
}
