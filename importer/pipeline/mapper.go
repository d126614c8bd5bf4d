package pipeline

import (
	"errors"
	"fmt"

	"bcimport/importer"
	"bcimport/importer/layout"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Mapper is the Entries of an input read through a mapping.
type Mapper struct {
	set     *entity.Entity
	rows    importer.Rows
	columns *mapping.Bound
	applier *mapping.Applier
	match   mapping.Match
	kind    importer.KeyKind

	table    *layout.Table
	layout   *layout.Layout
	surveyor *layout.Surveyor
	torn     bool // the row before has too few or too many cells
}

// Map reads rows for records of a set through the mapping's columns. kind is what the
// service says about its key; KeyGUID where nothing is known yet.
func Map(set *entity.Entity, rows importer.Rows, columns *mapping.Bound, match mapping.Match, kind importer.KeyKind) *Mapper {
	return &Mapper{set: set, rows: rows, columns: columns, applier: columns.Applier(), match: match, kind: kind}
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
func (m *Mapper) Next() (importer.Entry, error) {
	row, err := m.rows.Next()
	if err != nil {
		return importer.Entry{}, err
	}
	e := importer.Entry{Row: row}
	err = m.mapRow(&e)
	return e, err
}

// mapRow fills in what a row asks for. The entry may be that of an earlier row.
func (m *Mapper) mapRow(e *importer.Entry) error {
	row := &e.Row
	e.Columns, e.Locator, e.Refusals, e.NoRecord = m.columns, importer.Locator{}, nil, importer.NoRecord{}
	if m.layout != nil {
		e.NoRecord = m.judgeRow(*row)
	}
	m.torn = !row.Problem.IsZero() && e.NoRecord.IsRecord()
	if !e.NoRecord.IsRecord() {
		e.Edit = mapping.Edit{Key: m.table.KeyOf(row.Record)}
		return nil
	}
	e.Refusals = m.applier.ApplyRow(row.Record, row.Numeric, &e.Edit)
	if !row.Problem.IsZero() {
		e.Refusals = []mapping.CellError{{Index: -1, Code: "wrong_cell_count", Message: message("wrong_cell_count", row.Problem)}}
		return nil
	}
	if e.Edit.Key == "" {
		return nil
	}
	var err error
	if e.Locator, err = importer.Locate(m.set, m.match, m.kind, e.Edit.Key); err != nil {
		return refuseKey(e, err)
	}
	return nil
}

// refuseKey adds a key that can find nothing to the refusals.
func refuseKey(e *importer.Entry, err error) error {
	var refusal mapping.CellError
	if !errors.As(err, &refusal) {
		return fmt.Errorf("locate key of line %d: %w", e.Row.Line, err)
	}
	e.Refusals = append(e.Refusals, refusal)
	return nil
}

// NewTable describes the input with this header, for its rows that are no records.
func NewTable(header []string, columns *mapping.Bound) *layout.Table {
	return layout.NewTable(header, columns, func(key string) bool {
		_, id := importer.ParseGUID(key)
		return id
	})
}

// judgeRow says whether a row is no record.
func (m *Mapper) judgeRow(row importer.Row) importer.NoRecord {
	kind, mark := m.table.Judge(m.layout, row.Seq, row.Record, m.torn)
	column := m.table.KeyColumn()
	switch kind {
	case layout.Total:
		return importer.NoRecord{Code: importer.TotalRow, Message: message("total_row", column, short(mark))}
	case layout.Group:
		return importer.NoRecord{Code: importer.GroupRow, Message: message("group_row", column, short(mark))}
	case layout.Heading:
		return importer.NoRecord{Code: importer.RepeatedHeading, Message: message("repeated_heading")}
	case layout.Line:
		return importer.NoRecord{Code: importer.RuledLine, Message: message("ruled_line", column)}
	case layout.Footer:
		return importer.NoRecord{Code: importer.FooterRow, Message: message("footer_row", column, short(mark))}
	}
	return importer.NoRecord{}
}
