package sqlite_test

import (
	"testing"

	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
)

// makeRun makes a journal in a folder of its own and opens it.
func makeRun(t testing.TB) *sqlite.File {
	folder := t.TempDir()
	if err := sqlite.Create(folder, journaltest.About(), nil); err != nil {
		t.Fatal(err)
	}
	return openRun(t, folder)
}

func openRun(t testing.TB, folder string) *sqlite.File {
	file, err := sqlite.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}
