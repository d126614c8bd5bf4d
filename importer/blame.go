package importer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bcimport/mapping/entity"
)

// Blamed returns the fields that a refused write may be about: the one whose value the
// service repeats, else the one that it names, else all that it sets. A permission is about
// none.
func Blamed(set *entity.Entity, changes []Change, f Fault) []string {
	if f.HTTPStatus == 401 || f.HTTPStatus == 403 {
		return nil
	}
	var all, repeated, named []string
	for _, c := range changes {
		all = append(all, c.Field)
		if len(c.After) > 2 && strings.Contains(f.Message, c.After) {
			repeated = append(repeated, c.Field)
		}
		if isNamed(f.Message, set.Find(c.Field)) {
			named = append(named, c.Field)
		}
	}
	switch {
	case len(repeated) == 1:
		return repeated
	case len(named) == 1:
		return named
	}
	return all
}

// isNamed reports whether a message names a field as the API or as people call it. Short
// captions are words of many messages.
func isNamed(message string, f *entity.Field) bool {
	const short = 5
	return containsWords(message, f.Name) || slices.ContainsFunc(f.Captions, func(caption string) bool {
		return len(caption) >= short && containsWords(message, caption)
	})
}

// containsWords reports whether words stand in a text, and no letter before or after them.
func containsWords(text, words string) bool {
	for words != "" {
		i := strings.Index(text, words)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		text = text[i+len(words):]
		if after, _ := utf8.DecodeRuneInString(text); !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
	}
	return false
}
