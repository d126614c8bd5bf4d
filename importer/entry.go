package importer

import (
	"errors"
	"fmt"
	"slices"

	"bcimport/importer/layout"
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
	// Pending is a write of the undone run that may yet land (undo).
	Pending Pending
	// Name and Number are what people called the record in the undone run (undo).
	Name, Number string
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
	Landed     []Change // what is known to have landed of it
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

// Mapper is the Entries of an input read through a mapping.
type Mapper struct {
	rows    Rows
	columns *mapping.Bound
	match   mapping.Match
	kind    KeyKind

	table    *layout.Table
	layout   *layout.Layout
	surveyor *layout.Surveyor
	torn     bool // the row before has too few or too many cells
}

// Map reads rows through the mapping's columns. kind is what the service says
// about its key; KeyGUID where nothing is known yet.
func Map(rows Rows, columns *mapping.Bound, match mapping.Match, kind KeyKind) *Mapper {
	return &Mapper{rows: rows, columns: columns, match: match, kind: kind}
}

// Skip makes the mapper recognize rows that are no records by the table's layout; none
// if it is nil.
func (m *Mapper) Skip(t *layout.Table, l *layout.Layout) { m.table, m.layout = t, l }

// Survey has Each add every row to a surveyor and show the entries of those alone that
// are certain to be records.
func (m *Mapper) Survey(s *layout.Surveyor) { m.surveyor = s }

// Pass passes over the next n rows, which are known to be records.
func (m *Mapper) Pass(n int) error {
	for range n {
		row, err := m.rows.Next()
		if err != nil {
			return err
		}
		m.torn = !row.Problem.IsZero()
	}
	return nil
}

// Next maps the next row. A row that breaks rules is an entry with refusals, not
// an error; its contact is told if its key can be read.
func (m *Mapper) Next() (Entry, error) {
	row, err := m.rows.Next()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Row: row}
	err = m.mapRow(&e)
	return e, err
}

// mapRow fills in what a row asks for.
func (m *Mapper) mapRow(e *Entry) error {
	row := &e.Row
	e.Columns = m.columns
	if m.layout != nil {
		e.NoRecord = m.judgeRow(*row)
	}
	m.torn = !row.Problem.IsZero() && e.NoRecord.IsRecord()
	if !e.NoRecord.IsRecord() {
		e.Edit.Key = m.table.KeyOf(row.Record)
		return nil
	}
	e.Edit, e.Refusals = m.columns.Apply(row.Record)
	if !row.Problem.IsZero() {
		e.Refusals = []mapping.CellError{{Index: -1, Code: "wrong_cell_count", Message: message("wrong_cell_count", row.Problem)}}
		return nil
	}
	if e.Edit.Key == "" {
		return nil
	}
	var err error
	e.Locator, err = Locate(m.match, m.kind, e.Edit.Key)
	var refusal mapping.CellError
	if errors.As(err, &refusal) {
		e.Refusals = append(e.Refusals, refusal)
	} else if err != nil {
		return fmt.Errorf("locate key of line %d: %w", row.Line, err)
	}
	return nil
}
