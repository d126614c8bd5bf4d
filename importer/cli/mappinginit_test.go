package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/cli"
	"bcimport/mapping"
)

// TestMappingInit_ProposesTheColumnsOfTheSamples: the mappings of the samples have the
// key and the columns that init proposes.
func TestMappingInit_ProposesTheColumnsOfTheSamples(t *testing.T) {
	t.Parallel()
	samples := filepath.Join("..", "..", "samples")
	for _, file := range []string{"kontakte.csv", "kontakte.xlsx", "contacts-fr.csv", "kontakter.csv", "contacts.csv", "contacts-by-id.csv"} {
		var out, errs bytes.Buffer
		code := cli.Main(t.Context(), []string{"mapping", "init", filepath.Join(samples, file), "-o", "-"},
			cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		if code != cli.OK {
			t.Errorf("%s: exit code %d: %s", file, code, errs.String())
			continue
		}
		finished, err := os.ReadFile(filepath.Join(samples, strings.TrimSuffix(file, filepath.Ext(file))+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := columnsOf(t, out.Bytes()), columnsOf(t, finished); got != want {
			t.Errorf("%s: init proposes %s, the mapping has %s", file, got, want)
		}
	}
}

// columnsOf lists the key and the fields of a mapping, in an order of their own.
func columnsOf(t *testing.T, text []byte) string {
	t.Helper()
	m, err := mapping.Parse("m.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	columns := map[string]string{"key": m.Key.Column}
	for _, f := range m.Fields {
		columns[f.Name] = f.Column
	}
	return fmt.Sprint(columns) // fmt sorts maps
}
