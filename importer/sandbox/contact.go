package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// relation is what a contact is to the company, as Business Central stores it.
type relation string

const (
	relationCustomer relation = "Customer"
	relationMultiple relation = "Multiple"
)

// company is one company of the environment (not a company contact).
type company struct {
	id   guid
	name string
}

// customer is a firm that contacts work for.
type customer struct {
	id       guid
	number   string // of its company contact, COMP00001 onwards
	name     string
	domain   string
	relation relation
	country  *country
}

// contact is one record of the table Contact: a person, or the company contact
// of a customer.
type contact struct {
	id       guid
	index    int // position in the store
	number   string
	version  uint32 // the number of its last write
	issued   uint32 // of the last one tried: a transaction may have put it back
	person   bool
	customer *customer
	modified time.Time

	name                             string
	first, last, title, email, phone string

	before *contact // as it was before the last write; kept only for a lagging replica
}

// inCustomerContacts returns the filter of the page behind customerContacts: persons
// whose relation is exactly Customer.
func (c *contact) inCustomerContacts() bool {
	return c.person && c.customer.relation == relationCustomer
}

func (c *contact) kind() string {
	if c.person {
		return "Person"
	}
	return "Company"
}

// field returns the place of a writable text field of customerContacts, or nil.
func (c *contact) field(name string) *string {
	switch name {
	case "email":
		return &c.email
	case "firstName":
		return &c.first
	case "lastName":
		return &c.last
	case "professionalTitle":
		return &c.title
	case "primaryPhoneNumber":
		return &c.phone
	}
	return nil
}

// set changes one field; a change of a name rebuilds the display name from both.
func (c *contact) set(field, value string) error {
	place := c.field(field)
	if place == nil {
		return fmt.Errorf("%q is not a field that can be written", field)
	}
	*place = value
	if field == "firstName" || field == "lastName" {
		c.name = strings.TrimSpace(c.first + " " + c.last)
	}
	return nil
}

// writableFields returns the text fields of customerContacts in the API's order.
func writableFields() []string {
	return []string{"email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"}
}

// customerContacts describes page 30089, APIV2 - CustContacts.
func customerContacts(seed uint64) *entitySet[contact] {
	return &entitySet[contact]{
		name: "customerContacts", entity: "customerContact",
		columns: []column[contact]{
			{name: "id", kind: edmGUID, filter: true, get: func(c *contact) string { return c.id.String() }},
			{name: "email", kind: edmString, max: 80, filter: true, get: func(c *contact) string { return c.email }},
			{name: "firstName", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.first }},
			{name: "lastName", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.last }},
			{name: "professionalTitle", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.title }},
			{name: "customerId", kind: edmGUID, get: func(c *contact) string { return c.customer.id.String() }},
			{name: "customerName", kind: edmString, max: 100, get: func(c *contact) string { return c.customer.name }},
			{name: "primaryPhoneNumber", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.phone }},
		},
		eTag: func(c *contact) string { return eTagOf(seed, tagOfCustomerContacts, c.index, c.version) },
	}
}

// allContacts describes page 30071, APIV2 - Contacts: the same table and ids.
func allContacts(seed uint64) *entitySet[contact] {
	return &entitySet[contact]{
		name: "contacts", entity: "contact",
		columns: []column[contact]{
			{name: "id", kind: edmGUID, filter: true, get: func(c *contact) string { return c.id.String() }},
			{name: "number", kind: edmString, max: 20, code: true, filter: true, get: func(c *contact) string { return c.number }},
			{name: "type", kind: edmString, filter: true, get: (*contact).kind},
			{name: "displayName", kind: edmString, max: 100, filter: true, get: func(c *contact) string { return c.name }},
			{name: "jobTitle", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.title }},
			{name: "companyNumber", kind: edmString, max: 20, code: true, filter: true, get: func(c *contact) string { return c.customer.number }},
			{name: "companyName", kind: edmString, max: 100, filter: true, get: func(c *contact) string { return c.customer.name }},
			{name: "contactBusinessRelation", kind: edmString, filter: true, get: func(c *contact) string { return string(c.customer.relation) }},
			{name: "phoneNumber", kind: edmString, max: 30, filter: true, get: func(c *contact) string { return c.phone }},
			{name: "email", kind: edmString, max: 80, filter: true, get: func(c *contact) string { return c.email }},
			{name: "lastModifiedDateTime", kind: edmDateTime, get: func(c *contact) string { return c.modified.UTC().Format(time.RFC3339Nano) }},
		},
		eTag: func(c *contact) string { return eTagOf(seed, tagOfContacts, c.index, c.version) },
	}
}

// allCompanies describes the set companies.
func allCompanies() *entitySet[company] {
	return &entitySet[company]{
		name: "companies", entity: "company",
		columns: []column[company]{
			{name: "id", kind: edmGUID, filter: true, get: func(c *company) string { return c.id.String() }},
			{name: "name", kind: edmString, max: 30, filter: true, get: func(c *company) string { return c.name }},
			{name: "displayName", kind: edmString, max: 250, filter: true, get: func(c *company) string { return c.name }},
		},
		eTag: func(c *company) string { return eTagOf(0, tagOfCompanies, int(c.id[0]), 0) },
	}
}
