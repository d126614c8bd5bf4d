package sqlite

import (
	"strings"
	"testing"

	"bcimport/importer"
)

// TestOutcomes_SortsNothing holds that a million rows are read as they lie: a
// sort would hold all of them.
func TestOutcomes_SortsNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := Create(folder, importer.About{}, nil); err != nil {
		t.Fatal(err)
	}
	f, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.db.Query("EXPLAIN QUERY PLAN "+outcomesInOrder, "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	text := strings.Join(plan, "\n")
	if strings.Contains(text, "FOR ORDER BY") || !strings.Contains(text, "MERGE (UNION ALL)") || !strings.Contains(text, "outcomes_failed (id=?") {
		t.Errorf("the plan of the query is\n%s", text)
	}
}

func TestDSN_NamesAnyAbsolutePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/a b/c#d?e%f&ü/journal.sqlite": "file:///a%20b/c%23d%3Fe%25f&%C3%BC/journal.sqlite?",
		"C:/Users/x/journal.sqlite":     "file:///C:/Users/x/journal.sqlite?",
		"//server/share/journal.sqlite": "file:////server/share/journal.sqlite?",
	} {
		if got := dsn(path); !strings.HasPrefix(got, want) {
			t.Errorf("%s is named %s, want %s…", path, got, want)
		}
	}
}
