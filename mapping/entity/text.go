package entity

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// comparable returns a text as Business Central would keep it, in normal form C.
func (s Stored) comparable(text string) string {
	switch s {
	case Capitals:
		return strings.ToUpper(composed(text))
	case WithoutEnds:
		return composed(strings.TrimSpace(text))
	default:
		return composed(text)
	}
}

// composed brings a text to normal form C: the same umlaut may come as one character or
// as two.
func composed(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return norm.NFC.String(text)
		}
	}
	return text
}
