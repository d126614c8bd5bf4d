package page

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Longest texts shown, in characters. With the bounds of a cappedTable they keep the page
// below its limit.
const (
	maxName    = 80 // keys, fields, error codes
	maxMessage = 600
	maxValue   = 300
	maxDetail  = 300
)

// visible returns a text in which every character can be seen: one without a shape of its
// own, such as a control or one that turns the direction of what follows, is replaced by a
// sign or its number. The joiners that scripts and emoji need stay.
func visible(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, shapeless) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !shapeless(r):
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune('\u2400' + r)
		default:
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

func shapeless(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != nonJoiner && r != joiner
}

// split returns the first n characters of a text and what follows them.
func split(s string, n int) (head, rest string) {
	for i := range s {
		if n == 0 {
			return s[:i], s[i:]
		}
		n--
	}
	return s, ""
}

// short returns a text as the page shows it: cut to n characters, and visible.
func short(s string, n int) string {
	head, rest := split(s, n)
	head = visible(head)
	if rest != "" {
		head += "…"
	}
	return head
}

// number writes a count with commas between the thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// decimal writes a number with decimals.
func decimal(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// share returns a part of a whole in percent, never rounded to nothing or to all.
func share(n, of int) string {
	switch percent := 100 * float64(n) / float64(of); {
	case n == of:
		return "100 %"
	case percent < 1:
		return "< 1 %"
	case percent > 99:
		return "> 99 %"
	default:
		return strconv.Itoa(int(percent+0.5)) + " %"
	}
}
