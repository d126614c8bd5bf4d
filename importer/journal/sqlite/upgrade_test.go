package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
	"bcimport/mapping"
)

// schema4 is that of a journal of version 4, from before there were names.
const schema4 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lookups (position INTEGER PRIMARY KEY, match TEXT NOT NULL, key TEXT NOT NULL, outcome INTEGER, ids TEXT, fault TEXT, people TEXT, UNIQUE (match, key));
CREATE TABLE intents (seq INTEGER NOT NULL, attempt INTEGER NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL, key TEXT NOT NULL,
	id TEXT NOT NULL, etag TEXT NOT NULL, changes TEXT NOT NULL, at TEXT NOT NULL, landed TEXT NOT NULL, landed_etag TEXT NOT NULL, seen TEXT, raw BLOB,
	PRIMARY KEY (seq, attempt)) WITHOUT ROWID;
CREATE TABLE outcomes (seq INTEGER PRIMARY KEY, line INTEGER NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
	http_status INTEGER NOT NULL, error_code TEXT NOT NULL, message TEXT NOT NULL, sets TEXT NOT NULL, changes TEXT NOT NULL, attempts INTEGER NOT NULL,
	etag_before TEXT NOT NULL, etag_after TEXT NOT NULL, own_move INTEGER NOT NULL, finished_at TEXT NOT NULL, blames TEXT, raw BLOB);
CREATE TABLE edits (seq INTEGER PRIMARY KEY, line INTEGER NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, fields TEXT NOT NULL,
	pending_etag TEXT NOT NULL, pending_until TEXT NOT NULL);
INSERT INTO meta VALUES ('version', '4'), ('about', '{"run":"r","command":"run","input":{"rows":5}}');
`

// makeRun4 makes a journal of version 4 in which row 1 was written before row 0, row 2
// was cut off in its second attempt and row 3 was refused.
func makeRun4(t *testing.T) string {
	folder := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(folder, sqlite.Name))
	must(t, err)
	defer db.Close()
	exec := func(query string, args ...any) {
		t.Helper()
		_, err := db.Exec(query, args...)
		must(t, err)
	}
	exec(schema4)
	intend := func(place, seq, attempt int, before, after, landed string, seen any) {
		exec(`INSERT INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?, '2026-07-01T12:00:00.000Z', ?, 'W/"0"', ?, ?)`, seq, attempt, place, seq+2, fmt.Sprint("K", seq), journaltest.ContactID(1),
			`W/"1"`, fmt.Sprintf(`[{"field":"email","before":%q,"after":%q}]`, before, after), landed, seen, []byte("raw\xfc\n"))
	}
	outcome := func(seq int, status, changes, sets string, blames any, raw []byte) {
		exec(`INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, 200, '', '', ?, ?, 1, 'W/"1"', 'W/"2"', 1, '2026-07-01T12:00:00.000Z', ?, ?)`, seq, seq+2, fmt.Sprint("K", seq), journaltest.ContactID(1), status,
			sets, changes, blames, raw)
	}
	intend(1, 1, 1, "a", "b", `[]`, nil)
	intend(2, 0, 1, "b", "c", `[]`, nil)
	intend(3, 2, 1, "c", "d", `[]`, `[]`)
	intend(4, 2, 2, "c", "e", `[{"field":"lastName","before":"A","after":"B"}]`, `[{"field":"email","text":"c"}]`)
	outcome(1, "updated", `[{"field":"email","before":"a","after":"b"}]`, `["email"]`, nil, nil)
	outcome(0, "updated", `[{"field":"email","before":"b","after":"c"}]`, `["email"]`, nil, nil)
	outcome(3, "rejected", `[]`, `["email"]`, `["email"]`, []byte("raw\xfc\n"))
	return folder
}

func TestOpen_AJournalOfVersion4IsReadAndGoesOn(t *testing.T) {
	t.Parallel()
	folder := makeRun4(t)
	file := openRun(t, folder)
	if counts, err := file.Counts(); err != nil || !reflect.DeepEqual(counts, map[string]int{"updated": 2, "unknown": 1, "rejected": 1}) {
		t.Errorf("counts are %v (%v)", counts, err)
	}
	must(t, file.Verify())
	got := journaltest.Outcomes(t, file)
	if len(got) != 4 || got[1].Changes[0].After != "b" || got[1].ETagAfter != `W/"2"` || !got[1].OwnMove || got[3].Status != importer.Rejected ||
		got[3].Blames[0] != "email" || string(got[3].Raw) != "raw\xfc\n" || got[3].FinishedAt != journaltest.Noon() {
		t.Errorf("outcomes are %+v", got)
	}
	left, err := file.Unfinished(t.Context(), 2, 1)
	must(t, err)
	last := left[0].Last
	if !left[0].Open || last.Attempt != 2 || last.Applied[0].Field != "lastName" || !reflect.DeepEqual(last.Seen, []mapping.Value{{Field: "email", Text: "c"}}) {
		t.Errorf("the row that was cut off is %+v with %+v", left[0], last)
	}
	var entries []importer.Entry
	for e, err := range file.UndoEntries(importer.CustomerContacts(), nil) {
		must(t, err)
		entries = append(entries, e)
	}
	if len(entries) != 1 || len(entries[0].Edit.Values) != 2 || entries[0].Edit.Values[1].Text != "a" || !reflect.DeepEqual(entries[0].Baseline[1].Texts, []string{"c", "e"}) {
		t.Errorf("an undo puts back %+v", entries)
	}
	must(t, file.Begin(func() importer.Spent { return importer.Spent{} }))
	named := journaltest.Updated(2)
	named.Name = "Anna Berg"
	journaltest.Record(t, file, named)
	must(t, file.Close())
	if got := journaltest.Outcomes(t, openRun(t, folder)); len(got) != 4 || got[2].Name != "Anna Berg" {
		t.Errorf("opened again: %+v", got)
	}
}

// TestUpgrade_GivesTheRoomBack: the log takes an eighth of what the tables took.
func TestUpgrade_GivesTheRoomBack(t *testing.T) {
	t.Parallel()
	folder := makeRun4(t)
	path := filepath.Join(folder, sqlite.Name)
	execute(t, path, `WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
		INSERT INTO outcomes SELECT i, i, 'K', 'id', 'unchanged', 0, '', '', '[]', '[]', 0, '', '', 0, '2026-07-01T12:00:00.000Z', NULL, NULL FROM n`)
	before := size(t, path)
	file := openRun(t, folder)
	must(t, file.Verify())
	must(t, file.Close())
	if after := size(t, path); after > before/4 {
		t.Errorf("%d bytes have become %d", before, after)
	}
}

func size(t *testing.T, path string) int64 {
	info, err := os.Stat(path)
	must(t, err)
	return info.Size()
}

// TestUpgrade_AllOrNothing: what can't be read leaves the file as it was.
func TestUpgrade_AllOrNothing(t *testing.T) {
	t.Parallel()
	folder := makeRun4(t)
	path := filepath.Join(folder, sqlite.Name)
	execute(t, path, "UPDATE outcomes SET changes = '[' WHERE seq = 3")
	file := openRun(t, folder)
	if err := file.Verify(); err == nil {
		t.Error("a damaged row was read")
	}
	must(t, file.Close())
	execute(t, path, "UPDATE outcomes SET changes = '[]' WHERE seq = 3")
	if got := journaltest.Outcomes(t, openRun(t, folder)); len(got) != 4 {
		t.Errorf("outcomes are %+v", got)
	}
}
