package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
)

func TestVerify_FindsPagesThatCantBeReliedOn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, sqlite.Create(folder, journaltest.About(), nil))
	file := openRun(t, folder)
	for block := range 40 {
		var many []importer.Outcome
		for i := range 50 {
			many = append(many, journaltest.Updated(block*50+i))
		}
		journaltest.Record(t, file, many...)
	}
	must(t, file.Verify())
	must(t, file.Close())
	path := filepath.Join(folder, sqlite.Name)
	raw, err := os.ReadFile(path)
	must(t, err)
	for i := len(raw) / 2; i < len(raw)/2+3*4096; i++ {
		raw[i] = 0x5a
	}
	must(t, os.WriteFile(path, raw, 0o600))
	file, err = sqlite.Open(folder)
	if err == nil {
		err = file.Verify()
		file.Close()
	}
	if !errors.Is(err, importer.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}
