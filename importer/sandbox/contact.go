package sandbox

import (
	"fmt"
	"strings"
	"time"

	"bcimport/importer/sandbox/countries"
	"bcimport/importer/sandbox/odata"
)

// relation is what a contact is to the company, as Business Central stores it.
type relation string

const (
	relationCustomer relation = "Customer"
	relationMultiple relation = "Multiple"
)

// company is one company of the environment (not a company contact).
type company struct {
	id   odata.GUID
	name string
}

// customer is a firm that contacts work for.
type customer struct {
	id       odata.GUID
	number   string // of its company contact, COMP00001 onwards
	name     string
	domain   string
	relation relation
	country  *countries.Country
}

// contact is one record of the table Contact: a person, or the company contact
// of a customer.
type contact struct {
	id       odata.GUID
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
func customerContacts(seed uint64) *odata.EntitySet[contact] {
	return &odata.EntitySet[contact]{
		Name: "customerContacts", Entity: "customerContact",
		Columns: []odata.Column[contact]{
			{Name: "id", Kind: odata.EdmGUID, Filterable: true, Get: func(c *contact) string { return c.id.String() }},
			{Name: "email", Kind: odata.EdmString, Max: 80, Filterable: true, Get: func(c *contact) string { return c.email }},
			{Name: "firstName", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.first }},
			{Name: "lastName", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.last }},
			{Name: "professionalTitle", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.title }},
			{Name: "customerId", Kind: odata.EdmGUID, Get: func(c *contact) string { return c.customer.id.String() }},
			{Name: "customerName", Kind: odata.EdmString, Max: 100, Get: func(c *contact) string { return c.customer.name }},
			{Name: "primaryPhoneNumber", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.phone }},
		},
		ETag: func(c *contact) string { return eTagOf(seed, tagOfCustomerContacts, c.index, c.version) },
	}
}

// allContacts describes page 30071, APIV2 - Contacts: the same table and ids.
func allContacts(seed uint64) *odata.EntitySet[contact] {
	return &odata.EntitySet[contact]{
		Name: "contacts", Entity: "contact",
		Columns: []odata.Column[contact]{
			{Name: "id", Kind: odata.EdmGUID, Filterable: true, Get: func(c *contact) string { return c.id.String() }},
			{Name: "number", Kind: odata.EdmString, Max: 20, Code: true, Filterable: true, Get: func(c *contact) string { return c.number }},
			{Name: "type", Kind: odata.EdmString, Filterable: true, Get: (*contact).kind},
			{Name: "displayName", Kind: odata.EdmString, Max: 100, Filterable: true, Get: func(c *contact) string { return c.name }},
			{Name: "jobTitle", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.title }},
			{Name: "companyNumber", Kind: odata.EdmString, Max: 20, Code: true, Filterable: true, Get: func(c *contact) string { return c.customer.number }},
			{Name: "companyName", Kind: odata.EdmString, Max: 100, Filterable: true, Get: func(c *contact) string { return c.customer.name }},
			{Name: "contactBusinessRelation", Kind: odata.EdmString, Filterable: true, Get: func(c *contact) string { return string(c.customer.relation) }},
			{Name: "phoneNumber", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *contact) string { return c.phone }},
			{Name: "email", Kind: odata.EdmString, Max: 80, Filterable: true, Get: func(c *contact) string { return c.email }},
			{Name: "lastModifiedDateTime", Kind: odata.EdmDateTime, Get: func(c *contact) string { return c.modified.UTC().Format(time.RFC3339Nano) }},
		},
		ETag: func(c *contact) string { return eTagOf(seed, tagOfContacts, c.index, c.version) },
	}
}

// allCompanies describes the set companies.
func allCompanies() *odata.EntitySet[company] {
	return &odata.EntitySet[company]{
		Name: "companies", Entity: "company",
		Columns: []odata.Column[company]{
			{Name: "id", Kind: odata.EdmGUID, Filterable: true, Get: func(c *company) string { return c.id.String() }},
			{Name: "name", Kind: odata.EdmString, Max: 30, Filterable: true, Get: func(c *company) string { return c.name }},
			{Name: "displayName", Kind: odata.EdmString, Max: 250, Filterable: true, Get: func(c *company) string { return c.name }},
		},
		ETag: func(c *company) string { return eTagOf(0, tagOfCompanies, int(c.id[0]), 0) },
	}
}
