package businesscentral

import (
	"strings"
	"unicode"
)

// longestURL bounds a request's URL. 15,711 characters were measured to pass and
// 15,855 to be refused, by one server on premises (business-central.md, §4); what
// stands before Business Central online may bear less.
const longestURL = 8000

// anyOf joins the conditions of a filter. Business Central allows it for
// conditions on one field (odata-known-limitations.md).
func anyOf(terms []string) string { return strings.Join(terms, " or ") }

// fit is how many of the places fit into a link that begins with base: at least
// one, however long it is.
func fit(base string, places []int, term func(place int) string) int {
	length := len(base)
	for n, place := range places {
		if length += len(queryEscape(" or " + term(place))); length > longestURL {
			return max(1, n)
		}
	}
	return len(places)
}

// stringLiteral is a text in a filter.
func stringLiteral(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// fold gives all spellings of a key that differ in case, and in blanks around it,
// one form: that of strings.EqualFold. An id in lower case is its own.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		if r > unicode.MaxASCII {
			for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
				least = min(least, next)
			}
		}
		if 'A' <= least && least <= 'Z' {
			return least - 'A' + 'a'
		}
		return least
	}, strings.TrimSpace(s))
}
