// Package journal holds the words of a run's record: an append-only log whose
// entries are chunks of intents or outcomes, their encoding, and the view that
// folds them. Later entries overrule earlier ones for the same row. It does no
// I/O: a store (journal/sqlite) keeps the entries and gives them back by place.
//
// Start with Entry and View.
package journal

import (
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer"
)

// Kind says what an entry holds.
type Kind string

const (
	Given      Kind = "given"      // what the run was given: importer.About
	Edits      Kind = "edits"      // what an undo puts back, or an approved plan writes
	Begin      Kind = "begin"      // a part of the run begins
	Suspicions Kind = "suspicions" // what was found about the input as a whole
	Begun      Kind = "begun"      // the run was found to be allowed
	Intents    Kind = "intents"    // writes that are about to be sent
	Outcomes   Kind = "outcomes"   // ends of rows
	Forget     Kind = "forget"     // the outcomes so far were a plan and count no more
	Approved   Kind = "approved"   // which changes of a plan may be written: importer.Approval
	Ended      Kind = "ended"      // a part of the run ended: importer.Ending
)

// MostRows is how many rows an entry holds at most.
const MostRows = 256

// Entry is one element of the log. Its place counts from 1 without gaps.
type Entry struct {
	Place int64
	Kind  Kind

	value  jsontext.Value // of the kinds that are about no rows
	edits  []edit
	groups []*columns // of Intents and Outcomes

	intents []importer.Intent // that the groups were made of; nil for an entry that was read
}

// Value makes an entry that is about no rows.
func Value(place int64, kind Kind, value any) (Entry, error) {
	text, err := json.Marshal(value)
	return Entry{Place: place, Kind: kind, value: text}, err
}

// Text makes an entry that is about no rows of its JSON.
func Text(place int64, kind Kind, value []byte) Entry {
	return Entry{Place: place, Kind: kind, value: value}
}

// ref is where a row stands in the log; the zero value is nowhere.
type ref struct {
	place int64
	row   int
}

// at finds a row of the entry.
func (e *Entry) at(row int) (*columns, int) {
	if row < 0 {
		return nil, 0
	}
	for _, g := range e.groups {
		if row < g.Rows {
			return g, row
		}
		row -= g.Rows
	}
	return nil, 0
}
