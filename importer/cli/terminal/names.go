package terminal

import (
	"strconv"
	"strings"
	"unicode"
)

// Misleading tells a rune that moves the cursor or the direction of writing.
func Misleading(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// ShownPath is a path that was found, not said: quoted where it would mislead.
func ShownPath(path string) string {
	if strings.ContainsFunc(path, Misleading) {
		return strconv.QuoteToASCII(path)
	}
	return path
}

// ShownLine is a line of an error, whoever's words are in it.
func ShownLine(line string) string {
	var b strings.Builder
	for _, r := range line {
		if r != '\t' && Misleading(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
