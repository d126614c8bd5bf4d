package cli_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/cli"
	"bcimport/importer/journal/sqlite"
)

func TestRuns_JournalOfANewerVersionIsUnreadableAndNotDamaged(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := sqlite.Create(folder, importer.About{}, nil); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, sqlite.Name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE meta SET value = '99' WHERE name = 'version'`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	code := cli.Main(t.Context(), []string{"runs", folder, "--json"}, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	if code != cli.OK || !strings.Contains(out.String(), `"state":"unreadable"`) {
		t.Errorf("code %d: %s", code, out.String())
	}
}
