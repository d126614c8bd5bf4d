package texts

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Joined joins the texts that are not blank, without their outer blanks.
func Joined(texts []string, with string) string {
	var out strings.Builder
	for _, text := range texts {
		if text = TrimBlank(text); text == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteString(with)
		}
		out.WriteString(text)
	}
	return out.String()
}

// Unquoted takes off the apostrophe that keeps a spreadsheet from taking a text
// for a formula, or a phone number for a number.
func Unquoted(cell string) (string, bool) {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@", cell[1]) >= 0 {
		return cell[1:], true
	}
	return cell, false
}

// Unwrapped takes the text out of ="…", by which programs keep a spreadsheet from taking
// it for a number.
func Unwrapped(cell string) (string, bool) {
	text := TrimBlank(cell)
	if len(text) < 3 || text[0] != '=' {
		return cell, false
	}
	inner := TrimBlank(text[1:])
	if strings.HasPrefix(inner, "(") && strings.HasSuffix(inner, ")") {
		inner = TrimBlank(inner[1 : len(inner)-1])
	}
	if len(inner) < 2 || inner[0] != '"' || inner[len(inner)-1] != '"' {
		return cell, false
	}
	inner = inner[1 : len(inner)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return cell, false // two texts and what joins them
	}
	return strings.ReplaceAll(inner, `""`, `"`), true
}

// Formula reports whether a spreadsheet takes a text for a formula: one that begins
// with = or @, or with + or - and is no phone number (digits, blanks and ()./- alone).
// An apostrophe before it keeps it a text, and is taken off again where a row is read.
func Formula(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=', '@':
		return true
	case '+', '-':
		return strings.Trim(text[1:], "0123456789 ()./-") != ""
	}
	return false
}

// CutTo cuts a text to a number of UTF-16 units, never within a character or
// before a mark that belongs to it, and takes off the blanks at the new end.
func CutTo(text string, length int) string {
	units, end := 0, 0
	var iter norm.Iter
	iter.InitString(norm.NFC, text)
	for !iter.Done() {
		from := iter.Pos()
		iter.Next()
		for _, r := range text[from:iter.Pos()] {
			units += max(1, utf16.RuneLen(r))
		}
		if units > length {
			break
		}
		end = iter.Pos()
	}
	return strings.TrimRightFunc(text[:end], func(r rune) bool { return IsBlankRune(r) || unicode.IsSpace(r) })
}
