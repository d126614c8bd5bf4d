package sqlite

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
	"bcimport/importer/journal"
)

// Intend records writes about to be sent, all of them durably or none. Outcomes of
// these rows are not true any more. It names a row once.
func (f *File) Intend(_ context.Context, intents []importer.Intent) error {
	err := f.add(func(view *journal.View, last int64) ([]journal.Entry, error) {
		return inChunks(intents, last, view.Intend)
	})
	if err != nil {
		return fmt.Errorf("record intents: %w", err)
	}
	return nil
}

// Record records outcomes, all of them durably or none.
func (f *File) Record(_ context.Context, outcomes []importer.Outcome) error {
	err := f.add(func(view *journal.View, last int64) ([]journal.Entry, error) {
		return inChunks(outcomes, last, view.Record)
	})
	if err != nil {
		return fmt.Errorf("record outcomes: %w", err)
	}
	return nil
}

// inChunks makes as many entries as the rows take.
func inChunks[T any](rows []T, last int64, entry func(place int64, rows []T) (journal.Entry, error)) (made []journal.Entry, err error) {
	for chunk := range slices.Chunk(rows, journal.MostRows) {
		last++
		e, err := entry(last, chunk)
		if err != nil {
			return nil, err
		}
		made = append(made, e)
	}
	return made, nil
}

// append adds an entry that is about no rows.
func (f *File) append(kind journal.Kind, value any) error {
	err := f.add(func(_ *journal.View, last int64) ([]journal.Entry, error) {
		e, err := journal.Value(last+1, kind, value)
		return []journal.Entry{e}, err
	})
	if err != nil {
		return fmt.Errorf("record %s: %w", kind, err)
	}
	return nil
}

// addEdits records what an undo puts back and returns how many records that are.
func (f *File) addEdits(edits iter.Seq2[importer.Entry, error]) (n int, err error) {
	var block []importer.Entry
	flush := func() error {
		err := f.add(func(_ *journal.View, last int64) ([]journal.Entry, error) {
			return []journal.Entry{journal.PutBack(last+1, block)}, nil
		})
		n, block = n+len(block), nil
		return err
	}
	for e, err := range edits {
		if block = append(block, e); err == nil && len(block) == journal.MostRows {
			err = flush()
		}
		if err != nil {
			return 0, fmt.Errorf("record what to put back: %w", err)
		}
	}
	if len(block) > 0 {
		err = flush()
	}
	return n, err
}

// array is a JSON array, never null.
func array[T any](values []T) (string, error) {
	if len(values) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(values)
	return string(text), err
}

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
		var fault any
		if found[i].Fault != (importer.Fault{}) {
			text, err := json.Marshal(found[i].Fault)
			if err != nil {
				return nil, err
			}
			fault = string(text)
		}
		people, err := peopleText(found[i])
		return []any{int(found[i].Disposition), ids, fault, people, string(found[i].Lookup.By), found[i].Lookup.Key}, err
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
	People  []importer.Person        `json:"people,omitempty"`
	Outside importer.ExclusionReason `json:"outside,omitzero"`
}

// peopleText is null for most lookups: they bring one contact.
func peopleText(f importer.Found) (any, error) {
	if len(f.People) == 0 && f.Exclusion == "" {
		return nil, nil
	}
	text, err := json.Marshal(known{f.People, f.Exclusion})
	return string(text), err
}

// AskAgain forgets lookups that a technical error ended, so that they are asked for
// again.
func (f *File) AskAgain() error {
	if _, err := f.db.Exec(`UPDATE lookups SET outcome = NULL WHERE outcome IN (?, ?)`, int(importer.NotDone), int(importer.Lost)); err != nil {
		return fmt.Errorf("forget lookups: %w", err)
	}
	return nil
}
