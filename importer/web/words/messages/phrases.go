package messages

import (
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Phrase returns a phrase about the records of a set, which may be nil; in English where the
// language has no words for it.
func (l *Language) Phrase(p mapping.Phrase, set *entity.Entity) string {
	if l == nil {
		return p.String()
	}
	return p.In(func(text string) string { return l.text(text, set) })
}

// text returns what the language has for an English text: for the very text, else for that of
// any set.
func (l *Language) text(text string, set *entity.Entity) string {
	if own, known := l.phrases[text]; known {
		return own
	}
	if own, known := l.phrases[ofAnySet(text, set)]; known {
		return l.In(own, set.Nouns())
	}
	return text
}

// ofAnySet returns a text with {one} and {many} in the places of what the set's records are called.
func ofAnySet(text string, set *entity.Entity) string {
	if set == nil || set.One == "" {
		return text
	}
	text = strings.ReplaceAll(text, "the "+set.One, "the {one}")
	if rest, found := strings.CutSuffix(text, " "+set.Many); found {
		text = rest + " {many}"
	}
	return text
}
