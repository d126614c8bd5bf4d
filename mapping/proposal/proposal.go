// Package proposal makes a first mapping of a table: from the names of its columns, for
// contacts in twelve languages and for other sets in eight, and from their values. It proposes only what both
// bear out; the rest it shows as a comment. It opens no file and knows nothing of how
// tables are read. Start with Make.
package proposal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// sampled is how many rows are looked at.
const sampled = 1000

// Confidence is how far a proposal can be relied on.
type Confidence string

const (
	Certain Confidence = "certain" // name and values agree
	Likely  Confidence = "likely"  // one of them says so and the other does not contradict
	Unsure  Confidence = "unsure"  // to be decided by a person: a comment in the mapping

	// Withheld is a column whose field is read-only, says the same as another, or does
	// more than hold a value when it is written: a comment that says so.
	Withheld Confidence = "withheld"
)

// Choice is a column proposed for a field, or for the key.
type Choice struct {
	Field      string // an API field, or the match of a key: auto, id, number, code, email
	Key        bool
	Column     string
	Base       string // the column with the value before the edit; empty: none
	Confidence Confidence
	Reason     string
	Note       string // a further hint; empty: none
	Region     string // of a phone: the country of the numbers without a country code; empty: none is likely
	Sure       bool   // of the region: the numbers bear it out
	Phone      bool   // the field is a phone number
	Lookup     string // the field of the record referred to that the cells hold; empty: none

	// Unknown are words that are none of the Members of an enumeration.
	Unknown, Members []string

	// What is said of a withheld column: it cannot be set, or only with the permission.
	ReadOnly, Rename, Post bool

	at  int // of the column
	fit fit
}

// Proposal is a first mapping of a table.
type Proposal struct {
	Set      *entity.Entity // of the records
	Rivals   []string       // other sets that fit as well, so that a person chooses; empty: the set is sure
	Why      string         // the reason for the set, where it was guessed
	Key      *Choice        // nil: none was found
	ETag     string         // empty: none
	Fields   []Choice       // in the order of the set's fields, the certain and likely ones
	Unsure   []Choice       // to be decided
	Withheld []Choice       // not to be set, or not without a thought
	Formats  []Format       // how the file writes values
	Unused   []string       // columns that mean nothing here
}

// Rows hands out the records of a table; ok is false after the last one. numeric says which
// cells are numbers in their workbook, whose decimal mark is a point; nil: none.
type Rows func() (record []string, numeric []bool, ok bool)

// Make looks at the header and at the first rows. key names the column of the key,
// where a person has said so; empty where not. set describes the records.
func Make(header []string, rows Rows, key string, set *entity.Entity) Proposal {
	known, _ := profile.Find(set.Set)
	return propose(look(header, rows, set), key, set, newCaptions(set, &known))
}

func propose(columns []*column, key string, set *entity.Entity, names captions) Proposal {
	if set.Set != entity.CustomerContacts {
		return newRecordMaker(columns, set, names, key).make()
	}
	m := maker{set: set, columns: columns, taken: map[int]bool{}, saidKey: key}
	p := m.make()
	p.Set = set
	return p
}

// look counts the shapes of the first rows' cells. What the names mean is that of contacts
// of customers.
func look(header []string, rows Rows, set *entity.Entity) []*column {
	names := newNames(set)
	columns := make([]*column, len(header))
	same := map[string]int{}
	for i, h := range header {
		h = mapping.CleanHeader(h)
		columns[i] = &column{header: h, at: i, meanings: names.of(h), distinct: map[string]bool{}}
		same[caseless(h)]++
	}
	for _, c := range columns {
		c.nameable = same[caseless(c.header)] == 1 && isNameable(c.header)
	}
	for range sampled {
		record, numeric, ok := rows()
		if !ok {
			break
		}
		for i, cell := range record {
			if i < len(columns) {
				columns[i].look(cell, i < len(numeric) && numeric[i])
			}
		}
		for _, c := range columns {
			c.rows++
		}
	}
	return columns
}

// isNameable reports whether a mapping can name a column by this header: it is none of
// those that only a broken file has, and that YAML takes for deep nesting.
func isNameable(header string) bool {
	return header != "" && len(header) <= 300 &&
		strings.Count(header, "[")+strings.Count(header, "{") <= 3 &&
		strings.Count(header, "- ")+strings.Count(header, "? ") <= 10
}

// caseless is the same for all texts that strings.EqualFold and composing make equal.
func caseless(text string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, norm.NFC.String(text))
}
