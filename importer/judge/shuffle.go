package judge

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// mostSampled bounds the values that a sample keeps.
const mostSampled = 1024

// sample picks values by their hash, so that a value is either always in it or
// never. It halves itself when it grows too large: memory is bounded, and what is
// counted in it stands for all, 1<<shift times.
type sample[T any] struct {
	seed  maphash.Seed
	shift int
	kept  map[uint64]*T
}

func newSample[T any]() sample[T] {
	return sample[T]{seed: maphash.MakeSeed(), kept: map[uint64]*T{}}
}

// of returns what is kept for a text, nil for one that is not in the sample.
func (s *sample[T]) of(text string) *T { return s.at(maphash.String(s.seed, text)) }

// ofSmall returns what is kept for a text in small letters.
func (s *sample[T]) ofSmall(text string) *T {
	var room [64]byte // so that hardly any text asks for memory
	small := room[:0]
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf || len(text) > len(room) {
			return s.of(strings.ToLower(text))
		}
		if c-'A' < 26 {
			c |= 0x20
		}
		small = append(small, c)
	}
	return s.at(maphash.Bytes(s.seed, small))
}

func (s *sample[T]) at(h uint64) *T {
	if !s.takes(h) {
		return nil
	}
	if t, known := s.kept[h]; known {
		return t
	}
	for len(s.kept) >= mostSampled {
		s.shift++
		for h := range s.kept {
			if !s.takes(h) {
				delete(s.kept, h)
			}
		}
	}
	if !s.takes(h) {
		return nil
	}
	t := new(T)
	s.kept[h] = t
	return t
}

func (s *sample[T]) takes(h uint64) bool { return h&(1<<s.shift-1) == 0 }

// shuffle detects texts that have only changed their rows: what rows get is what other
// rows lose. A column that was sorted apart from the others looks like that,
// and hardly anything that a person means.
type shuffle struct {
	sample[place]
}

// place is a text with the rows that lose and get it.
type place struct {
	lost, got       int
	lostLine        int // the first row that loses it
	gotLine         int // the first row that gets it
	key, text, held string
}

func newShuffle() *shuffle { return &shuffle{newSample[place]()} }

// add takes a row that has one text in the place of another.
func (s *shuffle) add(line int, key, before, after string) {
	if p := s.of(before); p != nil {
		if p.lost++; p.lostLine == 0 || line < p.lostLine {
			p.lostLine = line
		}
	}
	if p := s.of(after); p != nil {
		if p.got++; p.gotLine == 0 || line < p.gotLine {
			p.gotLine, p.key, p.text, p.held = line, strings.Clone(key), strings.Clone(after), strings.Clone(before)
		}
	}
}

// moved is how texts have changed their rows.
type moved struct {
	rows  int     // that got what another row lost
	texts int     // that they got, in the sample
	share float64 // of rows among those that differ
	of    int     // rows per text, rounded down
	whole bool    // every text that a row lost is one that another got
}

func (s *shuffle) moved() moved {
	m := moved{whole: len(s.kept) > 0}
	differ := 0
	for _, p := range s.kept {
		differ += p.lost + p.got
		m.whole = m.whole && p.lost == p.got
		if both := min(p.lost, p.got); both > 0 {
			m.rows += both
			m.texts++
		}
	}
	if differ > 0 {
		m.share = 2 * float64(m.rows) / float64(differ)
		m.of = m.rows / max(1, m.texts)
	}
	m.rows <<= s.shift
	return m
}

// examples are the first rows that got what another one lost.
func (s *shuffle) examples(field string) []importer.Example {
	var found []importer.Example
	for _, p := range s.kept {
		if min(p.lost, p.got) > 0 {
			found = firstLines(found, importer.Example{Line: p.gotLine, Key: p.key, Field: field, Before: p.held, After: p.text, Other: p.lostLine})
		}
	}
	return found
}

// apart reports whether so many rows have changed places that a file was sorted apart,
// of whose rows so many were judged out of all. That two rows change places is a
// correction. Of the rows that are judged only some get what another of them lost.
// Texts that many people share, as titles, change hands honestly: there nothing but
// the same texts in another order will do.
func (s *shuffle) apart(rows, of, least int) (moved int, apart bool) {
	m := s.moved()
	if m.rows < least || m.texts < 3 || 2*m.rows < rows && m.rows < 10 || rows < of && m.rows < 10 {
		return m.rows, false
	}
	part := min(1, float64(rows)/float64(max(1, of)))
	return m.rows, m.whole || m.of < 2 && m.share >= 0.8*part
}

// tagsMoved is the same for eTags, which no two records share: what somebody else
// changed meanwhile makes no row carry another's.
func (s *shuffle) tagsMoved() (moved int, apart bool) {
	m := s.moved()
	return m.rows, m.texts >= 2 && m.share >= 0.5
}

// shuffles are those of several fields.
type shuffles struct {
	set *entity.Entity
	of  map[string]*shuffle
}

func newShuffles(set *entity.Entity) shuffles { return shuffles{set, map[string]*shuffle{}} }

// add takes a change of a field. Truth values, choices and references have few values that
// many records share: they show no order.
func (s shuffles) add(field string, line int, key, before, after string) {
	switch s.set.Find(field).Type {
	case entity.Boolean, entity.Enumeration, entity.GUID:
		return
	}
	if s.of[field] == nil {
		s.of[field] = newShuffle()
	}
	s.of[field].add(line, key, before, after)
}

// suspicion is one about all fields that were sorted apart, nil for none; rows were
// judged out of all.
func (s shuffles) suspicion(evidence importer.Evidence, rows, of int) *importer.Suspicion {
	found := importer.Suspicion{Code: importer.SortedApart, Evidence: evidence, Of: rows}
	for field, shuffled := range s.of {
		moved, apart := shuffled.apart(rows, of, fewestMoved(s.set.Find(field)))
		if !apart {
			continue
		}
		found.Fields = append(found.Fields, field)
		found.Count = min(rows, max(found.Count, moved))
		for _, e := range shuffled.examples(field) {
			found.Examples = firstLines(found.Examples, e)
		}
	}
	if found.Fields == nil {
		return nil
	}
	slices.Sort(found.Fields)
	slices.SortStableFunc(found.Examples, func(a, b importer.Example) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Field, b.Field)) })
	return &found
}

// fewestMoved is how many rows must have changed places. Few people have one name or
// number, and many one title: those change hands honestly.
func fewestMoved(field *entity.Field) int {
	if isPersonal(field) {
		return 3
	}
	return 6
}
