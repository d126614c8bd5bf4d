package sqlite_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
)

func TestOpen_TellsWhatIsNoRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string)
		want  error
	}{
		"no file":          {func(t *testing.T, path string) { must(t, os.Remove(path)) }, importer.ErrNoRun},
		"an empty file":    {func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }, importer.ErrDamaged},
		"half a file":      {func(t *testing.T, path string) { must(t, os.Truncate(path, 5000)) }, importer.ErrDamaged},
		"not SQLite":       {func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("Contact ID;E-Mail\n"), 0o600)) }, importer.ErrDamaged},
		"another's tables": {func(t *testing.T, path string) { execute(t, path, "DROP TABLE meta") }, importer.ErrDamaged},
		"version unknown":  {func(t *testing.T, path string) { execute(t, path, "DELETE FROM meta WHERE name = 'version'") }, importer.ErrDamaged},
		"a newer version": {func(t *testing.T, path string) {
			execute(t, path, "UPDATE meta SET value = '99' WHERE name = 'version'")
		}, importer.ErrNewer},
		"an older version": {func(t *testing.T, path string) {
			execute(t, path, "UPDATE meta SET value = '1' WHERE name = 'version'")
		}, importer.ErrOlder},
		"pages overwritten": {overwrite, importer.ErrDamaged},
		"a view without end": {func(t *testing.T, path string) {
			execute(t, path, "ALTER TABLE meta RENAME TO held; CREATE VIEW meta AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT name, value FROM held, n WHERE name = 'version' AND i < 0")
		}, importer.ErrDamaged},
		"a trigger": {func(t *testing.T, path string) {
			execute(t, path, "CREATE TRIGGER forge AFTER INSERT ON log BEGIN UPDATE log SET entry = 'all is well'; END")
		}, importer.ErrDamaged},
		"a virtual table": {func(t *testing.T, path string) {
			execute(t, path, "CREATE VIRTUAL TABLE words USING fts5(word)")
		}, importer.ErrDamaged},
		"a computed column": {func(t *testing.T, path string) {
			execute(t, path, "ALTER TABLE lookups ADD COLUMN more AS (hex(zeroblob(400000000)))")
		}, importer.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			must(t, sqlite.Create(folder, journaltest.About(), nil))
			c.spoil(t, filepath.Join(folder, sqlite.Name))
			if _, err := sqlite.Open(folder); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// TestAbout_CountsFromZero: what a run folder of somebody else's says is made slices of.
func TestAbout_CountsFromZero(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"rows", "blank_rows", "header_at"} {
		folder := t.TempDir()
		must(t, sqlite.Create(folder, journaltest.About(), nil))
		execute(t, filepath.Join(folder, sqlite.Name), "UPDATE meta SET value = json_set(value, '$.input."+key+"', -3) WHERE name = 'about'")
		f, err := sqlite.Open(folder)
		must(t, err)
		if _, err := f.About(); !errors.Is(err, importer.ErrDamaged) {
			t.Errorf("%s: got %v", key, err)
		}
		must(t, f.Close())
	}
}

func TestOpen_OfAFileIsNoRunFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "contacts.csv")
	must(t, os.WriteFile(file, []byte("a;b\n"), 0o600))
	if _, err := sqlite.Open(file); !errors.Is(err, importer.ErrNoRun) {
		t.Errorf("got %v", err)
	}
}

func TestCreate_NeverTakesAnotherRunsFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, sqlite.Create(folder, journaltest.About(), nil))
	if err := sqlite.Create(folder, journaltest.About(), nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
}

func TestClosedRun_IsReadByOthers(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, sqlite.Create(folder, journaltest.About(), nil))
	file := openRun(t, folder)
	journaltest.Record(t, file, journaltest.Updated(0), journaltest.Updated(1))
	must(t, file.Finish(importer.Ending{State: "finished", FinishedAt: journaltest.Noon()}))
	must(t, file.Close())
	db, err := sql.Open("sqlite", filepath.Join(folder, sqlite.Name))
	must(t, err)
	defer db.Close()
	var entries int
	var company string
	must(t, db.QueryRow("SELECT count(*) FROM log").Scan(&entries))
	must(t, db.QueryRow("SELECT value ->> '$.target.company' FROM meta WHERE name = 'about'").Scan(&company))
	if entries != 3 || company != "CRONUS" { // what was given, the rows, the end
		t.Errorf("%d entries of company %q", entries, company)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path, statement string) {
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	must(t, err)
}

// overwrite leaves SQLite's header and spoils what follows.
func overwrite(t *testing.T, path string) {
	content, err := os.ReadFile(path)
	must(t, err)
	for i := 100; i < len(content); i++ {
		content[i] = 0xa5
	}
	must(t, os.WriteFile(path, content, 0o600))
}

// TestOpen_FollowsNoLink: a run folder may be somebody else's, and what it leads to
// must not be written to.
func TestOpen_FollowsNoLink(t *testing.T) {
	t.Parallel()
	folder, elsewhere := t.TempDir(), t.TempDir()
	if err := sqlite.Create(elsewhere, importer.About{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, sqlite.Name), filepath.Join(folder, sqlite.Name)); err != nil {
		t.Fatal(err)
	}
	if f, err := sqlite.Open(folder); !errors.Is(err, importer.ErrDamaged) {
		t.Errorf("opened: %v, %v", f, err)
	}
}
