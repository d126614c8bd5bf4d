//go:build office

package cli_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer/cli"
)

// TestOffice_EditsMadeInLibreOfficeAreAllThatChanges exports contacts, edits three
// cells in LibreOffice itself, runs the file, and holds the contacts before against
// those behind.
func TestOffice_EditsMadeInLibreOfficeAreAllThatChanges(t *testing.T) {
	editor, err := filepath.Abs("testdata/edit.py")
	if err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{"xlsx", "csv"} {
		t.Run(ext, func(t *testing.T) {
			folder := t.TempDir()
			t.Setenv("XDG_STATE_HOME", filepath.Join(folder, "state"))
			t.Chdir(folder)
			file := "contacts." + ext
			bcimport(t, cli.OK, "export", "-o", file, "--sandbox")
			bcimport(t, cli.OK, "export", "-o", "before.csv", "--sandbox")
			before := table(t, "before.csv")
			rows := map[string]string{} // what is expected to change: id and field → text
			header := before[0]
			edits := []string{}
			for _, e := range []struct {
				row         int // of the sheet
				field, text string
			}{
				{2, "professionalTitle", "Größte & schönste <Chefin>"}, {40, "primaryPhoneNumber", "+46 8 123 456 00"}, {1000, "email", ""},
			} {
				at := slices.Index(header, e.field)
				edits = append(edits, fmt.Sprintf("%c%d", 'A'+at, e.row), e.text)
				rows[before[e.row-1][0]+" "+e.field] = e.text
				if before[e.row-1][at] == e.text {
					t.Fatalf("row %d of %s holds %q already", e.row, e.field, e.text)
				}
			}
			out, err := exec.Command("/usr/bin/python3", append([]string{editor, file}, edits...)...).CombinedOutput()
			if err != nil {
				t.Fatalf("edit in LibreOffice: %v\n%s", err, out)
			}
			summary := bcimport(t, cli.OK, "run", file, "-m", "contacts.yaml", "--sandbox", "--json")
			if !strings.Contains(summary, `"updated":3,`) {
				t.Errorf("summary %s", summary)
			}
			bcimport(t, cli.OK, "export", "-o", "after.csv", "--sandbox")
			for i, row := range table(t, "after.csv") {
				for c, text := range row {
					field := header[c]
					if i == 0 || field == "eTag" || strings.HasSuffix(field, " before") {
						continue
					}
					want, edited := rows[row[0]+" "+field]
					if !edited {
						want = before[i][c]
					}
					if text != want {
						t.Errorf("row %d, %s: %q, want %q", i+1, field, text, want)
					}
				}
			}
		})
	}
}

func bcimport(t *testing.T, want cli.Code, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); code != want {
		t.Fatalf("%q: code %d, want %d\n%s%s", args, code, want, out.String(), errs.String())
	}
	return out.String()
}

func table(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
