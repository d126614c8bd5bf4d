package texts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tidy takes off outer blanks and makes each inner run of blanks one; line breaks stay.
// Signs without a width vanish, but for the joiners that some scripts and pictures need
// within a word.
func Tidy(text string) string {
	if isTidy(text) {
		return text
	}
	return TrimBlank(spaced(text, false))
}

// isTidy reports whether tidy would change nothing.
func isTidy(text string) bool {
	if text == "" {
		return true
	}
	var kinds, twice blankKind
	before := blank
	for i := range len(text) {
		kind := blankKinds[text[i]]
		kinds |= kind
		twice |= kind & before
		before = kind
	}
	switch {
	case kinds&beyond != 0:
		return isTidyBeyond(text)
	case kinds&tab != 0, twice&blank != 0:
		return false
	}
	return text[len(text)-1] > ' ' && text[0] > ' ' || TrimBlank(text) == text
}

// blankKind is what a byte is to isTidy, as bits; 0 for most.
type blankKind uint8

const (
	blank blankKind = 1 << iota
	tab
	beyond // ASCII
)

var blankKinds = func() (kinds [256]blankKind) {
	kinds[' '], kinds['\t'] = blank, tab
	for i := utf8.RuneSelf; i < len(kinds); i++ {
		kinds[i] = beyond
	}
	return kinds
}()

// isTidyBeyond is isTidy for any text.
func isTidyBeyond(text string) bool {
	before := ' '
	for _, r := range text {
		switch {
		case r == ' ' && before == ' ', r != ' ' && r != '\n' && isSpaceRune(r) && !isLineBreak(r), isWidthless(r):
			return false
		}
		before = r
	}
	return text == "" || before != ' ' && before != '\n' && text[0] != '\n' && TrimBlank(text) == text
}

// spaced makes each run of blanks one blank, and with lines each run that holds line
// breaks as well.
func spaced(text string, lines bool) string {
	var out strings.Builder
	out.Grow(len(text))
	inRun := false
	for _, r := range text {
		blank := isSpaceRune(r) && (lines || !isLineBreak(r))
		switch {
		case isWidthless(r):
			continue
		case !blank:
			out.WriteRune(r)
		case !inRun:
			out.WriteByte(' ')
		}
		inRun = blank
	}
	return out.String()
}

func isSpaceRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}

func isLineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// isWidthless reports whether a character is invisible and no script needs it within a word.
func isWidthless(r rune) bool {
	switch r {
	case '\u00ad', '\u180e', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return false
}

// Folded returns a text in the form in which texts are compared: what nobody sees is the
// same in it. Phone numbers that are written otherwise still differ.
func Folded(text string) string {
	if !isTidy(text) || strings.ContainsFunc(text, isLineBreak) {
		text = TrimBlank(spaced(text, true))
	}
	return Compose(text)
}
