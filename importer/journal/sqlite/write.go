package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
)

// inserts are the queries that add most rows of a journal.
func inserts() (intents, outcomes insert) {
	return newInsert(`INSERT INTO intents (seq, attempt, place, line, key, id, etag, changes, at, landed, landed_etag, seen, raw) VALUES `, 13,
			` ON CONFLICT (seq, attempt) DO UPDATE SET place = excluded.place, id = excluded.id, etag = excluded.etag, changes = excluded.changes, at = excluded.at,
	landed = excluded.landed, landed_etag = excluded.landed_etag, seen = excluded.seen`),
		newInsert(`INSERT OR REPLACE INTO outcomes (seq, line, key, id, status, http_status, error_code, message, sets, changes,
	attempts, etag_before, etag_after, own_move, finished_at, blames, raw, name, number) VALUES `, 19, "")
}

const dropOutcome = `DELETE FROM outcomes WHERE seq = ?`

// Intend records writes about to be sent, all of them durably or none, and drops
// outcomes that are not true any more.
func (f *File) Intend(_ context.Context, intents []importer.Intent) error {
	err := f.transact(append(f.addIntents.queries(), dropOutcome), func(run run) error {
		for _, in := range intents {
			if in.Again {
				if err := run(dropOutcome, in.Seq); err != nil {
					return err
				}
			}
		}
		return f.addIntents.add(run, len(intents), func(at int, args []any) ([]any, error) {
			f.place++
			return intentRow(intents[at], f.place, args)
		})
	})
	if err != nil {
		return fmt.Errorf("record intents: %w", err)
	}
	return nil
}

func intentRow(in importer.Intent, place int64, args []any) ([]any, error) {
	changes, err := array(in.Changes)
	if err != nil {
		return nil, err
	}
	landed, err := array(in.Landed)
	if err != nil {
		return nil, err
	}
	var seen any
	if in.Seen != nil {
		if seen, err = array(in.Seen); err != nil {
			return nil, err
		}
	}
	return append(args,
		in.Seq, in.Attempt, place, in.Line, in.Key, in.ID, string(in.ETag), changes, stamp(in.At),
		landed, string(in.LandedETag), seen, in.Raw,
	), nil
}

// Record records outcomes, all of them durably or none.
func (f *File) Record(_ context.Context, outcomes []importer.Outcome) error {
	err := f.transact(f.addOutcomes.queries(), func(run run) error {
		return f.addOutcomes.add(run, len(outcomes), func(at int, args []any) ([]any, error) { return outcomeRow(outcomes[at], args) })
	})
	if err != nil {
		return fmt.Errorf("record outcomes: %w", err)
	}
	return nil
}

func outcomeRow(o importer.Outcome, args []any) ([]any, error) {
	sets, err := array(o.Sets)
	if err != nil {
		return nil, err
	}
	changes, err := array(o.Changes)
	if err != nil {
		return nil, err
	}
	var blames any
	if len(o.Blames) > 0 {
		if blames, err = array(o.Blames); err != nil {
			return nil, err
		}
	}
	message, err := messageText(o.Message)
	if err != nil {
		return nil, err
	}
	return append(args,
		o.Seq, o.Line, o.Key, o.ID, string(o.Status), o.HTTPStatus, o.Code, message, sets, changes,
		o.Attempts, string(o.ETagBefore), string(o.ETagAfter), o.OwnMove, stamp(o.FinishedAt), blames, o.Raw, o.Name, o.Number,
	), nil
}

// array is a JSON array, never null.
func array[T any](values []T) (string, error) {
	if len(values) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// messageText is a message as the column holds it: its JSON, which mapping.ParseMessage
// reads.
func messageText(m importer.Message) (string, error) {
	if m.IsZero() {
		return "", nil
	}
	text, err := json.Marshal(m)
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

const resolveLookup = `UPDATE lookups SET outcome = ?, ids = ?, fault = ?, people = ? WHERE match = ? AND key = ?`

// Resolve records what lookups brought.
func (f *File) Resolve(_ context.Context, found []importer.Found) error {
	err := f.each(resolveLookup, len(found), func(i int) ([]any, error) {
		ids, err := array(found[i].IDs)
		if err != nil {
			return nil, err
		}
		fault, err := json.Marshal(found[i].Fault)
		if err != nil {
			return nil, err
		}
		people, err := peopleText(found[i])
		return []any{int(found[i].End), ids, string(fault), people, string(found[i].Lookup.By), found[i].Lookup.Key}, err
	})
	if err != nil {
		return fmt.Errorf("record lookups: %w", err)
	}
	return nil
}

// each runs one query for every index below n, all or nothing.
func (f *File) each(query string, n int, args func(i int) ([]any, error)) error {
	return f.transact([]string{query}, func(run run) error {
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

// known is what a message says of the contacts that a lookup brought.
type known struct {
	People  []importer.Person `json:"people,omitempty"`
	Outside importer.Outside  `json:"outside,omitzero"`
}

// peopleText is null for most lookups: they bring one contact.
func peopleText(f importer.Found) (any, error) {
	if len(f.People) == 0 && f.Outside == "" {
		return nil, nil
	}
	text, err := json.Marshal(known{f.People, f.Outside})
	return string(text), err
}
