package sandbox

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"bcimport/importer/sandbox/records"
)

// ErrNoContact says that no contact has the id or number asked for.
var ErrNoContact = errors.New("no such contact")

// Contact is a contact as the table holds it at one moment.
type Contact struct {
	ID, Number, Type, DisplayName string
	// FirstName to PrimaryPhoneNumber are the writable fields of customerContacts.
	FirstName, LastName, Email, ProfessionalTitle, PrimaryPhoneNumber string
	CustomerID, CustomerName                                          string
	// Relation is Customer or Multiple; InCustomerContacts says whether the set
	// customerContacts shows this contact.
	Relation           string
	InCustomerContacts bool
	// ETag is the one of customerContacts; contacts gives another.
	ETag     string
	Modified time.Time
}

// Field returns a writable field by its API name, and "" for any other name.
func (c Contact) Field(name string) string {
	switch name {
	case "email":
		return c.Email
	case "firstName":
		return c.FirstName
	case "lastName":
		return c.LastName
	case "professionalTitle":
		return c.ProfessionalTitle
	case "primaryPhoneNumber":
		return c.PrimaryPhoneNumber
	}
	return ""
}

// Change is one field of a Write.
type Change struct{ Field, Before, After string }

// Write is one accepted write, by a client or by Edit.
type Write struct {
	// Seq counts the writes of this Server from 1, in the order of acceptance.
	Seq int
	// Set is the set of a record that is no contact, below its route where it has one.
	Set        string
	ID, Number string
	// Fields are those that the write named, in the API's order, also where the
	// value stayed the same.
	Fields                []Change
	By                    string // the user: a client id, or OtherUserName
	ETagBefore, ETagAfter string
	At                    time.Time
}

// OtherUserName is who wrote, where Edit or an OtherUser fault did.
const OtherUserName = "other user"

// Contact returns a contact by its id or number.
func (s *Server) Contact(key string) (Contact, bool) {
	s.contacts.mu.RLock()
	defer s.contacts.mu.RUnlock()
	i, found := s.contacts.findKey(key)
	if !found {
		return Contact{}, false
	}
	return s.contacts.export(&s.contacts.contacts[i]), true
}

// Contacts returns every contact, persons first, in the order of their numbers.
// Each is as it is at the moment it is reached.
func (s *Server) Contacts() iter.Seq[Contact] {
	return func(yield func(Contact) bool) {
		for i := range s.contacts.contacts {
			s.contacts.mu.RLock()
			c := s.contacts.export(&s.contacts.contacts[i])
			s.contacts.mu.RUnlock()
			if !yield(c) {
				return
			}
		}
	}
}

// Edit makes another user's edit of one field of a contact, found by id or number.
// It validates nothing, so values can be set that the rules refuse.
func (s *Server) Edit(key, field, value string) error {
	s.contacts.mu.Lock()
	defer s.contacts.mu.Unlock()
	i, found := s.contacts.findKey(key)
	if !found {
		return fmt.Errorf("edit %s: %w", key, ErrNoContact)
	}
	if err := s.contacts.change(i, map[string]string{field: value}, OtherUserName); err != nil {
		return fmt.Errorf("edit %s: %w", key, err)
	}
	return nil
}

// Writes returns the writes accepted so far, oldest first; nil unless
// Config.KeepWrites.
func (s *Server) Writes() []Write {
	s.contacts.mu.RLock()
	defer s.contacts.mu.RUnlock()
	return slices.Clone(s.contacts.writes)
}

func (s *store) export(c *contact) Contact {
	return Contact{
		ID: c.id.String(), Number: c.number, Type: c.kind(), DisplayName: c.name,
		FirstName: c.first, LastName: c.last, Email: c.email,
		ProfessionalTitle: c.title, PrimaryPhoneNumber: c.phone,
		CustomerID: c.customer.id.String(), CustomerName: c.customer.name,
		Relation: string(c.customer.relation), InCustomerContacts: c.inCustomerContacts(),
		ETag: s.customers.ETag(c), Modified: c.modified,
	}
}

func (s *store) newWrite(before, after *contact, set map[string]string, by string) Write {
	w := Write{
		ID: after.id.String(), Number: after.number, By: by,
		ETagBefore: s.customers.ETag(before), ETagAfter: s.customers.ETag(after), At: after.modified,
	}
	for _, field := range writableFields() {
		if _, named := set[field]; named {
			w.Fields = append(w.Fields, Change{Field: field, Before: *before.field(field), After: *after.field(field)})
		}
	}
	return w
}

// Record is a record of another set than contacts, as the table holds it at one moment.
type Record = records.Snapshot

// Record returns a record of a set (publisher/group/version/set of a custom API) by its
// id, number or code.
func (s *Server) Record(set, key string) (Record, bool) {
	s.contacts.mu.RLock()
	defer s.contacts.mu.RUnlock()
	t, i, found := s.contacts.findRecord(set, key)
	if !found {
		return Record{}, false
	}
	return t.Snapshot(i), true
}

// Records returns the records of a set as they are now, in their order.
func (s *Server) Records(set string) []Record {
	s.contacts.mu.RLock()
	defer s.contacts.mu.RUnlock()
	var all []Record
	if t := s.contacts.typed.Named(set); t != nil {
		for i := range t.Len() {
			all = append(all, t.Snapshot(i))
		}
	}
	return all
}

// EditRecord makes another user's edit of one property, found as Record does. Like Edit
// it validates nothing.
func (s *Server) EditRecord(set, key, property, value string) error {
	s.contacts.mu.Lock()
	defer s.contacts.mu.Unlock()
	t, i, found := s.contacts.findRecord(set, key)
	if !found {
		return fmt.Errorf("edit %s of %s: %w", key, set, ErrNoContact)
	}
	d := t.Edit(i, property, value)
	if d == nil {
		return fmt.Errorf("edit %s of %s: there is no property %s", key, set, property)
	}
	return s.contacts.changeRecord(d, OtherUserName)
}
