package odata

import (
	"encoding/json"
	"net/http"
)

// MaxOperations is the most operations in a batch (docs:
// administration/operational-limits-online.md).
const MaxOperations = 100

// Operation is one request of a batch.
type Operation struct {
	ID          json.RawMessage // as the client wrote it; null for none
	Method, URL string
	Header      http.Header
	Body        []byte
}

// bytesAnOperation is about how long the shortest operations are in a body.
const bytesAnOperation = 150

// ParseBatch reads {"requests":[...]}.
func ParseBatch(body []byte) (operations []Operation, refused *Refusal) {
	c := &cursor{text: body}
	operations = make([]Operation, 0, min(MaxOperations, 1+len(body)/bytesAnOperation))
	found := false
	read := c.members(func(name []byte) bool {
		if string(name) != "requests" {
			_, ok := c.value()
			return ok
		}
		found = true
		return c.elements(func() bool {
			o, ok := c.operation()
			if ok && refused == nil {
				refused = o.check()
			}
			operations = append(operations, o.Operation)
			return ok
		})
	})
	switch {
	case !read || !c.end():
		return nil, BadRequest("The batch is not a JSON object: %v.", c.err())
	case !found:
		return nil, BadRequest("The batch has no property 'requests'.")
	case refused != nil:
		return nil, refused
	}
	return operations, uniqueIDs(operations)
}

// readOperation is an operation with what it asks for beyond the documentation.
type readOperation struct {
	Operation
	unknown string
}

func (c *cursor) operation() (readOperation, bool) {
	o := readOperation{Operation: Operation{ID: json.RawMessage("null"), Header: http.Header{}}}
	ok := c.members(func(name []byte) (ok bool) {
		var text []byte
		switch string(name) {
		case "id":
			o.ID, ok = c.value()
		case "method":
			text, ok = c.str()
			o.Method = string(text)
		case "url":
			text, ok = c.str()
			o.URL = string(text)
		case "headers":
			ok = c.headers(o.Header)
		case "body":
			o.Body, ok = c.value()
		default:
			o.unknown = string(name)
			_, ok = c.value()
		}
		return ok
	})
	return o, ok
}

// headers reads an object of strings. Whether names of another case are taken is
// not documented; the sandbox takes them, as HTTP does.
func (c *cursor) headers(header http.Header) bool {
	return c.members(func(name []byte) bool {
		value, ok := c.str()
		header.Add(string(name), string(value))
		return ok
	})
}

// check refuses what cannot be carried out. What atomicityGroup and dependsOn do
// today is not known, so they are a 501 and not ignored.
func (o *readOperation) check() *Refusal {
	switch {
	case o.unknown != "":
		return NotImplemented("The sandbox does not know the property '%s' of a batch's request.", o.unknown)
	case o.Method == "" || o.URL == "":
		return BadRequest("A request of the batch has no method or no url.")
	case o.ID[0] == '{' || o.ID[0] == '[':
		return BadRequest("The id of a request of the batch is not a string.")
	}
	return nil
}

// uniqueIDs refuses a batch that uses an id twice, as OData does: no answer could
// be told from the other.
func uniqueIDs(operations []Operation) *Refusal {
	seen := make(map[string]bool, len(operations))
	for i := range operations {
		id := string(operations[i].ID)
		if seen[id] && id != "null" {
			return BadRequest("The id %s was found more than once in the batch.", id)
		}
		seen[id] = true
	}
	return nil
}
