package odata

import (
	"net/url"
	"strings"
	"unicode"
)

// MaxURL bounds a request's URL. 15,711 characters were measured to pass and
// 15,855 to be refused, by one server on premises (business-central.md, §4); what
// stands before Business Central online may bear less.
const MaxURL = 8000

// AnyOf joins the conditions of a filter. Business Central allows it for
// conditions on one field (odata-known-limitations.md).
func AnyOf(terms []string) string { return strings.Join(terms, " or ") }

// Fit is how many of the places fit into a link that begins with base: at least
// one, however long it is.
func Fit(base string, indexes []int, term func(index int) string) int {
	length := len(base)
	for n, index := range indexes {
		if length += len(QueryEscape(" or " + term(index))); length > MaxURL {
			return max(1, n)
		}
	}
	return len(indexes)
}

// Literal is a text in a filter.
func Literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Fold gives all spellings of a key that differ in case, and in blanks around it,
// one form: that of strings.EqualFold. An id in lower case is its own.
func Fold(s string) string {
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

// QueryEscape encodes a query value with %20 for blanks: some servers refuse '+'.
func QueryEscape(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}
