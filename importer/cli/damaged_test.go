package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer/cli"
	"bcimport/importer/sandbox"
	"bcimport/importer/source"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// TestRun_DamagedWorkbookChangesNothingThatTheSoundOneDoesNot: workbooks of four
// programs hold a list of twelve people with eight new values, and the same list
// with a cell of each row damaged, a sheet for each kind (testdata/damaged, made by the
// scripts there). A run over a damaged sheet leaves every field as it was, or as the
// sound sheet leaves it.
func TestRun_DamagedWorkbookChangesNothingThatTheSoundOneDoesNot(t *testing.T) {
	t.Parallel()
	contacts, _ := profile.Find(entity.CustomerContacts)
	for _, program := range []string{"libreoffice", "openpyxl", "sheetjs", "exceljs"} {
		file, err := filepath.Abs(filepath.Join("testdata/damaged", program+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		sheets := sheetNames(t, file)
		if len(sheets) != damagedSheets || sheets[0] != "sound" {
			t.Fatalf("%s: %d sheets, %q", program, len(sheets), sheets)
		}
		sound := changesOf(t, file, sheets[0])
		if len(sound) != 8 {
			t.Fatalf("%s: the sound list changes %q", program, sound)
		}
		for _, sheet := range sheets[1:] {
			t.Run(program+"/"+sheet, func(t *testing.T) {
				t.Parallel()
				changed := changesOf(t, file, sheet)
				for _, field := range slices.Sorted(maps.Keys(changed)) {
					_, name, _ := strings.Cut(field, " ")
					// A new number may be written otherwise: it is the same number.
					if want, ok := sound[field]; !ok || !mapping.Same(contacts.Find(name), changed[field], want) {
						t.Errorf("%s becomes %q, in the sound list %q", field, changed[field], want)
					}
				}
			})
		}
	}
}

// TestDamaged_ReadsAlikeFromEveryProgram: what is sent does not depend on which of the
// programs wrote the workbook.
func TestDamaged_ReadsAlikeFromEveryProgram(t *testing.T) {
	t.Parallel()
	for _, sheet := range sheetNames(t, "testdata/damaged/openpyxl.xlsx") {
		want := recordsOf(t, "openpyxl", sheet)
		for _, program := range []string{"libreoffice", "sheetjs", "exceljs"} {
			if got := recordsOf(t, program, sheet); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
				t.Errorf("%s, sheet %s:\n%q\nopenpyxl:\n%q", program, sheet, got, want)
			}
		}
	}
}

func recordsOf(t *testing.T, program, sheet string) [][]string {
	file, err := source.Open(filepath.Join("testdata/damaged", program+".xlsx"), source.Options{Sheet: sheet})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var records [][]string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return records
		}
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, row.Record)
	}
}

// damagedSheets is the sound one and one for each kind of damage.
const damagedSheets = 31

func sheetNames(t *testing.T, file string) []string {
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	return book.GetSheetList()
}

const damagedMapping = `version: 1
input: {sheet: %q}
key: {column: Kontaktnr., match: number}
fields:
  firstName: Vorname
  lastName: Nachname
  email: E-Mail
  professionalTitle: Position
  primaryPhoneNumber: Telefon
`

// changesOf runs one sheet against a sandbox of its own and returns what every field
// that is another one after it holds, by contact and field.
func changesOf(t *testing.T, file, sheet string) map[string]string {
	t.Helper()
	tr := &truth{}
	url := tr.serve(t, sandbox.Config{Contacts: 200})
	tr.prepare(t, url)
	if err := os.WriteFile(tr.mapping, fmt.Appendf(nil, damagedMapping, sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	before := fieldsOf(tr.server)
	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), tr.command("run", file, "-m", tr.mapping, "--out", tr.folder),
		cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if code != cli.OK && code != cli.Incomplete && code != cli.Usage {
		t.Fatalf("exit code %d\n%s%s", code, &out, &errs)
	}
	changed := fieldsOf(tr.server)
	maps.DeleteFunc(changed, func(field, value string) bool { return before[field] == value })
	return changed
}

// fieldsOf is what a sandbox holds.
func fieldsOf(server *sandbox.Server) map[string]string {
	fields := map[string]string{}
	for c := range server.Contacts() {
		for field, value := range map[string]string{
			"firstName": c.FirstName, "lastName": c.LastName, "email": c.Email,
			"professionalTitle": c.ProfessionalTitle, "primaryPhoneNumber": c.PrimaryPhoneNumber,
		} {
			fields[c.Number+" "+field] = value
		}
	}
	return fields
}
