package businesscentral

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"bcimport/importer"
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

// decodeContact reads one contact and refuses an answer about another one. The
// eTag is in the body; the header is a fallback (on published pages it was
// measured to be absent).
func decodeContact(body []byte, header http.Header, id string) (importer.Contact, error) {
	var r record
	if err := json.Unmarshal(body, &r); err != nil {
		return importer.Contact{}, errors.New("the answer is not a contact")
	}
	if !strings.EqualFold(r.ID, id) {
		return importer.Contact{}, fmt.Errorf("the answer is about another contact (%s)", oneLine(r.ID, 50))
	}
	tag := r.ETag
	if tag == "" {
		tag = header.Get("ETag")
	}
	// "*" would switch the protection off, and a line break can't be sent back.
	if tag == "*" || strings.ContainsFunc(tag, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		tag = ""
	}
	return importer.Contact{ID: id, ETag: importer.ETag(tag), Values: r.values()}, nil
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

// decodeIDs reads the answer to a lookup. Only records that really hold the key
// count: Business Central ignores query options it does not know, and an ignored
// filter would return everybody.
func decodeIDs(body []byte, field, key string) (ids []string, next string, err error) {
	var page struct {
		Value []struct {
			ID     string `json:"id"`
			Number string `json:"number"`
			Email  string `json:"email"`
		} `json:"value"`
		Next string `json:"@odata.nextLink"`
	}
	if json.Unmarshal(body, &page) != nil || page.Value == nil {
		return nil, "", errors.New("the answer is not a list of contacts")
	}
	for _, v := range page.Value {
		held := v.Number
		if field == "email" {
			held = v.Email
		}
		if v.ID != "" && strings.EqualFold(strings.TrimSpace(held), key) {
			ids = append(ids, v.ID)
		}
	}
	return ids, page.Next, nil
}
