package businesscentral

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
	"bcimport/mapping"
)

// record is a contact on the wire. AL texts have no null; a null is read as empty.
type record struct {
	ETag              string  `json:"@odata.etag"`
	ID                string  `json:"id"`
	Email             *string `json:"email"`
	FirstName         *string `json:"firstName"`
	LastName          *string `json:"lastName"`
	ProfessionalTitle *string `json:"professionalTitle"`
	Phone             *string `json:"primaryPhoneNumber"`
}

// decodeContact decodes a contact and refuses one with another id. The eTag is in the body;
// the header is a fallback, which published pages were measured not to send.
func decodeContact(body []byte, header http.Header, id string) (importer.Contact, error) {
	var r record
	if !odata.Unmarshal(body, &r) {
		return importer.Contact{}, errors.New("the answer is not a contact")
	}
	if !strings.EqualFold(r.ID, id) {
		return importer.Contact{}, fmt.Errorf("the answer is about another contact (%s)", faults.Line(r.ID, 50))
	}
	return r.contact(id, header), nil
}

// contact returns the record under the id that it was requested by.
func (r record) contact(id string, header http.Header) importer.Contact {
	tag := r.ETag
	if tag == "" {
		tag = header.Get("ETag")
	}
	if !protects(tag) {
		tag = ""
	}
	return importer.Contact{ID: id, ETag: importer.ETag(tag), Values: r.values()}
}

// protects reports whether the tag makes a conditional write safe: "*" would match any
// version, and a line break can't be sent back.
func protects(tag string) bool {
	return strings.TrimSpace(tag) != "" && strings.TrimSpace(tag) != "*" && !strings.ContainsFunc(tag, unicode.IsControl)
}

func (r record) values() []mapping.Value {
	fields := []struct {
		name string
		text *string
	}{
		{"email", r.Email}, {"firstName", r.FirstName}, {"lastName", r.LastName},
		{"professionalTitle", r.ProfessionalTitle}, {"primaryPhoneNumber", r.Phone},
	}
	values := make([]mapping.Value, 0, len(fields))
	for _, f := range fields {
		if f.text != nil {
			values = append(values, mapping.Value{Field: f.name, Text: *f.text})
		}
	}
	return values
}

// decodeContacts decodes a page of a list of contacts.
func decodeContacts(body []byte) (records []record, next string, err error) {
	var page struct {
		Value   []record `json:"value"`
		Context string   `json:"@odata.context"`
		Next    string   `json:"@odata.nextLink"`
	}
	if !odata.Unmarshal(body, &page) || page.Value == nil {
		return nil, "", errNoList
	}
	for _, r := range page.Value {
		if r.ID == "" {
			return nil, "", errors.New("the answer lacks id")
		}
	}
	return page.Value, odata.InContext(page.Context, page.Next), nil
}

var errNoList = errors.New("the answer is not a list of contacts")

// idKey is a contact's id with the key that it holds.
type idKey struct{ id, key string }

// decodeKeys decodes a page of a lookup. The caller must check which records hold the key:
// Business Central ignores query options that it does not know, and an ignored filter would
// return every record.
func decodeKeys(body []byte, field string) (keys []idKey, next string, err error) {
	var page struct {
		Value []struct {
			ID     string  `json:"id"`
			Number *string `json:"number"`
			Email  *string `json:"email"`
		} `json:"value"`
		Context string `json:"@odata.context"`
		Next    string `json:"@odata.nextLink"`
	}
	if !odata.Unmarshal(body, &page) || page.Value == nil {
		return nil, "", errNoList
	}
	keys = make([]idKey, len(page.Value))
	for i, v := range page.Value {
		held := v.Number
		if field == "email" {
			held = v.Email
		}
		if v.ID == "" || held == nil {
			return nil, "", fmt.Errorf("the answer lacks id or %s", field)
		}
		keys[i] = idKey{v.ID, *held}
	}
	return keys, odata.InContext(page.Context, page.Next), nil
}
