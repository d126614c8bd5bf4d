package odata

import (
	"bytes"
	"encoding/json"
)

// Property is one member of a PATCH body, in the order of the body. The value is
// a string, nil, or anything else that no field here takes.
type Property struct {
	Name  string
	Value any
}

// ParseBody reads the JSON object of a write. Annotations are left out.
func ParseBody(body []byte) ([]Property, error) {
	c := &cursor{text: body}
	if c.peek() != '{' {
		return nil, BadRequest("The request body must be a JSON object.")
	}
	var properties []Property
	read := c.members(func(name []byte) bool {
		value, ok := c.property()
		if ok && !bytes.ContainsRune(name, '@') {
			properties = append(properties, Property{Name: string(name), Value: value})
		}
		return ok
	})
	if !read {
		return nil, BadRequest("The request body is not valid JSON: %v.", c.err())
	}
	if !c.end() {
		return nil, BadRequest("The request body holds more than one JSON value.")
	}
	return properties, nil
}

// property reads a value as a property holds it.
func (c *cursor) property() (any, bool) {
	if c.peek() == '"' {
		text, ok := c.str()
		return string(text), ok
	}
	raw, ok := c.value()
	if string(raw) == "null" {
		return nil, ok
	}
	return json.RawMessage(raw), ok
}
