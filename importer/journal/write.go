package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"bcimport/importer"
)

const addIntent = `INSERT INTO intents (seq, attempt, line, key, id, etag, changes, at, landed, landed_etag, seen, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (seq, attempt) DO UPDATE SET id = excluded.id, etag = excluded.etag, changes = excluded.changes, at = excluded.at,
	landed = excluded.landed, landed_etag = excluded.landed_etag, seen = excluded.seen`

const dropOutcome = `DELETE FROM outcomes WHERE seq = ?`

// Intend records writes about to be sent, all of them durably or none, and drops
// outcomes that are not true any more.
func (f *File) Intend(_ context.Context, intents []importer.Intent) error {
	err := f.transact([]string{addIntent, dropOutcome}, func(run func(query string, args ...any) error) error {
		for _, in := range intents {
			args, err := intentRow(in)
			if err == nil && in.Again {
				err = run(dropOutcome, in.Seq)
			}
			if err == nil {
				err = run(addIntent, args...)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record intents: %w", err)
	}
	return nil
}

func intentRow(in importer.Intent) ([]any, error) {
	changes, err := json.Marshal(in.Changes)
	if err != nil {
		return nil, err
	}
	landed, err := array(in.Landed)
	if err != nil {
		return nil, err
	}
	var seen any
	if in.Seen != nil {
		text, err := array(in.Seen)
		if err != nil {
			return nil, err
		}
		seen = text
	}
	return []any{
		in.Seq, in.Attempt, in.Line, in.Key, in.ID, string(in.ETag), string(changes), stamp(in.At),
		landed, string(in.LandedETag), seen, in.Raw,
	}, nil
}

const addOutcome = `INSERT OR REPLACE INTO outcomes
(seq, line, key, id, status, http_status, error_code, message, sets, changes, attempts, etag_before, etag_after, own_move, finished_at, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// Record records outcomes, all of them durably or none.
func (f *File) Record(_ context.Context, outcomes []importer.Outcome) error {
	err := f.each(addOutcome, len(outcomes), func(i int) ([]any, error) {
		o := outcomes[i]
		sets, err := array(o.Sets)
		if err != nil {
			return nil, err
		}
		changes, err := array(o.Changes)
		return []any{
			o.Seq, o.Line, o.Key, o.ID, string(o.Status), o.HTTPStatus, o.Code, o.Message, sets, changes,
			o.Attempts, string(o.ETagBefore), string(o.ETagAfter), o.OwnMove, stamp(o.FinishedAt), o.Raw,
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
	err := f.each(addLookup, len(lookups), func(i int) ([]any, error) {
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
	err := f.each(resolveLookup, len(found), func(i int) ([]any, error) {
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

// each runs one query for every index below n, all or nothing.
func (f *File) each(query string, n int, args func(i int) ([]any, error)) error {
	return f.transact([]string{query}, func(run func(query string, args ...any) error) error {
		for i := range n {
			values, err := args(i)
			if err != nil {
				return err
			}
			if err := run(query, values...); err != nil {
				return err
			}
		}
		return nil
	})
}

// transact does work in one transaction, all or nothing, with queries that are
// prepared once.
func (f *File) transact(queries []string, work func(run func(query string, args ...any) error) error) error {
	prepared := make(map[string]*sql.Stmt, len(queries))
	for _, query := range queries {
		s, err := f.statement(query) // before the transaction takes the only connection
		if err != nil {
			return err
		}
		prepared[query] = s
	}
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for query, s := range prepared {
		prepared[query] = tx.Stmt(s)
	}
	err = work(func(query string, args ...any) error {
		_, err := prepared[query].Exec(args...)
		return err
	})
	if err != nil {
		return err
	}
	if f.spent != nil {
		if err := put(tx, "spent", f.spent()); err != nil {
			return err
		}
	}
	return tx.Commit()
}
