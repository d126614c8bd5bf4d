package layout

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Layout is what the first pass finds out about a table as a whole. It is recorded
// with the run, so that a later pass finds the same rows.
type Layout struct {
	// Coded reports whether nearly all keys are ids, e-mail addresses or numbers as
	// CT000012: none is a word.
	Coded bool `json:"coded,omitempty"`
	// Stems are what the keys have beside digits (CT of CT000012), where these are few.
	Stems []string `json:"stems,omitempty"`
	// Last is the position of the last row with a key, -1 for none. Behind counts the
	// rows after it.
	Last   int `json:"last"`
	Behind int `json:"behind,omitempty"`
}

const (
	mostStems   = 64
	mostFooters = 20 // rows below the last record; more are no footer
)

// Surveyor finds the layout of a table in one pass over its rows. It is for one
// goroutine.
type Surveyor struct {
	table    *Table
	coded    int // keys
	uncoded  int // keys of rows that look like records otherwise
	strange  int // other keys
	stems    map[string]bool
	lastCode int
	lastKey  int
	rows     int
	certain  int
}

// NewSurveyor begins a pass.
func NewSurveyor(t *Table) *Surveyor {
	return &Surveyor{table: t, stems: map[string]bool{}, lastCode: -1, lastKey: -1}
}

// Add takes the next row: its position and its cells.
func (s *Surveyor) Add(seq int, record []string) {
	s.rows = seq + 1
	key := s.table.KeyOf(record)
	switch {
	case key == "", ruled(key), s.table.heads(key):
		return
	case coded(key):
		s.coded++
		s.lastCode = seq
		if len(s.stems) <= mostStems {
			s.keepStem(key)
		}
		if s.certain == seq {
			s.certain++ // see Table.keyed
		}
	case strings.ContainsAny(key, "0123456789") && s.stems[s.table.stem(key)]: // CT 000012 among CT000011 and CT000013
	default:
		s.weigh(s.table.filled(record))
	}
	s.lastKey = seq
}

// keepStem remembers the stem of a key.
func (s *Surveyor) keepStem(key string) {
	if stem := s.table.stem(key); !s.stems[stem] {
		s.stems[strings.Clone(stem)] = true
	}
}

// Certain returns how many rows from the first on are records whatever the rows after
// them are.
func (s *Surveyor) Certain() int { return s.certain }

// weigh counts a row whose key is a word: as a record with such a key, unless it is a
// total or almost empty.
func (s *Surveyor) weigh(filled []cell) {
	switch {
	case s.table.totals(filled) != "":
	case len(filled) > 1 && 2*len(filled) >= s.table.names:
		s.uncoded++
	default:
		s.strange++
	}
}

// Layout is what was found.
func (s *Surveyor) Layout() *Layout {
	l := &Layout{Last: s.lastKey}
	if s.coded >= 9*s.uncoded && 2*s.coded >= s.strange { // also where all that stands for a key is a total
		l.Coded, l.Last = true, s.lastCode
		if len(s.stems) <= mostStems {
			l.Stems = slices.Sorted(maps.Keys(s.stems))
		}
	}
	l.Behind = s.rows - 1 - l.Last
	return l
}

// keyed reports whether a key may be one: it looks like the others, even if it is wrong.
func (t *Table) keyed(l *Layout, key string) bool {
	switch {
	case key == "":
		return false
	case !l.Coded, key[0] == '#', coded(key): // # begins what a formula came to
		return true
	}
	return strings.ContainsAny(key, "0123456789") && slices.Contains(l.Stems, t.stem(key))
}

// coded reports whether a key is an id, an e-mail address or a number and no words.
func coded(key string) bool {
	var kinds keyKind
	for i := range len(key) {
		kinds |= keyKinds[key[i]]
	}
	switch {
	case kinds&beyond != 0:
		return codedBeyond(key)
	case kinds&wordy != 0:
		return false
	}
	return kinds&mail != 0 || kinds&digit != 0 && !dated(key)
}

// keyKind is what a byte makes of a key, as bits; 0 for most.
type keyKind uint8

const (
	digit keyKind = 1 << iota
	mail
	wordy  // of words, not of keys
	beyond // ASCII
)

// keyKinds are the kinds of all bytes: a table takes the digits and letters of an id, which come
// in no order, in a third of the time of comparisons.
var keyKinds = func() (kinds [256]keyKind) {
	for i := range kinds {
		switch c := byte(i); {
		case c >= utf8.RuneSelf:
			kinds[i] = beyond
		case c == ' ', c >= '\t' && c <= '\r', c == ':', c == '=', c == '*':
			kinds[i] = wordy
		case c-'0' < 10:
			kinds[i] = digit
		case c == '@':
			kinds[i] = mail
		}
	}
	return kinds
}()

// codedBeyond is coded for a key with letters beyond ASCII.
func codedBeyond(key string) bool {
	number, mail := false, false
	for _, r := range key {
		switch {
		case unicode.IsSpace(r), r == ':', r == '=', r == '*':
			return false
		case unicode.IsDigit(r):
			number = true
		case r == '@':
			mail = true
		}
	}
	return mail || number && !dated(key)
}

// stem is a key without digits and blanks; one for all ids and for all addresses.
func (t *Table) stem(key string) string {
	if t.isID(key) {
		return "{}"
	}
	if strings.Contains(key, "@") {
		return "@"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, key)
}
