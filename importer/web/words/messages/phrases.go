package messages

import (
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Phrase returns a phrase about the records of a set, which may be nil; in English where the
// language has no words for it. What names settings of a mapping names controls of the page.
func (l *Language) Phrase(p mapping.Phrase, set *entity.Entity) string {
	if l == nil {
		return p.In(inEnglish)
	}
	return p.In(func(text string) string { return l.text(text, set) })
}

// text returns what the language has for an English text: for the very text, else for that of
// any set.
func (l *Language) text(text string, set *entity.Entity) string {
	if own, known := l.phrases[text]; known {
		return own
	}
	if set != nil {
		if own, known := l.phrases[ofAnySet(text, set.Nouns())]; known {
			return l.In(own, set.Nouns())
		}
		return l.note(text)
	}
	for one := range l.nouns { // whose set is not known
		nouns := entity.Nouns{One: one}
		if own, known := l.phrases[ofAnySet(text, nouns)]; known {
			return l.In(own, nouns)
		}
	}
	return l.note(text)
}

// note returns the words of what a proposal says of a column, and any other text as it is.
func (l *Language) note(text string) string {
	if own, known := l.clause(text); known {
		return own
	}
	return text
}

// ofAnySet returns a text with {one} and {many} in the places of what the set's records are called.
func ofAnySet(text string, nouns entity.Nouns) string {
	if nouns.One == "" {
		return text
	}
	text = strings.ReplaceAll(text, "the "+nouns.One, "the {one}")
	if nouns.Many == "" {
		return text
	}
	if rest, found := strings.CutSuffix(text, " "+nouns.Many); found {
		return rest + " {many}"
	}
	return text
}
