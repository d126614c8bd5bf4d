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
	}, Change{})
	if err != nil {
		return fmt.Errorf("record intents: %w", err)
	}
	return nil
}

// Record records outcomes, all of them durably or none.
func (f *File) Record(_ context.Context, outcomes []importer.Outcome) error {
	err := f.add(func(view *journal.View, last int64) ([]journal.Entry, error) {
		return inChunks(outcomes, last, view.Record)
	}, Change{})
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

// append adds an entry that is about no rows, and what is recorded of it by name.
func (f *File) append(kind journal.Kind, v any, named string) error {
	var c Change
	if named != "" {
		var err error
		if c, err = value(named, v); err != nil {
			return err
		}
	}
	return f.appendWith(kind, v, c)
}

func (f *File) appendWith(kind journal.Kind, v any, c Change) error {
	err := f.add(func(_ *journal.View, last int64) ([]journal.Entry, error) {
		e, err := journal.Value(last+1, kind, v)
		return []journal.Entry{e}, err
	}, c)
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
		}, Change{})
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

// Want remembers keys that need a lookup; those known already are ignored.
func (f *File) Want(_ context.Context, lookups []importer.Lookup) error {
	if err := f.add(nil, Change{Wanted: lookups}); err != nil {
		return fmt.Errorf("record keys: %w", err)
	}
	return nil
}

// Resolve records what lookups brought.
func (f *File) Resolve(_ context.Context, found []importer.Found) error {
	if err := f.add(nil, Change{Resolved: found}); err != nil {
		return fmt.Errorf("record lookups: %w", err)
	}
	return nil
}

// resolvedArgs are the arguments of resolveLookup.
func resolvedArgs(f *importer.Found) ([]any, error) {
	ids, err := array(f.IDs)
	if err != nil {
		return nil, err
	}
	var fault any
	if f.Fault != (importer.Fault{}) {
		text, err := json.Marshal(f.Fault)
		if err != nil {
			return nil, err
		}
		fault = string(text)
	}
	people, err := peopleText(*f)
	return []any{int(f.Disposition), ids, fault, people, string(f.Lookup.By), f.Lookup.Key}, err
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
	if err := f.add(nil, Change{AskAgain: true}); err != nil {
		return fmt.Errorf("forget lookups: %w", err)
	}
	return nil
}
