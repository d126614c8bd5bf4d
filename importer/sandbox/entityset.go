package sandbox

import (
	"strings"
	"unicode/utf8"
)

// kind is the EDM type of a property.
type kind string

const (
	edmString   kind = "Edm.String"
	edmGUID     kind = "Edm.Guid"
	edmDateTime kind = "Edm.DateTimeOffset"
)

// column is one property of an entity.
type column[T any] struct {
	name   string
	kind   kind
	max    int // in UTF-16 units; 0 for no limit
	code   bool
	filter bool // a table field; a calculated one cannot be filtered on
	get    func(*T) string
}

// entitySet is one set of the API: what its records look like.
type entitySet[T any] struct {
	name, entity string
	columns      []column[T]
	eTag         func(*T) string
}

// find returns the position of a property. Names are case-sensitive.
func (e *entitySet[T]) find(name string) (int, bool) {
	for i := range e.columns {
		if e.columns[i].name == name {
			return i, true
		}
	}
	return 0, false
}

func (e *entitySet[T]) noProperty(name string) *refusal {
	return badRequest("Could not find a property named '%s' on type 'Microsoft.NAV.%s'.", name, e.entity)
}

// selection reads $select; nil means every property.
func (e *entitySet[T]) selection(names string) ([]int, error) {
	if names == "" || names == "*" {
		return nil, nil
	}
	var chosen []int
	for name := range strings.SplitSeq(names, ",") {
		i, found := e.find(strings.TrimSpace(name))
		if !found {
			return nil, e.noProperty(strings.TrimSpace(name))
		}
		chosen = append(chosen, i)
	}
	return chosen, nil
}

// appendRecord writes one record; context is "" inside a list. The eTag stands
// in every record, under $select too.
func (e *entitySet[T]) appendRecord(b []byte, record *T, context string, chosen []int) []byte {
	b = append(b, '{')
	if context != "" {
		b = append(b, `"@odata.context":`...)
		b = appendString(b, context)
		b = append(b, ',')
	}
	b = append(b, `"@odata.etag":`...)
	b = appendString(b, e.eTag(record))
	if chosen == nil {
		for i := range e.columns {
			b = e.columns[i].append(b, record)
		}
	}
	for _, i := range chosen {
		b = e.columns[i].append(b, record)
	}
	return append(b, '}')
}

func (c *column[T]) append(b []byte, record *T) []byte {
	b = append(b, ',', '"')
	b = append(b, c.name...)
	b = append(b, '"', ':')
	return appendString(b, c.get(record))
}

// bytesARecord is about how long a record is with its context.
const bytesARecord = 700

// appendString writes a JSON string.
func appendString(b []byte, text string) []byte {
	const hexDigits = "0123456789abcdef"
	b = append(b, '"')
	from := 0 // what is plain is copied in one piece
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r != utf8.RuneError || size > 1 {
				i += size - 1
				continue
			}
		}
		b = append(b, text[from:i]...)
		from = i + 1
		switch {
		case c >= utf8.RuneSelf:
			b = utf8.AppendRune(b, utf8.RuneError)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, '\\', c)
		}
	}
	b = append(b, text[from:]...)
	return append(b, '"')
}
