package sqlite

import (
	"encoding/json"
	"fmt"
	"slices"

	"bcimport/importer"
)

// Commit is what one transaction records. Whoever is given the commits of a journal one
// after the other can make the same journal of them (Replica).
type Commit struct {
	// First is the place in the log of the first of Entries, which are as journal.Coder
	// writes them; 0 where there are none.
	First   int64    `json:"first,omitzero"`
	Entries [][]byte `json:"-"`
	// Changes are made in their order.
	Changes []Change `json:"changes,omitempty"`
}

// Change is what is recorded beside the log: keys, what looking them up brought, and
// values by name.
type Change struct {
	Wanted   []importer.Lookup          `json:"wanted,omitempty"`
	Resolved []importer.Found           `json:"resolved,omitempty"`
	AskAgain bool                       `json:"ask_again,omitzero"` // for what a technical error ended
	Values   map[string]json.RawMessage `json:"values,omitempty"`   // null takes one away
}

func (c *Change) isEmpty() bool {
	return len(c.Wanted)+len(c.Resolved)+len(c.Values) == 0 && !c.AskAgain
}

// value is the change that records a value under a name.
func value(name string, v any) (Change, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return Change{}, fmt.Errorf("record %s: %w", name, err)
	}
	return Change{Values: map[string]json.RawMessage{name: text}}, nil
}

// none takes the value of a name away.
func none(name string) Change {
	return Change{Values: map[string]json.RawMessage{name: json.RawMessage("null")}}
}

func isNone(v json.RawMessage) bool { return string(v) == "null" }

const (
	addEntry      = `INSERT INTO log (place, entry) VALUES (?, ?)`
	addLookup     = `INSERT INTO lookups (match, key) VALUES (?, ?) ON CONFLICT (match, key) DO NOTHING`
	resolveLookup = `UPDATE lookups SET outcome = ?, ids = ?, fault = ?, people = ? WHERE match = ? AND key = ?`
	askAgain      = `UPDATE lookups SET outcome = NULL WHERE outcome IN (?, ?)`
	setValue      = `INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
	dropValue     = `DELETE FROM meta WHERE name = ?`
)

// run executes one of a commit's queries.
type run func(query string, args ...any) error

// queries lists what apply executes.
func (c *Commit) queries() (queries []string) {
	add := func(query string, wanted bool) {
		if wanted && !slices.Contains(queries, query) {
			queries = append(queries, query)
		}
	}
	add(addEntry, len(c.Entries) > 0)
	for _, change := range c.Changes {
		add(addLookup, len(change.Wanted) > 0)
		add(resolveLookup, len(change.Resolved) > 0)
		add(askAgain, change.AskAgain)
		for _, v := range change.Values {
			add(setValue, !isNone(v))
			add(dropValue, isNone(v))
		}
	}
	return queries
}

// apply makes the rows of the tables.
func (c *Commit) apply(run run) error {
	for i, text := range c.Entries {
		if err := run(addEntry, c.First+int64(i), text); err != nil {
			return err
		}
	}
	for _, change := range c.Changes {
		if err := change.apply(run); err != nil {
			return err
		}
	}
	return nil
}

func (c *Change) apply(run run) error {
	for _, l := range c.Wanted {
		if err := run(addLookup, string(l.By), l.Key); err != nil {
			return err
		}
	}
	for i := range c.Resolved {
		args, err := resolvedArgs(&c.Resolved[i])
		if err != nil {
			return err
		}
		if err := run(resolveLookup, args...); err != nil {
			return err
		}
	}
	if c.AskAgain {
		if err := run(askAgain, int(importer.NotDone), int(importer.Lost)); err != nil {
			return err
		}
	}
	for name, v := range c.Values {
		query, args := setValue, []any{name, string(v)}
		if isNone(v) {
			query, args = dropValue, args[:1]
		}
		if err := run(query, args...); err != nil {
			return err
		}
	}
	return nil
}
