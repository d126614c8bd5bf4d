package texts

import (
	"strings"
	"unicode"
)

// Collapse makes each run of white space one blank.
func Collapse(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	inRun := false
	for _, r := range text {
		if !unicode.IsSpace(r) {
			out.WriteRune(r)
		} else if !inRun {
			out.WriteByte(' ')
		}
		inRun = unicode.IsSpace(r)
	}
	return out.String()
}

// Digits keeps the digits from 0 to 9.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
