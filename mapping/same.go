package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// tidy takes off outer blanks and makes each inner run of blanks one; line breaks stay.
// Signs without a width vanish, but for the joiners that some scripts and pictures need
// within a word.
func tidy(text string) string {
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
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			return isTidyBeyond(text)
		case c == ' ' && before == ' ', c == '\t':
			return false
		}
		before = c
	}
	return before > ' ' && text[0] > ' ' || TrimBlank(text) == text
}

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

// Same reports whether two texts of a field differ in nothing that a person sees or
// means: in white space, in signs without a width, in their Unicode form or, for a phone
// number, in how it is written. It is symmetric.
func Same(field, a, b string) bool {
	if a == b {
		return true
	}
	known, _ := lookUpField(field)
	return sameAs(known.kind, a, b)
}

func sameAs(k kind, a, b string) bool {
	if a == b {
		return true
	}
	a, b = Folded(a), Folded(b)
	return a == b || k == kindPhone && a != "" && b != "" && samePhone(a, b)
}

// Folded returns a text in the form in which texts are compared: what nobody sees is the
// same in it. Phone numbers that are written otherwise still differ.
func Folded(text string) string {
	if !isTidy(text) || strings.ContainsFunc(text, isLineBreak) {
		text = TrimBlank(spaced(text, true))
	}
	return compose(text)
}

// samePhone compares phone numbers as numbers. The country of one without a country code
// is that of the other; without any, their digits are compared. One that has lost its
// beginning is not the same: it is damaged.
func samePhone(a, b string) bool {
	if lastDigits(a) != lastDigits(b) {
		return false // the end of a number is the same in whatever way it is written
	}
	a, b = strings.ReplaceAll(a, "(0)", ""), strings.ReplaceAll(b, "(0)", "")
	if !isPhoneText(a) || !isPhoneText(b) || !lostBeginning(a, b).IsZero() || !lostBeginning(b, a).IsZero() {
		return false
	}
	one, other := worldwide(a), worldwide(b)
	switch {
	case one != "" && other != "":
		return one == other
	case one != "":
		return isNationalOf(digitsOf(b), one)
	case other != "":
		return isNationalOf(digitsOf(a), other)
	}
	return digitsOf(a) == digitsOf(b)
}

// lastDigits are the last four digits of a text, fewer where it has fewer.
func lastDigits(text string) (last [4]byte) {
	for i, n := len(text)-1, 0; i >= 0 && n < len(last); i-- {
		if text[i] >= '0' && text[i] <= '9' {
			last[n], n = text[i], n+1
		}
	}
	return last
}

// isPhoneText reports whether a text is one number and nothing else.
func isPhoneText(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune("-/().'’‐‑–", r), isSpaceRune(r):
		default:
			return false
		}
	}
	return digits > 2
}

// worldwide is a number with its country code, as digits; empty where it has none.
func worldwide(text string) string {
	digits := digitsOf(text)
	if !strings.HasPrefix(text, "+") {
		rest, abroad := strings.CutPrefix(digits, "00")
		if !abroad {
			return ""
		}
		digits = rest
	}
	number, err := phonenumbers.Parse("+"+digits, "")
	if err != nil {
		return digits
	}
	return digitsOf(phonenumbers.Format(number, phonenumbers.E164))
}

// isNationalOf reports whether digits are how a number is written in its own country, or with
// a 0 that people put before any.
func isNationalOf(digits, worldwide string) bool {
	number, err := phonenumbers.Parse("+"+worldwide, "")
	if err != nil {
		return false
	}
	national := phonenumbers.GetNationalSignificantNumber(number)
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	return digits == national || digits == "0"+national || digits == phonenumbers.GetNddPrefixForRegion(region, true)+national
}

// sameName reports whether first and last name are, taken together, those that a record
// holds, or whether that is the whole name that both were split from.
func sameName(first, last, heldFirst, heldLast, whole string) bool {
	held := Folded(heldFirst + " " + heldLast)
	return held != "" && (held == Folded(first+" "+last) || held == Folded(whole))
}

// SameName reports whether an edit that splits a whole name sets just the name that a
// record holds, split elsewhere perhaps.
func (e Edit) SameName(heldFirst, heldLast string) bool {
	if e.Whole == "" {
		return false
	}
	first, last := "", ""
	for _, v := range e.Values {
		switch v.Field {
		case "firstName":
			first = v.Text
		case "lastName":
			last = v.Text
		}
	}
	return sameName(first, last, heldFirst, heldLast, e.Whole)
}
