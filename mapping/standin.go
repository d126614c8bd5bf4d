package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasStandIn recognizes, from a text alone, what programs write for a letter that they
// could not: Y?lmaz, M³ller, Gesch�ft. mail addresses may hold a question mark.
func hasStandIn(text string, mail bool) bool {
	if isASCII(text) && strings.IndexByte(text, '?') < 0 {
		return false
	}
	runes := []rune(text)
	for i, r := range runes {
		if r == utf8.RuneError || r >= 0x80 && r < 0xa0 && r != 0x85 {
			return true // no letter at all, and none that anybody types
		}
		before, after := ' ', ' '
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		switch {
		case mail && r == '?':
		case r == '?' || r == '¿' || r == '□':
			if unicode.IsLetter(before) && unicode.IsLower(after) || !letterOrMark(before) && unicode.IsLower(after) && r != '¿' {
				return true
			}
		case r >= utf8.RuneSelf && isSign(r):
			if unicode.IsLetter(before) && unicode.IsLower(after) {
				return true
			}
		}
	}
	return false
}

func letterOrMark(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// isSign tells the signs that stand in no word and for which letters of another code
// page are read: ³ ÷ ▀ ¸ § ¤.
func isSign(r rune) bool {
	switch r {
	case '·', '´', '’', '‘', '–', '—', '\u00ad', '\u00a0', '\u200b', '\u200c', '\u200d', '™', '®', '©', '²':
		return false
	case '§', '¶', '¡', '†', '‡', '•', '‰':
		return true
	}
	return unicode.In(r, unicode.Sm, unicode.So, unicode.Sk, unicode.No, unicode.Sc)
}

// standsFor tells that a text is what a record holds with other signs, or nothing, in
// place of letters beyond ASCII: Y?lmaz or Ylmaz for Yılmaz. Letters that were written
// without their accents are letters: somebody may have meant them.
func standsFor(text, held string) bool {
	if isASCII(held) || text == "" {
		return false
	}
	t, h := []rune(text), []rune(held)
	lost := false
	i := 0
	for _, r := range h {
		beyond := r >= utf8.RuneSelf && unicode.IsLetter(r)
		switch {
		case i < len(t) && t[i] == r:
			i++
		case !beyond:
			return false
		case i < len(t) && isStandIn(t[i]):
			lost = true
			i++
			if i < len(t) && t[i] == t[i-1] && len(t) > len(h) { // two bytes, two signs
				i++
			}
		default:
			lost = true // nothing is left of it
		}
	}
	return lost && i == len(t)
}

func isStandIn(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) && r != '-' && r != '\'' && r != '’'
}
