package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Between the cells of a row and behind it stand signs that no search holds.
const (
	cellEnd = '\x1f'
	rowEnd  = '\n'
)

// appendFolded writes the cells of a row as they are searched.
func appendFolded(to []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			to = append(to, cellEnd)
		}
		to = appendFold(to, c)
	}
	return append(to, rowEnd)
}

// appendFold writes a text so that the case of letters, and how letters with marks are
// composed, makes no difference. Control characters are spaces.
func appendFold(to []byte, text string) []byte {
	from := len(to)
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			return appendFoldRunes(to[:from], text)
		case c < ' ':
			c = ' '
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

func appendFoldRunes(to []byte, text string) []byte {
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	for _, r := range text {
		switch {
		case r < ' ':
			to = append(to, ' ')
		case r == 'ß' || r == 'ẞ':
			to = append(to, "ss"...)
		default:
			to = utf8.AppendRune(to, unicode.ToLower(unicode.ToUpper(r))) // Greek has two small sigmas
		}
	}
	return to
}

// keyBytes is how much of a text it is sorted by.
const keyBytes = 40

// appendKey writes what a text is sorted by: letters without case and marks.
func appendKey(to []byte, text []byte) []byte {
	from := len(to)
	text = text[:min(len(text), 4*keyBytes)]
	to = appendFold(to, string(text))
	if folded := to[from:]; !isASCII(folded) {
		plain := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(string(folded)))
		to = append(to[:from], plain...)
	}
	return to[:min(len(to), from+keyBytes)]
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
