package entity

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Parse reads a cell of a file, which is trimmed and not blank, and returns the canonical
// text of its value, or why it is none. The canonical text may be empty: 0001-01-01 is the
// empty date. A text that is canonical and read with fitting formats costs no memory.
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
	case Boolean, GUID:
		return strings.ToLower(text)
	case DateTime:
		return comparableDateTime(text)
	case Date, Enumeration:
		return text
	case Code:
		return Capitals.comparable(strings.TrimSpace(text))
	default:
		return f.Stored.comparable(text)
	}
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

// bare returns the text of a value that a $filter takes without quotes.
func (f Field) bare(canonical string) (string, bool) {
	text := f.sent(canonical)
	switch f.Type {
	case Number, Integer:
		return normalNumber(text)
	case Boolean:
		return text, text == "true" || text == "false"
	case Date:
		_, _, ok := isoDate(text)
		return text, ok
	case DateTime:
		_, _, ok := readDateTime(text)
		return text, ok
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
// $metadata does not list is taken as it is.
func (f Field) FromJSON(raw []byte) (string, error) {
	if string(raw) == "null" {
		return "", nil
	}
	text, err := scalar(raw)
	if err != nil {
		return "", err
	}
	canonical, ok := f.received(text)
	if !ok {
		return "", fmt.Errorf("%s is not a value of field %q", shortened(raw), f.Name)
	}
	return canonical, nil
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
func scalar(raw []byte) (string, error) {
	if text, ok := plainString(raw); ok {
		return text, nil
	}
	value := jsontext.Value(raw)
	if !value.IsValid() {
		return "", fmt.Errorf("%s is not JSON", shortened(raw))
	}
	switch value.Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, strings.TrimSpace(string(raw)))
		return string(text), err
	case '{', '[':
		return "", fmt.Errorf("%s is not a single value", shortened(raw))
	}
	return strings.TrimSpace(string(raw)), nil
}

// plainString returns the text of a JSON string without escapes, as nearly all are.
func plainString(raw []byte) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return "", false
	}
	text := raw[1 : len(raw)-1]
	for _, b := range text {
		if b < ' ' || b == '"' || b == '\\' || b >= utf8.RuneSelf {
			return "", false
		}
	}
	return string(text), true
}

// appendString appends a JSON string, with a replacement for what is not UTF-8.
func appendString(dst []byte, text string) []byte {
	out, err := jsontext.AppendQuote(dst, strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil {
		panic(err) // valid UTF-8 always has a JSON form
	}
	return out
}

// shortened keeps an answer from filling an error.
func shortened(raw []byte) string {
	const most = 60
	if len(raw) <= most {
		return strconv.Quote(string(raw))
	}
	end := most
	for end > 0 && !utf8.RuneStart(raw[end]) {
		end--
	}
	return strconv.Quote(string(raw[:end])) + "…"
}
