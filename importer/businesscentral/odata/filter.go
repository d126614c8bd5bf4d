package odata

import (
	"net/url"
	"strings"
	"unicode"
)

// MaxURL bounds a request's URL. A server on premises accepted 15,711 characters and refused
// 15,855 (github.com/konfpa/pybc365, issue 12); the gateways before Business Central online
// may accept less.
const MaxURL = 8000

// AnyOf joins the conditions of a filter by or, which Business Central allows for conditions
// on one field (odata-known-limitations.md).
func AnyOf(terms []string) string { return strings.Join(terms, " or ") }

// Fit returns how many of the terms of indexes fit into a link that begins with base: at least
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

// FirstOf joins as many of the terms, in their order, as fit into a link that begins with
// base, and returns the link and their number.
func FirstOf(base string, terms []string) (link string, n int) {
	indexes := make([]int, len(terms))
	for i := range indexes {
		indexes[i] = i
	}
	n = Fit(base, indexes, func(i int) string { return terms[i] })
	return base + QueryEscape(AnyOf(terms[:n])), n
}

// Literal returns a text as a literal of a filter.
func Literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Fold returns the same form for all spellings of a key that differ only in case, as by
// strings.EqualFold, and in blanks around it. An id in lower case is its own form.
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
