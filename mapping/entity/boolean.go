package entity

import (
	"slices"
	"strings"
)

// parseBoolean takes the words of the formats, and where there are none the usual ones of
// English, German, Danish, French, Spanish, Italian, Dutch and Swedish. true and false are
// always taken where the formats do not say otherwise.
func parseBoolean(cell string, formats Formats) (string, *Problem) {
	switch {
	case hasWord(formats.True, cell):
		return "true", nil
	case hasWord(formats.False, cell):
		return "false", nil
	}
	word := strings.ToLower(composed(cell))
	if word == "true" || word == "false" {
		return word, nil
	}
	if len(formats.True) > 0 || len(formats.False) > 0 {
		words := slices.Concat([]string{cell}, formats.True, formats.False)
		return "", problem(InvalidBoolean, ReasonBooleanNotListed, words...)
	}
	if text := usualBoolean(word); text != "" {
		return text, nil
	}
	return "", problem(InvalidBoolean, ReasonBooleanUnknown, cell)
}

func hasWord(words []string, cell string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, cell) })
}

// usualBoolean knows what people, and spreadsheets in their languages, write for a truth
// value; it returns the empty text for other words.
func usualBoolean(word string) string {
	switch word {
	case "1", "x", "y", "yes", "j", "ja", "oui", "sí", "si", "sì",
		"wahr", "sand", "sandt", "vrai", "verdadero", "vero", "waar", "sant":
		return "true"
	case "0", "n", "no", "nein", "nej", "non", "nee",
		"falsch", "falsk", "faux", "falso", "onwaar", "falskt":
		return "false"
	}
	return ""
}
