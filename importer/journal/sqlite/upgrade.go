package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
	"bcimport/importer/journal"
	"bcimport/mapping"
)

// version4 is that of journals that hold a row of a table for each row and each
// write. They are opened as they are, so that runs can be listed; whoever asks for more
// than what the run was given, how it ended and how many rows it has, or goes on with
// it, has its log made first. That is one transaction in the same file: whatever
// interrupts it, the file is the one or the other.
const version4 = 4

// widened are columns that journals of version 4 had got by its end.
func widened() map[string][]string {
	return map[string][]string{"outcomes": {"name", "number"}, "edits": {"name", "number"}}
}

// upgrading is a journal of version 4 on its way to a log.
type upgrading struct {
	tx    *sql.Tx
	coder *journal.Coder
	view  *journal.View
}

func (f *File) upgrade() error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	u := &upgrading{tx: tx, coder: f.coder}
	u.view = journal.NewView(f.coder, 0, func(place int64) ([]byte, error) { return scanEntry(tx.QueryRow(readEntry, place), place) })
	for _, step := range []func() error{u.begin, u.given, u.edits, u.intents, u.outcomes, u.ended, u.end} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	// Nine tenths of the file are empty now. Where there is no room to make it smaller, it
	// stays as it is.
	_, _ = f.db.Exec(`VACUUM`)
	return nil
}

func (u *upgrading) exec(statements ...string) error {
	for _, s := range statements {
		if _, err := u.tx.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

func (u *upgrading) begin() error {
	for table, columns := range widened() {
		for _, column := range columns {
			var there bool
			err := u.tx.QueryRow(`SELECT count(*) FROM pragma_table_info(?) WHERE name = ?`, table, column).Scan(&there)
			if err == nil && !there {
				err = u.exec("ALTER TABLE " + table + " ADD COLUMN " + column + " TEXT NOT NULL DEFAULT ''")
			}
			if err != nil {
				return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
			}
		}
	}
	return u.exec(logTable, `CREATE INDEX intents_place ON intents (place)`)
}

func (u *upgrading) end() error {
	return u.exec(`DROP TABLE intents`, `DROP TABLE outcomes`, `DROP TABLE edits`, fmt.Sprintf(`UPDATE meta SET value = '%d' WHERE name = 'version'`, version))
}

func (u *upgrading) add(e journal.Entry, err error) error {
	if err != nil {
		return err
	}
	text, err := u.coder.Encode(e)
	if err == nil {
		_, err = u.tx.Exec(addEntry, e.Place, text)
	}
	if err == nil {
		u.view.Add(e)
	}
	return err
}

// meta makes an entry of what is recorded under a name, if anything is.
func (u *upgrading) meta(kind journal.Kind, name string) error {
	var text string
	switch err := u.tx.QueryRow(`SELECT value FROM meta WHERE name = ?`, name).Scan(&text); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return u.add(journal.Text(u.view.Last()+1, kind, []byte(text)), nil)
}

func (u *upgrading) given() error { return u.meta(journal.Given, "about") }

func (u *upgrading) ended() error { return u.meta(journal.Ended, "ending") }

// block is how many rows are read at once.
const block = 100

// blocks reads a table in an order of positive keys, a block at a time, and makes
// entries of it. scan reads a row and returns its key.
func blocks[T any](u *upgrading, query string, before int, scan func(rows *sql.Rows, to *T) (int, error), entry func(place int64, rows []T) (journal.Entry, error)) error {
	for {
		var list []T
		rows, err := u.tx.Query(query, before, block)
		if err != nil {
			return err
		}
		for err == nil && rows.Next() {
			var row T
			before, err = scan(rows, &row)
			list = append(list, row)
		}
		rows.Close()
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
		}
		if len(list) == 0 {
			return nil
		}
		if err := u.add(entry(u.view.Last()+1, list)); err != nil {
			return err
		}
	}
}

func (u *upgrading) edits() error {
	return blocks(u, `SELECT seq, line, key, id, fields, pending_etag, pending_until, name, number FROM edits WHERE seq > ? ORDER BY seq LIMIT ?`, -1,
		scanEdit, func(place int64, entries []importer.Entry) (journal.Entry, error) {
			return journal.PutBack(place, entries), nil
		})
}

func scanEdit(rows *sql.Rows, e *importer.Entry) (int, error) {
	var text, until string
	var fields []struct {
		Field  string   `json:"field"`
		Holds  []string `json:"holds"`
		Before string   `json:"before"`
	}
	err := rows.Scan(&e.Row.Seq, &e.Row.Line, &e.Edit.Key, &e.Locator.ID, &text, &e.Pending.ETag, &until, &e.Name, &e.Number)
	if err == nil {
		err = json.Unmarshal([]byte(text), &fields)
	}
	if err == nil {
		e.Pending.Until, err = time.Parse(time.RFC3339, until)
	}
	for _, f := range fields {
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: f.Field, Text: f.Before})
		e.Baseline = append(e.Baseline, importer.Expectation{Field: f.Field, Texts: f.Holds})
	}
	return e.Row.Seq, err
}

// intents come in the order in which they were made. Those of one row never stand in
// one block: between two of them lies an answer, and the end of the chunk.
func (u *upgrading) intents() error {
	return blocks(u, `SELECT place, seq, attempt, line, key, id, etag, changes, at, landed, landed_etag, seen, raw FROM intents WHERE place > ? ORDER BY place LIMIT ?`, 0,
		scanIntent, u.view.Intend)
}

func scanIntent(rows *sql.Rows, in *importer.Intent) (place int, err error) {
	var changes, at, landed string
	var seen sql.NullString
	err = rows.Scan(&place, &in.Seq, &in.Attempt, &in.Line, &in.Key, &in.ID, &in.ETag, &changes, &at, &landed, &in.AppliedETag, &seen, &in.Raw)
	if err == nil {
		err = json.Unmarshal([]byte(changes), &in.Changes)
	}
	if err == nil {
		err = json.Unmarshal([]byte(landed), &in.Applied)
	}
	if err == nil && seen.Valid {
		in.Seen = []mapping.Value{}
		err = json.Unmarshal([]byte(seen.String), &in.Seen)
	}
	if err == nil {
		in.At, err = time.Parse(time.RFC3339, at)
	}
	return place, err
}

func (u *upgrading) outcomes() error {
	return blocks(u, `SELECT seq, line, key, id, status, http_status, error_code, message, sets, changes, attempts, etag_before, etag_after, own_move,
		finished_at, blames, raw, name, number FROM outcomes WHERE seq > ? ORDER BY seq LIMIT ?`, -1, scanOutcome, u.view.Record)
}

func scanOutcome(rows *sql.Rows, o *importer.Outcome) (int, error) {
	var message, sets, changes, finished string
	var blames sql.NullString
	err := rows.Scan(&o.Seq, &o.Line, &o.Key, &o.ID, &o.Status, &o.HTTPStatus, &o.Code, &message, &sets, &changes, &o.Attempts, &o.ETagBefore,
		&o.ETagAfter, &o.OwnMove, &finished, &blames, &o.Raw, &o.Name, &o.Number)
	if err != nil {
		return 0, err
	}
	o.Message = mapping.ParseMessage(message)
	err = errors.Join(json.Unmarshal([]byte(sets), &o.Sets), json.Unmarshal([]byte(changes), &o.Changes))
	if err == nil && blames.Valid {
		err = json.Unmarshal([]byte(blames.String), &o.Blames)
	}
	if err == nil {
		o.FinishedAt, err = time.Parse(time.RFC3339, finished)
	}
	return o.Seq, err
}

func (f *File) isOld() bool {
	f.viewing.Lock()
	defer f.viewing.Unlock()
	return f.old
}

// counts4 are the counts of a journal of version 4.
func (f *File) counts4() (map[string]int, error) {
	rows, err := f.db.Query(`
		SELECT status, count(*) FROM outcomes GROUP BY status
		UNION ALL
		SELECT 'unknown', count(DISTINCT seq) FROM intents i WHERE NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.seq = i.seq)`)
	if err != nil {
		return nil, fmt.Errorf("count outcomes: %w", err)
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var status string
		var n int
		if err := rows.Scan(&status, &n); err != nil {
			return nil, fmt.Errorf("count outcomes: %w", err)
		}
		counts[status] += n
	}
	return counts, rows.Err()
}
