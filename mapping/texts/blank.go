package texts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// IsBlank reports whether a cell holds nothing but white space, no-break and
// zero-width spaces and stray byte-order marks included.
func IsBlank(cell string) bool { return TrimBlank(cell) == "" }

// TrimBlank cuts outer blanks as IsBlank sees them.
func TrimBlank(text string) string {
	if text == "" || plain(text[0]) && plain(text[len(text)-1]) {
		return text
	}
	return strings.TrimFunc(text, IsBlankRune)
}

// plain reports an ASCII byte that is neither white space nor part of a longer character.
func plain(b byte) bool { return b > ' ' && b < utf8.RuneSelf }

// IsBlankRune reports whether a character is white space or has no width.
func IsBlankRune(r rune) bool {
	switch r {
	case '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff': // no width
		return true
	}
	return unicode.IsSpace(r)
}

// Compose brings a text to normal form C, in which texts are compared: the same
// umlaut may come as one character or as two.
func Compose(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return norm.NFC.String(text)
		}
	}
	return text
}
