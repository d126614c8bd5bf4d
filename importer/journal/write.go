package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bcimport/importer"
)

const addIntent = `INSERT INTO intents (seq, attempt, line, key, id, etag, changes, at, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (seq, attempt) DO UPDATE SET id = excluded.id, etag = excluded.etag, changes = excluded.changes, at = excluded.at`

// Intend records writes about to be sent, all of them durably or none.
func (f *File) Intend(_ context.Context, intents []importer.Intent) error {
	err := f.transact(addIntent, len(intents), func(i int) ([]any, error) {
		in := intents[i]
		changes, err := json.Marshal(in.Changes)
		return []any{in.Seq, in.Attempt, in.Line, in.Key, in.ID, string(in.ETag), string(changes), stamp(in.At), in.Raw}, err
	})
	if err != nil {
		return fmt.Errorf("record intents: %w", err)
	}
	return nil
}

const addOutcome = `INSERT OR REPLACE INTO outcomes
(seq, line, key, id, status, http_status, error_code, message, sets, changes, attempts, etag_before, etag_after, finished_at, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// Record records outcomes, all of them durably or none.
func (f *File) Record(_ context.Context, outcomes []importer.Outcome) error {
	err := f.transact(addOutcome, len(outcomes), func(i int) ([]any, error) {
		o := outcomes[i]
		sets, err := array(o.Sets)
		if err != nil {
			return nil, err
		}
		changes, err := array(o.Changes)
		return []any{
			o.Seq, o.Line, o.Key, o.ID, string(o.Status), o.HTTPStatus, o.Code, o.Message, sets, changes,
			o.Attempts, string(o.ETagBefore), string(o.ETagAfter), stamp(o.FinishedAt), o.Raw,
		}, err
	})
	if err != nil {
		return fmt.Errorf("record outcomes: %w", err)
	}
	return nil
}

// array is a JSON array, never null.
func array[T any](values []T) (string, error) {
	if len(values) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(values)
	return string(text), err
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

const addLookup = `INSERT INTO lookups (match, key) VALUES (?, ?) ON CONFLICT (match, key) DO NOTHING`

// Want remembers keys that need a lookup; those known already are ignored.
func (f *File) Want(_ context.Context, lookups []importer.Lookup) error {
	err := f.transact(addLookup, len(lookups), func(i int) ([]any, error) {
		return []any{string(lookups[i].By), lookups[i].Key}, nil
	})
	if err != nil {
		return fmt.Errorf("record keys: %w", err)
	}
	return nil
}

const resolveLookup = `UPDATE lookups SET outcome = ?, ids = ?, fault = ? WHERE match = ? AND key = ?`

// Resolve records what lookups brought.
func (f *File) Resolve(_ context.Context, found []importer.Found) error {
	err := f.transact(resolveLookup, len(found), func(i int) ([]any, error) {
		ids, err := array(found[i].IDs)
		if err != nil {
			return nil, err
		}
		fault, err := json.Marshal(found[i].Fault)
		return []any{int(found[i].End), ids, string(fault), string(found[i].Lookup.By), found[i].Lookup.Key}, err
	})
	if err != nil {
		return fmt.Errorf("record lookups: %w", err)
	}
	return nil
}

// transact runs one prepared query for every index below n, all or nothing.
func (f *File) transact(query string, n int, args func(i int) ([]any, error)) error {
	s, err := f.statement(query)
	if err != nil {
		return err
	}
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	s = tx.Stmt(s)
	for i := range n {
		values, err := args(i)
		if err != nil {
			return err
		}
		if _, err := s.Exec(values...); err != nil {
			return err
		}
	}
	if f.counters != nil {
		if err := put(tx, "requests", f.counters()); err != nil {
			return err
		}
	}
	return tx.Commit()
}
