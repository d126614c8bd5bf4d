package source_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/source"
)

// TestReader_PassesTheAcidTestsOfCSVSpectrum reads the files of csv-spectrum and
// wants the cells of the JSON beside each.
func TestReader_PassesTheAcidTestsOfCSVSpectrum(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/csv-spectrum/*.csv")
	if err != nil || len(files) != 12 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			if filepath.Base(path) == "location_coordinates.csv" {
				refusesBareQuotes(t, path)
				return
			}
			want := spectrumRows(t, path)
			f, err := source.Open(path, source.Options{})
			if err != nil {
				t.Fatal(err)
			}
			rows, _ := mustReadAll(t, f)
			if len(rows) != len(want) {
				t.Fatalf("%d rows, want %d", len(rows), len(want))
			}
			header := f.Header()
			for i, row := range rows {
				if len(row.Record) != len(want[i]) || !row.Problem.IsZero() {
					t.Errorf("row %d: %q, want %q; problem %q", i, row.Record, want[i], words(row))
				}
				for j, cell := range row.Record {
					if wanted, there := want[i][header[j]]; !there || cell != wanted {
						t.Errorf("row %d, column %s: %q, want %q", i, header[j], cell, wanted)
					}
				}
			}
		})
	}
}

// refusesBareQuotes is for a file that writes seconds of arc as a bare quote
// (37°36'37.8"N). Such a quote may as well be one that was left open or not doubled,
// and then the rows behind it would go into wrong cells, so it is refused where it
// stands. (The JSON beside it is of another file: it has another phone number.)
func refusesBareQuotes(t *testing.T, path string) {
	f, err := source.Open(path, source.Options{})
	if err == nil {
		_, _, err = readAll(f)
	}
	var e *source.Error
	if !errors.As(err, &e) || e.Line != 2 || e.Column != 22 || !strings.Contains(e.Message.String(), "a quote within a cell") || e.Hint.String() == "" {
		t.Errorf("%v", err)
	}
}

// spectrumRows returns the rows of the JSON beside a file. Line breaks within
// quotes are read as LF, whatever the file has.
func spectrumRows(t *testing.T, path string) []map[string]string {
	data, err := os.ReadFile(strings.TrimSuffix(path, ".csv") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	if err := json.Unmarshal(bytes.ReplaceAll(data, []byte(`\r\n`), []byte(`\n`)), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
