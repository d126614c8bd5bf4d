package odata

import (
	"strings"
)

// Kind is the EDM type of a property.
type Kind string

// The types of the properties that there are.
const (
	EdmString   Kind = "Edm.String"
	EdmGUID     Kind = "Edm.Guid"
	EdmDateTime Kind = "Edm.DateTimeOffset"
	EdmDate     Kind = "Edm.Date"
	EdmDecimal  Kind = "Edm.Decimal"
	EdmInt32    Kind = "Edm.Int32"
	EdmBoolean  Kind = "Edm.Boolean"
)

// bare reports whether JSON has values of the type without quotes.
func (k Kind) bare() bool {
	return k == EdmDecimal || k == EdmInt32 || k == EdmBoolean || strings.HasPrefix(string(k), "Collection(")
}

// Column is one property of an entity.
type Column[T any] struct {
	Name       string
	Kind       Kind
	Max        int // in UTF-16 units; 0 for no limit
	Code       bool
	Filterable bool   // a table field; a calculated one cannot be filtered on
	Required   bool   // not nullable in $metadata
	Option     bool   // its values are in the language of the request
	Refers     string // the entity that a GUID refers to
	Get        func(*T) string
	// Form, where set, writes what Get returned as JSON has it.
	Form func(value string) string
	// Parse, where set, reads a value of a $filter in the form that Get returns.
	Parse func(token string) (value string, ok bool)
}

// EntitySet is one set of the API: what its records look like.
type EntitySet[T any] struct {
	Name, Entity string
	Key          string // the property with a record's id; "" is "id"
	Columns      []Column[T]
	ETag         func(*T) string // nil where records have none
}

// Find returns the position of a property. Names are case-sensitive.
func (e *EntitySet[T]) Find(name string) (int, bool) {
	for i := range e.Columns {
		if e.Columns[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

func (e *EntitySet[T]) noProperty(name string) *Refusal {
	return BadRequest("Could not find a property named '%s' on type 'Microsoft.NAV.%s'.", name, e.Entity)
}

// Selection reads the $select of q; nil means every property.
func (e *EntitySet[T]) Selection(q Query) ([]int, error) {
	if q.selected == "" || q.selected == "*" {
		return nil, nil
	}
	var chosen []int
	for name := range strings.SplitSeq(q.selected, ",") {
		i, found := e.Find(strings.TrimSpace(name))
		if !found {
			return nil, e.noProperty(strings.TrimSpace(name))
		}
		chosen = append(chosen, i)
	}
	return chosen, nil
}

// recordSize is about how long a record is with its context, in bytes.
const recordSize = 700

// Record writes one record; context is "" inside a list. The eTag stands
// in every record, under $select too.
func (e *EntitySet[T]) Record(record *T, context string, chosen []int) []byte {
	return e.append(make([]byte, 0, recordSize), record, context, chosen)
}

func (e *EntitySet[T]) append(b []byte, record *T, context string, chosen []int) []byte {
	b = append(b, '{')
	if context != "" {
		b = append(b, `"@odata.context":`...)
		b = AppendString(b, context)
		b = append(b, ',')
	}
	if e.ETag != nil {
		b = append(b, `"@odata.etag":`...)
		b = append(AppendString(b, e.ETag(record)), ',')
	}
	if chosen == nil {
		for i := range e.Columns {
			b = e.Columns[i].append(b, record)
		}
	}
	for _, i := range chosen {
		b = e.Columns[i].append(b, record)
	}
	b[len(b)-1] = '}' // in place of the last comma
	return b
}

func (c *Column[T]) append(b []byte, record *T) []byte {
	b = append(b, '"')
	b = append(b, c.Name...)
	b = append(b, '"', ':')
	value := c.Get(record)
	if c.Form != nil {
		value = c.Form(value)
	}
	if c.Kind.bare() {
		return append(append(b, value...), ',')
	}
	return append(AppendString(b, value), ',')
}
