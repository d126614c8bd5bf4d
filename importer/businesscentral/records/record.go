// Package records reads and writes the JSON of records: the values of an entity set's
// fields by their types, and the eTag that belongs to them. It sends nothing.
package records

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/mapping"
)

// Record is a record on the wire.
type Record struct {
	ETag string
	ID   string
	// Values are those of the fields read that the answer holds, in the order of the set.
	// A field that is null is not among them.
	Values []mapping.Value
}

// Contact returns the record under the id that it was requested by. The eTag is in the
// body; the header is a fallback, which published pages were measured not to send.
func (r Record) Contact(id string, header http.Header) importer.Contact {
	tag := r.ETag
	if tag == "" {
		tag = header.Get("ETag")
	}
	if !Protects(tag) {
		tag = ""
	}
	return importer.Contact{ID: id, ETag: importer.ETag(tag), Values: r.Values}
}

// Protects reports whether the tag makes a conditional write safe: "*" would match any
// version, and a line break can't be sent back.
func Protects(tag string) bool {
	return strings.TrimSpace(tag) != "" && strings.TrimSpace(tag) != "*" && !strings.ContainsFunc(tag, unicode.IsControl)
}

// Decode decodes a record and refuses one with another id.
func (c *Codec) Decode(body []byte, header http.Header, id string) (importer.Contact, error) {
	var r Record
	if !c.unmarshal(body, &r) {
		return importer.Contact{}, fmt.Errorf("the answer is not a %s", c.set.One)
	}
	if !strings.EqualFold(r.ID, id) {
		return importer.Contact{}, fmt.Errorf("the answer is about another %s (%s)", c.set.One, faults.Line(r.ID, 50))
	}
	return r.Contact(id, header), nil
}

// Page decodes a page of a list of records and returns the link to the next one.
func (c *Codec) Page(body []byte) (records []Record, next string, err error) {
	var p page[Record]
	if !c.unmarshal(body, &p) || p.Value == nil {
		return nil, "", c.noList()
	}
	for _, r := range p.Value {
		if r.ID == "" {
			return nil, "", errors.New("the answer lacks " + c.set.Key)
		}
	}
	return p.Value, p.next(), nil
}

func (c *Codec) noList() error { return fmt.Errorf("the answer is not a list of %s", c.set.Many) }
