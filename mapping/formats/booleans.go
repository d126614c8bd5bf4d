package formats

import (
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

// mostWords bounds the words that a column of booleans keeps.
const mostWords = 16

// Word is a word of a column of booleans.
type Word struct {
	Text  string
	Line  int // where it came first
	Count int
	// Value is true or false where the word is a usual one, else empty.
	Value string
}

// booleans collects the words of a column.
type booleans struct {
	words []Word
	more  bool
}

func (b *booleans) add(line int, cell string) {
	i := slices.IndexFunc(b.words, func(w Word) bool { return strings.EqualFold(w.Text, cell) })
	switch {
	case i >= 0:
		b.words[i].Count++
	case len(b.words) == mostWords:
		b.more = true
	default:
		value, _ := entity.Field{Type: entity.Boolean}.Parse(cell, entity.Formats{})
		b.words = append(b.words, Word{Text: kept(cell), Line: line, Count: 1, Value: value})
	}
}

// finding is sure where every word is a usual one, and ambiguous where one is not.
func (b *booleans) finding() Finding {
	f := Finding{Words: slices.Clone(b.words), MoreWords: b.more}
	for _, w := range b.words {
		if w.Value != "" {
			continue
		}
		f.State = Ambiguous
		if len(f.Examples) < mostExamples {
			f.Examples = append(f.Examples, Example{Line: w.Line, Cell: w.Text})
		}
	}
	if f.State == Unseen && len(b.words) > 0 {
		f.State = Sure
	}
	return f
}
