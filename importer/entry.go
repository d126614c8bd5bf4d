package importer

import (
	"errors"
	"fmt"

	"bcimport/mapping"
)

// Entry is one row with what it asks for. Refusals is not empty when the row
// breaks a rule of the mapping; such a row is never sent.
type Entry struct {
	Row      Row
	Edit     mapping.Edit
	Locator  Locator
	Refusals []mapping.CellError
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
}

// Map reads rows through the mapping's columns. kind is what the service says
// about its key; KeyGUID where nothing is known yet.
func Map(rows Rows, columns *mapping.Bound, match mapping.Match, kind KeyKind) *Mapper {
	return &Mapper{rows, columns, match, kind}
}

// Next maps the next row. A row that breaks rules is an entry with refusals, not an error.
func (m *Mapper) Next() (Entry, error) {
	row, err := m.rows.Next()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Row: row}
	e.Edit, e.Refusals = m.columns.Apply(row.Record)
	if row.Problem != "" {
		e.Refusals = []mapping.CellError{{Index: -1, Code: "wrong_cell_count", Message: "The row " + row.Problem + "."}}
		return e, nil
	}
	if len(e.Refusals) > 0 {
		return e, nil
	}
	e.Locator, err = Locate(m.match, m.kind, e.Edit.Key)
	var refusal mapping.CellError
	if errors.As(err, &refusal) {
		e.Refusals = append(e.Refusals, refusal)
	} else if err != nil {
		return Entry{}, fmt.Errorf("locate key of line %d: %w", row.Line, err)
	}
	return e, nil
}
