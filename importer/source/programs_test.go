package source_test

import (
	"path/filepath"
	"slices"
	"testing"

	"bcimport/importer/source"
)

// TestPrograms_WriteTheSameTable reads one table as several programs write it. The
// scripts beside the files made them.
func TestPrograms_WriteTheSameTable(t *testing.T) {
	t.Parallel()
	const none = "#GETTING_DATA" // these programs don't compute
	for _, test := range []struct {
		file                                     string
		failed, key, hours, formula, rich, title string
	}{
		{"openpyxl", none, none, "06:00:00", none, "😀", " lead"},
		{"xlsxwriter", "#DIV/0!", "CT000125", "06:00:00", none, "a fett b", " lead"},
		{"exceljs", "#DIV/0!", "CT000125", "", none, "a fett", " lead"},
	} {
		f, err := source.Open(filepath.Join("testdata/programs", test.file+".xlsx"), source.Options{Columns: []string{"Kontaktnr.", "Telefon"}})
		if err != nil {
			t.Fatal(err)
		}
		rows, r := mustReadAll(t, f)
		want := [][]string{
			{"CT000123", "Müller", "4915112345678", "2024-02-29", "TRUE", "Einkauf", "1234.5"},
			{"CT000124", "Žluťoučký\nzweite Zeile", "00302312512", "2024-02-29 18:00:00", "FALSE", "Einkauf", test.failed},
			{test.key, "Łukasz & Søn <x>", "+49 30 1", test.hours, "", test.formula, "0.3"},
			{"CT000126", test.title, "'+49", "", "", test.rich, "100000000000000000000"},
		}
		if f.Sheet != "Kontakte" || f.HeaderLine != 3 || r.HiddenRows() != 1 || len(rows) != len(want) {
			t.Fatalf("%s: sheet %q, row %d, %d hidden, %d rows", test.file, f.Sheet, f.HeaderLine, r.HiddenRows(), len(rows))
		}
		for i, row := range rows {
			if !slices.Equal(row.Record, want[i]) {
				t.Errorf("%s: got  %q\nwant %q", test.file, row.Record, want[i])
			}
		}
	}
}

func TestPrograms_LibreOfficeInThreeLanguages(t *testing.T) {
	t.Parallel()
	for language, shown := range map[string]string{"de": "CT000123", "fr": "06 12 34 56 78", "sv": "123 45"} {
		f, err := source.Open("testdata/programs/libreoffice-"+language+".xlsx", source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := mustReadAll(t, f)
		want := []string{"k", "2024-02-29", "0302312512", "2024-02-29", "1234.5", "2024-02-29 18:00:00", shown, "k-302312512", "#N/A", "TRUE"}
		if len(rows) != 1 || !slices.Equal(rows[0].Record, want) {
			t.Errorf("%s: got %+v, want %q", language, rows, want)
		}
	}
}
