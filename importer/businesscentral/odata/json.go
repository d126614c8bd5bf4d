package odata

import (
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"github.com/go-json-experiment/json/jsontext"
)

// Unmarshal decodes JSON and reports whether it is usable. Text that is not UTF-8 is not: a
// decoder would replace it. Half of a surrogate pair, which a text has that was cut inside a
// symbol, becomes a replacement character. Duplicate names make JSON unusable.
func Unmarshal(body []byte, into any, options ...json.Options) bool {
	options = append(options, jsontext.AllowInvalidUTF8(true))
	return utf8.Valid(body) && json.Unmarshal(body, into, options...) == nil
}

// AppendString appends a JSON string, with a replacement for what is not UTF-8.
func AppendString(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, strings.ToValidUTF8(s, "\uFFFD"))
	if err != nil {
		panic(err) // valid UTF-8 always has a JSON form
	}
	return b
}
