package layout

import (
	"slices"
	"strings"

	"bcimport/mapping"
)

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
	isID   func(key string) bool
}

// NewTable describes the input with this header. isID reports whether a key is an id of
// the service; it must be safe for concurrent use.
func NewTable(header []string, columns *mapping.Bound, isID func(key string) bool) *Table {
	t := &Table{
		header: make([]string, len(header)), key: columns.Sources("key")[0], column: columns.Header("key"),
		read: make([]bool, len(header)), isID: isID,
	}
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

// KeyOf returns a row's key, without outer blanks.
func (t *Table) KeyOf(record []string) string {
	if t.key >= len(record) {
		return ""
	}
	return mapping.TrimBlank(record[t.key])
}

// KeyColumn returns the key's header as the input spells it.
func (t *Table) KeyColumn() string { return t.column }

// heads reports whether a key is the text above it.
func (t *Table) heads(key string) bool { return strings.EqualFold(key, t.header[t.key]) }

// cell is a cell that is not blank.
type cell struct {
	text string
	at   int
	read bool // the mapping reads its column
	key  bool
}

func (t *Table) filled(record []string) []cell {
	var filled []cell
	for i, text := range record {
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
