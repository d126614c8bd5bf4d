package importer

import (
	"bcimport/importer/layout"
	"bcimport/mapping"
)

// Reasons why a row is no record, as they stand in error_code.
const (
	TotalRow        = "total_row"
	GroupRow        = "group_row"
	RepeatedHeading = "repeated_heading"
	RuledLine       = "ruled_line"
	FooterRow       = "footer_row"
)

// NoRecord says why a row is no record. The zero value is a record.
type NoRecord struct {
	Code    string // one of the reasons above
	Message Message
}

// IsRecord reports whether the row is a record after all.
func (n NoRecord) IsRecord() bool { return n.Code == "" }

// NewTable describes the input with this header, for its rows that are no records.
func NewTable(header []string, columns *mapping.Bound) *layout.Table {
	return layout.NewTable(header, columns, func(key string) bool {
		_, id := parseGUID(key)
		return id
	})
}

// judgeRow says whether a row is no record.
func (m *Mapper) judgeRow(row Row) NoRecord {
	kind, mark := m.table.Judge(m.layout, row.Seq, row.Record, m.torn)
	column := m.table.KeyColumn()
	switch kind {
	case layout.Total:
		return NoRecord{TotalRow, message("total_row", column, short(mark))}
	case layout.Group:
		return NoRecord{GroupRow, message("group_row", column, short(mark))}
	case layout.Heading:
		return NoRecord{RepeatedHeading, message("repeated_heading")}
	case layout.Line:
		return NoRecord{RuledLine, message("ruled_line", column)}
	case layout.Footer:
		return NoRecord{FooterRow, message("footer_row", column, short(mark))}
	}
	return NoRecord{}
}
