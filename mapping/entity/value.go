package entity

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Parse reads a cell of a file, which is trimmed and not blank, and returns the canonical
// text of its value, or why it is none. The canonical text may be empty: 0001-01-01 is the
// empty date. The length of a text is not judged. A text that is canonical and read with fitting formats costs no memory.
func (f Field) Parse(cell string, formats Formats) (canonical string, problem *Problem) {
	switch f.Type {
	case Code:
		return strings.ToUpper(strings.TrimSpace(cell)), nil
	case Number:
		return parseNumber(cell, formats.Decimal)
	case Integer:
		return parseInteger(cell, formats.Decimal, f.Bits)
	case Boolean:
		return parseBoolean(cell, formats)
	case Date:
		return parseDate(cell, formats.Date)
	case DateTime:
		return parseDateTime(cell)
	case GUID:
		return parseGUID(cell)
	case Enumeration:
		return parseMember(cell, f.Members)
	default:
		return cell, nil
	}
}

// Same reports whether two canonical texts of the field are the same value to Business
// Central. It is an equivalence relation. Texts that are not canonical are compared as
// they stand.
func (f Field) Same(a, b string) bool {
	return a == b || f.comparable(a) == f.comparable(b)
}

// comparable returns the text that two texts of the same value have in common.
func (f Field) comparable(text string) string {
	switch f.Type {
	case Number, Integer:
		return comparableNumber(text)
	case Boolean:
		return strings.ToLower(text)
	case GUID:
		return withoutEmpty(strings.ToLower(text), noGUID)
	case DateTime:
		return comparableDateTime(text)
	case Date:
		return withoutEmpty(text, noDate)
	case Enumeration:
		return text
	case Code:
		return Capitals.comparable(strings.TrimSpace(text))
	default:
		return f.Stored.comparable(text)
	}
}

// withoutEmpty returns the empty text for the text that stands for it.
func withoutEmpty(text, empty string) string {
	if text == empty {
		return ""
	}
	return text
}

// AppendJSON appends a canonical text as the service takes it in a body. Whatever the
// text, what it appends is one JSON value: a text that is not canonical becomes a string.
func (f Field) AppendJSON(dst []byte, canonical string) []byte {
	if bare, ok := f.bare(canonical); ok && (f.Type == Number || f.Type == Integer || f.Type == Boolean) {
		return append(dst, bare...)
	}
	return appendString(dst, f.sent(canonical))
}

// Literal returns a canonical text as a $filter takes it.
func (f Field) Literal(canonical string) string {
	if bare, ok := f.bare(canonical); ok {
		return bare
	}
	return "'" + strings.ReplaceAll(f.sent(canonical), "'", "''") + "'"
}

// CanBeEmpty reports whether Business Central has an empty value for the field. For a
// GUID it is taken to have one.
func (f Field) CanBeEmpty() bool {
	switch f.Type {
	case Boolean:
		return false
	case Enumeration:
		_, found := memberNamed(f.Members, "")
		return found
	default:
		return true
	}
}

// bare returns the text of a value that a $filter takes without quotes; ok is false for a
// text that is no value of such a type, whatever a filter would make of it.
func (f Field) bare(canonical string) (text string, ok bool) {
	text = f.sent(canonical)
	switch f.Type {
	case Number, Integer:
		return normalNumber(text)
	case Boolean:
		return text, text == "true" || text == "false"
	case Date:
		received, ok := receivedDate(text)
		return text, ok && (received == text || text == noDate)
	case DateTime:
		received, ok := receivedDateTime(text)
		return text, ok && (received == text || text == noDateTime)
	case GUID:
		return lowerGUID(text)
	default:
		return text, false
	}
}

// sent returns the text by which the service knows a canonical text.
func (f Field) sent(canonical string) string {
	switch {
	case f.Type == Enumeration:
		return encodedMember(f.Members, canonical)
	case canonical != "":
		return canonical
	}
	switch f.Type {
	case Number, Integer:
		return "0"
	case Boolean:
		return "false"
	case Date:
		return noDate
	case DateTime:
		return noDateTime
	case GUID:
		return noGUID
	default:
		return ""
	}
}

// FromJSON returns the canonical text of a value in an answer of the service: raw is one
// JSON scalar. null is the empty text. A number in quotes is a number, and a member that
// $metadata does not list is taken as it is. An error does not quote the value.
func (f Field) FromJSON(raw []byte) (string, error) {
	raw = bytes.TrimSpace(raw)
	if string(raw) == "null" {
		return "", nil
	}
	text, ok := scalar(raw)
	if ok {
		text, ok = f.received(text)
	}
	if !ok || f.isName() && raw[0] != '"' && !isBare(text) {
		return "", fmt.Errorf("the value of %q is not %s", f.Name, f.Type.Noun())
	}
	return text, nil
}

// isName reports whether any text can be a value of the field.
func (f Field) isName() bool { return f.Type == Text || f.Type == Code || f.Type == Enumeration }

// isBare reports whether JSON has a text without quotes.
func isBare(text string) bool {
	_, number := normalNumber(text)
	return number || text == "true" || text == "false"
}

// Noun returns the type as the end of a sentence.
func (t Type) Noun() string {
	switch t {
	case Number:
		return "a number"
	case Integer:
		return "a whole number"
	case Boolean:
		return "true or false"
	case Date:
		return "a date"
	case DateTime:
		return "a date with a time and a zone"
	case GUID:
		return "a GUID"
	case Enumeration:
		return "a name of an enumeration"
	default:
		return "a text"
	}
}

// received returns the canonical text of what the service calls text.
func (f Field) received(text string) (string, bool) {
	switch f.Type {
	case Number, Integer:
		return normalNumber(text)
	case Boolean:
		return text, text == "true" || text == "false"
	case Date:
		return receivedDate(text)
	case DateTime:
		return receivedDateTime(text)
	case GUID:
		return receivedGUID(text)
	case Enumeration:
		return receivedMember(f.Members, text), true
	default:
		return text, true
	}
}

// scalar returns the text of a JSON string, number or truth value.
func scalar(raw []byte) (string, bool) {
	switch {
	case len(raw) == 0:
		return "", false
	case raw[0] != '"':
		return string(raw), true
	case isPlainString(raw):
		return string(raw[1 : len(raw)-1]), true
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	return string(text), err == nil
}

// isPlainString reports whether a JSON string is its text in quotes.
func isPlainString(raw []byte) bool {
	last := len(raw) - 1
	if last < 1 || raw[last] != '"' {
		return false
	}
	for _, c := range raw[1:last] {
		if c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendString appends a JSON string, with a replacement for what is not UTF-8.
func appendString(dst []byte, text string) []byte {
	out, err := jsontext.AppendQuote(dst, strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil {
		panic(err) // valid UTF-8 always has a JSON form
	}
	return out
}
