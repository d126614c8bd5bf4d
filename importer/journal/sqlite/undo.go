package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
	"bcimport/mapping"
)

// byContactInOrder gives what every row changed, or may have changed, and the
// places of its writes, a contact at a time, the contacts in the order of their
// first lines.
const byContactInOrder = `
WITH written AS (
	SELECT seq, line, key, id, changes, etag_before AS etag, finished_at AS at, '[]' AS landed, 0 AS cut, name, number FROM outcomes
	WHERE changes <> '[]' AND status <> 'would_update'
	UNION ALL
	SELECT seq, line, key, id, changes, etag, at, landed, 1, '', '' FROM intents i
	WHERE NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.seq = i.seq)
	AND NOT EXISTS (SELECT 1 FROM intents later WHERE later.seq = i.seq AND later.attempt > i.attempt)
)
SELECT w.line, w.key, w.id, w.changes, w.etag, w.at, w.landed, w.cut, w.name, w.number, f.first,
	(SELECT json_group_array(json_object('place', i.place, 'changes', json(i.changes))) FROM intents i WHERE i.seq = w.seq)
FROM written w JOIN (SELECT id, min(seq) AS first FROM written GROUP BY id COLLATE NOCASE) f ON f.id = w.id COLLATE NOCASE
ORDER BY f.first, w.seq`

// Undoing gives an entry for every contact that the run changed, or may have
// changed, and that puts back the fields wanted (nil: all). Nothing else may be
// asked of the journal while the sequence is being read.
func (f *File) Undoing(fields []string) iter.Seq2[importer.Entry, error] {
	return func(yield func(importer.Entry, error) bool) {
		rows, err := f.db.Query(byContactInOrder)
		if err != nil {
			yield(importer.Entry{}, fmt.Errorf("read what was written: %w", err))
			return
		}
		defer rows.Close()
		contact, seq, current := importer.Undo{}, 0, -1
		flush := func() bool {
			e, any := contact.Entry(seq, fields)
			contact = importer.Undo{}
			if !any {
				return true
			}
			seq++
			return yield(e, nil)
		}
		for rows.Next() {
			o, places, first, err := scanWritten(rows)
			if err != nil {
				yield(importer.Entry{}, fmt.Errorf("read what was written: %w", err))
				return
			}
			if first != current && !flush() {
				return
			}
			current = first
			contact.Add(o, places)
		}
		if err := rows.Err(); err != nil {
			yield(importer.Entry{}, fmt.Errorf("read what was written: %w", err))
			return
		}
		flush()
	}
}

func scanWritten(rows *sql.Rows) (o importer.Outcome, places map[string]int64, first int, err error) {
	var changes, at, landed, writes string
	var cutOff bool
	if err := rows.Scan(&o.Line, &o.Key, &o.ID, &changes, &o.ETagBefore, &at, &landed, &cutOff, &o.Name, &o.Number, &first, &writes); err != nil {
		return o, nil, 0, err
	}
	if o.FinishedAt, err = time.Parse(time.RFC3339, at); err != nil {
		return o, nil, 0, err
	}
	if err := json.Unmarshal([]byte(changes), &o.Changes); err != nil {
		return o, nil, 0, err
	}
	if cutOff {
		if err := addLanded(&o, landed); err != nil {
			return o, nil, 0, err
		}
	}
	places, err = placesOf(writes)
	return o, places, first, err
}

// placesOf gives the place of the last write of every field of a row.
func placesOf(text string) (map[string]int64, error) {
	var writes []struct {
		Place   int64             `json:"place"`
		Changes []importer.Change `json:"changes"`
	}
	if err := json.Unmarshal([]byte(text), &writes); err != nil {
		return nil, err
	}
	places := map[string]int64{}
	for _, w := range writes {
		for _, c := range w.Changes {
			places[c.Field] = max(places[c.Field], w.Place)
		}
	}
	return places, nil
}

// edit is one field of an entry of an undo, as edits holds it.
type edit struct {
	Field  string   `json:"field"`
	Holds  []string `json:"holds"` // what the run left, or may have left
	Before string   `json:"before"`
}

const addEdit = `INSERT INTO edits (seq, line, key, id, fields, pending_etag, pending_until, name, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

// addEdits records what an undo puts back and returns how many contacts that are.
func (f *File) addEdits(edits iter.Seq2[importer.Entry, error]) (int, error) {
	n := 0
	err := f.transact([]string{addEdit}, func(run run) error {
		for e, err := range edits {
			if err != nil {
				return err
			}
			fields := make([]edit, len(e.Edit.Values))
			for i, v := range e.Edit.Values {
				fields[i] = edit{v.Field, e.Baseline[i].Texts, v.Text}
			}
			text, err := json.Marshal(fields)
			if err == nil {
				err = run(addEdit, n, e.Row.Line, e.Edit.Key, e.Locator.ID, string(text), string(e.Pending.ETag), stamp(e.Pending.Until), e.Name, e.Number)
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("record what to put back: %w", err)
	}
	return n, nil
}

// Entries returns up to n entries of an undo from a position.
func (f *File) Entries(_ context.Context, from, n int) ([]importer.Entry, error) {
	s, err := f.statement(`SELECT seq, line, key, id, fields, pending_etag, pending_until, name, number FROM edits WHERE seq >= ? ORDER BY seq LIMIT ?`)
	if err != nil {
		return nil, err
	}
	var entries []importer.Entry
	err = query(s, []any{from, n}, func(rows *sql.Rows) error {
		e := importer.Entry{FieldByField: true}
		var text, until string
		var fields []edit
		if err := rows.Scan(&e.Row.Seq, &e.Row.Line, &e.Edit.Key, &e.Locator.ID, &text, &e.Pending.ETag, &until, &e.Name, &e.Number); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			return err
		}
		var err error
		if e.Pending.Until, err = time.Parse(time.RFC3339, until); err != nil {
			return err
		}
		for _, x := range fields {
			e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: x.Field, Text: x.Before})
			e.Edit.Exact = append(e.Edit.Exact, x.Field) // as Undo.Entry says
			e.Baseline = append(e.Baseline, importer.Expectation{Field: x.Field, Texts: x.Holds})
		}
		entries = append(entries, e)
		return nil
	})
	return entries, err
}
