package importer

import (
	"slices"
	"strings"

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

// Table is the header of an input and what its mapping reads of it: the ground on
// which rows that are no records are told from records. It is recognized for
// certain or not at all: what is not clear is a record. It does not change and is
// safe for concurrent use.
type Table struct {
	header []string
	names  int // columns with a header
	key    int
	column string // the key's header as the input spells it
	read   []bool // columns that the mapping reads
}

// NewTable describes the input with this header.
func NewTable(header []string, columns *mapping.Bound) *Table {
	t := &Table{header: make([]string, len(header)), key: columns.Sources("key")[0], column: columns.Header("key"), read: make([]bool, len(header))}
	for i, name := range header {
		t.header[i] = mapping.TrimBlank(name)
		if t.header[i] != "" {
			t.names++
		}
	}
	for _, i := range columns.Cells() {
		t.read[i] = true
	}
	return t
}

// Judge says whether a row is no record. torn reports whether the row before has too few
// or too many cells: then a row of few cells may be the rest of that one.
func (t *Table) Judge(l *Layout, row Row, torn bool) NoRecord {
	key := t.keyOf(row)
	if l == nil || l.keyed(key) && !t.heads(key) {
		return NoRecord{}
	}
	filled := t.filled(row)
	switch {
	case t.repeats(filled):
		return NoRecord{RepeatedHeading, message("repeated_heading")}
	case l.keyed(key):
		return NoRecord{}
	case allOf(filled, func(c cell) bool { return ruled(c.text) }):
		return NoRecord{RuledLine, message("ruled_line", t.column)}
	}
	if mark := t.totals(filled); mark != "" {
		return NoRecord{TotalRow, message("total_row", t.column, short(mark))}
	}
	if torn || t.names < 2 {
		return NoRecord{}
	}
	switch {
	case row.Seq < l.Last && t.groups(filled):
		return NoRecord{GroupRow, message("group_row", t.column, short(filled[0].text))}
	case row.Seq > l.Last && l.Behind <= mostFooters && t.footer(filled):
		return NoRecord{FooterRow, message("footer_row", t.column, short(filled[0].text))}
	}
	return NoRecord{}
}

func (t *Table) keyOf(row Row) string {
	if t.key >= len(row.Record) {
		return ""
	}
	return mapping.TrimBlank(row.Record[t.key])
}

// heads reports whether a key is the text above it.
func (t *Table) heads(key string) bool { return strings.EqualFold(key, t.header[t.key]) }

// cell is a cell that is not blank.
type cell struct {
	text string
	at   int
	read bool // the mapping reads its column
	key  bool
}

func (t *Table) filled(row Row) []cell {
	var filled []cell
	for i, text := range row.Record {
		if text = mapping.TrimBlank(text); text != "" {
			filled = append(filled, cell{text, i, i < len(t.read) && t.read[i], i == t.key})
		}
	}
	return filled
}

// repeats reports whether all cells are the texts above them, and more than one unless the
// header has no more.
func (t *Table) repeats(filled []cell) bool {
	return len(filled) >= min(2, t.names) && allOf(filled, func(c cell) bool {
		return c.at < len(t.header) && strings.EqualFold(c.text, t.header[c.at])
	})
}

// totals returns the cell that makes the row a total, empty for none: a word for a
// total, and beside it nothing but figures. A total of something ("Berlin Total"),
// which may also be the name of a firm, has to have a figure where it stands among
// the fields of records.
func (t *Table) totals(filled []cell) string {
	mark, whole, figures := cell{at: -1}, false, 0
	for _, c := range filled {
		switch grade := totality(c.text); {
		case grade > notTotal:
			if mark.at < 0 {
				mark = c
			}
			whole = whole || grade == wholeTotal
			if strings.ContainsAny(c.text, "0123456789") {
				figures++
			}
		case figure(c.text) && !(c.read && digits(c.text) && len(c.text) > 5): // that may be a phone number
			figures++
		default:
			return ""
		}
	}
	if mark.at < 0 || !whole && mark.read && !mark.key && figures == 0 {
		return ""
	}
	return mark.text
}

// groups reports whether the row holds a name only, in the key's place or in none that the
// mapping reads; or a name behind "Branch:".
func (t *Table) groups(filled []cell) bool {
	first := filled[0]
	if first.read && !first.key || !label(first.text) {
		return false
	}
	return len(filled) == 1 || len(filled) == 2 && strings.HasSuffix(first.text, ":") && !personal(filled[1].text)
}

// footer reports whether the row holds a note and nothing that a record would.
func (t *Table) footer(filled []cell) bool {
	if len(filled) > 2 {
		return false
	}
	if first := filled[0]; first.key {
		return label(first.text) && (len(filled) == 1 || note(first.text) && !personal(filled[1].text))
	}
	return allOf(filled, func(c cell) bool { return !c.read && label(c.text) || plainNote(c.text) })
}

func allOf(cells []cell, good func(cell) bool) bool {
	return !slices.ContainsFunc(cells, func(c cell) bool { return !good(c) })
}
