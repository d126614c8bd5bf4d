package importer

import (
	"slices"

	"bcimport/mapping"
)

// Entry is one row with what it asks for. Refusals is not empty when the row
// breaks a rule of the mapping; such a row is never sent.
type Entry struct {
	Row      Row
	Edit     mapping.Edit
	Locator  Locator
	Refusals []mapping.CellError
	// NoRecord says why the row is none; such a row is never sent, and of its edit only
	// the key's cell is known.
	NoRecord NoRecord
	// Columns names the columns of the input, nil where there is none (undo).
	Columns Columns
	// Baseline, where set, is what the contact is expected to hold (undo).
	Baseline Baseline
	// FieldByField lets fields that collide stay and the others be written; else
	// a row with a collision is left alone as a whole.
	FieldByField bool
	// Whole are fields of which all are written or none (an approved plan).
	Whole []string
	// NotAccepted reports whether nobody accepted any of the row's changes (an approved
	// plan); such a row is never sent.
	NotAccepted bool
	// Pending is a write of the undone run that may yet land (undo).
	Pending Pending
	// Name and Number are what people called the record in the undone run, or in the plan.
	Name, Number string
	// Gone are values that the record is to have in fields that its set no longer has (an
	// undo, or an approved plan); they are not among those of Edit.
	Gone []mapping.Value
	// Unfinished is set for a row that is taken up again.
	Unfinished *Unfinished
}

// Problems are the refusals, and the texts that are damaged whatever most records hold:
// all that can be said of a row before its record is known.
func (e *Entry) Problems() []mapping.CellError {
	problems := slices.Clip(e.Refusals)
	for _, s := range e.Edit.Suspects {
		if s.Sure && len(e.Refusals) == 0 {
			problems = append(problems, s.CellError)
		}
	}
	return problems
}

// Columns knows what the input calls the cells of a field.
type Columns interface {
	// Header is the header of the column, or several joined, from which a field's
	// text comes; of BlamesKey the key's. Empty for none.
	Header(field string) string
}

// Unfinished is what an earlier part of the run left of a row.
type Unfinished struct {
	Seq        int
	ID         string
	Status     Status // of its outcome; empty if it has none
	Attempts   int
	ETagBefore ETag
	ETagAfter  ETag
	Applied    []Change // what is known to have landed of it
	// MovedFrom is the eTag from which the row's own writes alone have brought the record
	// to ETagAfter; empty where that is not known.
	MovedFrom ETag
	// Last is the last write that was journaled for the row, nil if there is none.
	Last *Intent
	// Open reports whether Last may have landed or may yet land.
	Open bool
	// Name and Number are what people call the record, as far as it was known.
	Name, Number string
	// Later are the fields that later rows have set since; they stay as they are.
	Later []string
}

// Entries hands out entries in input order, by the rules of Rows.
type Entries interface {
	Next() (Entry, error)
}

// NumberOf is the number or code of an entry's record as far as it is known without
// asking: the row's own key, or what the undone run or the plan knew.
func NumberOf(e Entry) string {
	by := e.Locator.Lookup.By
	if e.Number == "" && (by == mapping.MatchNumber || by == matchCode) {
		return e.Locator.Lookup.Key
	}
	return e.Number
}
