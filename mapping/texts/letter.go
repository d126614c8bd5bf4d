package texts

import (
	"unicode"
	"unicode/utf8"
)

// FirstLetter finds what Char.IsLetter of .NET sees as a letter. That looks at
// single UTF-16 units, so letters beyond U+FFFF are none to it.
func FirstLetter(text string) (rune, bool) {
	for _, r := range text {
		if r < utf8.RuneSelf {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				return r, true
			}
			continue
		}
		if r <= '\uffff' && unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}
