package damage

import (
	"regexp"
	"slices"
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
	for _, lost := range [...]string{"ï¿½", "´┐¢", "∩┐╜", "пїЅ", "ÔøΩ"} { // the sign for a lost letter, misread
		if strings.Contains(text, lost) {
			return true
		}
	}
	runes := []rune(text)
	for i, r := range runes {
		if r == utf8.RuneError || r >= 0x80 && r < 0xa0 && r != 0x85 {
			return true // no letter at all, and none that people type
		}
		if standsIn(runes, i, text, mail) {
			return true
		}
	}
	return false
}

// standsIn reports whether the sign at a place of the text stands for a letter there.
func standsIn(runes []rune, i int, text string, mail bool) bool {
	r := runes[i]
	before, after := neighbours(runes, i)
	inWord := unicode.IsLetter(before) && unicode.IsLower(after)
	switch {
	case mail && r == '?':
		return false
	case r == '?' || r == '¿' || r == '□':
		return inWord || amongCapitals(runes, i) || r != '¿' && !letterOrMark(before) && unicode.IsLower(after)
	case r == '„' || r == '‚' || r == '”' && !strings.ContainsAny(text, "“„") && strings.Count(text, "”") == 1:
		return inWord // what DOS has for ä, é and ö
	}
	return r >= utf8.RuneSelf && inWord && isSign(r) && inCodePage(r)
}

// neighbours are the signs beside a place; blanks at the ends of the text.
func neighbours(runes []rune, i int) (before, after rune) {
	before, after = ' ', ' '
	if i > 0 {
		before = runes[i-1]
	}
	if i+1 < len(runes) {
		after = runes[i+1]
	}
	return before, after
}

// amongCapitals reports whether a sign stands among the capitals of one word: between them,
// or behind the first of three.
func amongCapitals(runes []rune, i int) bool {
	upper := func(at int) bool { return at >= 0 && at < len(runes) && unicode.IsUpper(runes[at]) }
	if !upper(i-1) || !upper(i+1) {
		return false
	}
	return upper(i-2) || i == 1 && upper(i+2)
}

func letterOrMark(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// isSign reports whether a character is a sign that stands in no word and for which
// letters of another code page are read: ³ ÷ ▀ ¸ § ¤.
func isSign(r rune) bool {
	switch r {
	case '·', '´', '•', '×', '’', '‘', '–', '—', '\u00ad', '\u00a0', '\u200b', '\u200c', '\u200d', '™', '®', '©', '²':
		return false
	case '§', '¶', '¡', '†', '‡', '‰':
		return true
	}
	return unicode.In(r, unicode.Sm, unicode.So, unicode.Sk, unicode.No, unicode.Sc)
}

// inCodePage reports whether a byte can be misread as a character.
func inCodePage(r rune) bool {
	return slices.ContainsFunc(misreadings(), func(m misreading) bool {
		_, known := m.bytes[r]
		return known
	})
}

// escape is a letter as web pages, mails and programs write it: &uuml; &#252; %C3%BC
// \u00fc =?UTF-8?Q?…?=, and an and sign and a line break of a web page.
var escape = regexp.MustCompile(`&(?:[A-Za-z]{1,2}(?:uml|acute|grave|circ|tilde|cedil|ring|slash|lig|caron)|amp|quot|apos|nbsp|lt|gt|#\d{2,5}|#x[0-9A-Fa-f]{2,4});|%[Cc][2-9A-Fa-f]%[89ABab][0-9A-Fa-f]|\\u0[0-9A-Fa-f]{3}|^=\?[\w-]+\?[BbQq]\?|_x000[DAda]_|<[Bb][Rr] ?/?>`)

func isEscaped(text string) bool {
	return strings.ContainsAny(text, `&%\=_<`) && escape.MatchString(text)
}

// standsFor reports whether a text is what a record holds with other signs, or nothing, in
// place of letters beyond ASCII: Y?lmaz or Ylmaz for Yılmaz. Letters that were written
// without their accents are letters: they may be intended.
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
		case i < len(t) && (isStandIn(t[i]) || len(t) == len(h) && !unicode.IsLetter(t[i])):
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
