package source_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
	"bcimport/importer/source"
)

var _ importer.Rows = source.Reader(nil)

func writeFile(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openText(t testing.TB, content string, o source.Options) *source.File {
	t.Helper()
	f, err := source.Open(writeFile(t, content), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// readAll passes over the whole file.
func readAll(f *source.File) ([]importer.Row, source.Reader, error) {
	r, err := f.Rows()
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var rows []importer.Row
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, r, nil
		}
		if err != nil {
			return rows, r, err
		}
		rows = append(rows, row)
	}
}

func mustReadAll(t testing.TB, f *source.File) ([]importer.Row, source.Reader) {
	t.Helper()
	rows, r, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return rows, r
}

// readError opens and passes over content, which must fail on the way.
func readError(t *testing.T, content string, o source.Options) *source.Error {
	t.Helper()
	f, err := source.Open(writeFile(t, content), o)
	if err == nil {
		_, _, err = readAll(f)
	}
	var e *source.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *source.Error", err)
	}
	return e
}

// words are those of a row's problem.
func words(r importer.Row) string {
	return importer.MessageText(r.Problem, nil, importer.About{}.Nouns())
}
