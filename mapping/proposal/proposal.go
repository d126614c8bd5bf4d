// Package proposal makes a first mapping of a table: from the names of its columns in
// twelve languages and from the shapes of their values. It proposes only what both
// bear out; the rest it shows as a comment. It opens no file and knows nothing of how
// tables are read. Start with Make.
package proposal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"bcimport/mapping"
)

// sampled is how many rows are looked at.
const sampled = 1000

// Confidence is how far a proposal can be relied on.
type Confidence string

const (
	Certain Confidence = "certain" // name and values agree
	Likely  Confidence = "likely"  // one of them says so and the other does not contradict
	Unsure  Confidence = "unsure"  // to be decided by a person: a comment in the mapping
)

// Choice is a column proposed for a field, or for the key.
type Choice struct {
	Field      string // an API field, or the match of a key: auto, id, number, email
	Key        bool
	Column     string
	Base       string // the column with the value before the edit; empty: none
	Confidence Confidence
	Reason     string
	Note       string // a further hint; empty: none
	Region     string // of a phone: the country of the numbers without a country code; empty: none is likely
	Sure       bool   // of the region: the numbers bear it out

	at int // of the column
}

// Proposal is a first mapping of a table.
type Proposal struct {
	Key    *Choice  // nil: none was found
	ETag   string   // empty: none
	Fields []Choice // in the order of mapping.Fields, the certain and likely ones
	Unsure []Choice // to be decided
	Unused []string // columns that mean nothing here
}

// Rows hands out the records of a table; ok is false after the last one.
type Rows func() (record []string, ok bool)

// Make looks at the header and at the first rows. key names the column of the key,
// where a person has said so; empty where not.
func Make(header []string, rows Rows, key string) Proposal {
	m := maker{columns: look(header, rows), taken: map[int]bool{}, saidKey: key}
	return m.make()
}

// look counts the shapes of the first rows' cells.
func look(header []string, rows Rows) []*column {
	names := newNames()
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
		record, ok := rows()
		if !ok {
			break
		}
		for i, cell := range record {
			if i < len(columns) {
				columns[i].look(cell)
			}
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
