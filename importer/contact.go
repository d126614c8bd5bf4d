package importer

import (
	"slices"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// ETag is the version that the server gave a record. It is opaque: it is sent
// back as it came and compared for equality, never parsed or ordered.
type ETag string

// Contact is a contact as the service gave it in one answer: the eTag belongs
// to exactly these values.
type Contact struct {
	ID     string
	ETag   ETag
	Values []mapping.Value
}

// Text returns the value of a field, empty if the answer did not hold it.
func (c Contact) Text(field string) string {
	text, _ := c.Lookup(field)
	return text
}

// Lookup returns the text of a field, and whether the contact has the field.
func (c Contact) Lookup(field string) (text string, held bool) {
	for _, v := range c.Values {
		if v.Field == field {
			return v.Text, true
		}
	}
	return "", false
}

// With returns a copy of the contact that holds the changes.
func (c Contact) With(changes []Change) Contact {
	values := make([]mapping.Value, len(changes))
	for i, ch := range changes {
		values[i] = mapping.Value{Field: ch.Field, Text: ch.After}
	}
	return c.WithValues(values)
}

// WithValues returns a copy of the contact that holds the values.
func (c Contact) WithValues(values []mapping.Value) Contact {
	all := make([]mapping.Value, len(c.Values), len(c.Values)+len(values))
	copy(all, c.Values)
	for _, v := range values {
		all = setText(all, v.Field, v.Text)
	}
	c.Values = all
	return c
}

func setText(values []mapping.Value, field, text string) []mapping.Value {
	for i := range values {
		if values[i].Field == field {
			values[i].Text = text
			return values
		}
	}
	return append(values, mapping.Value{Field: field, Text: text})
}

// Same reports whether two values of a field say the same: white space, Unicode forms and
// how a phone number is written aside (mapping.Same).
func Same(set *entity.Entity, field, a, b string) bool {
	return a == b || mapping.Same(set.Find(field), a, b)
}

// Identical reports whether two values of a field are the same to Business Central, by
// the field's type and the form in which its texts are kept (entity.Field.Same).
func Identical(set *entity.Entity, field, a, b string) bool {
	return a == b || set.Find(field).Same(a, b)
}

// SameFor compares as the edit asks for: what the field says of invisible differences.
func SameFor(set *entity.Entity, edit mapping.Edit, field, a, b string) bool {
	if slices.Contains(edit.Exact, field) {
		return Identical(set, field, a, b)
	}
	return Same(set, field, a, b)
}

// Exported is a contact with its number.
type Exported struct {
	Contact
	Number string
}
