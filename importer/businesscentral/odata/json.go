package odata

import (
	"github.com/go-json-experiment/json"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Unmarshal reads JSON whose text is UTF-8; a decoder would put a replacement
// character for what is not. Half of a surrogate pair, as a text may hold that was
// cut in a symbol, is read as one. A name that comes twice makes it unusable.
func Unmarshal(body []byte, into any) bool {
	return utf8.Valid(body) && json.Unmarshal(body, into, jsontext.AllowInvalidUTF8(true)) == nil
}

// AppendString adds a JSON string. Of what is no UTF-8 a replacement is written.
func AppendString(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, strings.ToValidUTF8(s, "\uFFFD"))
	if err != nil {
		panic(err) // text that is UTF-8 always has a JSON form
	}
	return b
}
