package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
)

func store() journaltest.Store {
	return journaltest.Store{
		Create: sqlite.Create,
		Open: func(folder string) (journaltest.Journal, error) {
			file, err := sqlite.Open(folder)
			if err != nil {
				return nil, err
			}
			return file, nil
		},
	}
}

func TestMain(m *testing.M) { os.Exit(journaltest.Main(m, store())) }

func TestFile_KeepsThePromisesOfAJournal(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, store())
}

func TestFolder_OnePrivateFileIsLeft(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "Kündel & Co #1?50% off.run")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Skip("no such names here:", err) // Windows has no ?
	}
	if err := sqlite.Create(folder, journaltest.About(), nil); err != nil {
		t.Fatal(err)
	}
	file := openRun(t, folder)
	journaltest.Record(t, file, journaltest.Updated(0))
	for _, name := range list(t, folder) {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", name, info.Mode(), err)
		}
		if strings.HasSuffix(name, "-shm") {
			t.Errorf("%s: shared memory does not work on network shares", name)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if got := list(t, folder); len(got) != 1 || got[0] != sqlite.Name {
		t.Errorf("a closed run leaves %v", got)
	}
}

func list(t *testing.T, folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
