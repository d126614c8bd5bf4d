package mapping

import (
	"strings"

	"bcimport/mapping/entity"
)

// described describes customerContacts: the fields in the order of Microsoft's page 30089
// "APIV2 - CustContacts", with the lengths of table 5050 Contact. Business Central would
// accept customerId: it re-points the contact's company to another customer and so moves
// all its contacts.
var described = entity.Entity{
	Set: entity.CustomerContacts, Key: "id", Keys: []string{"number", "email"}, One: "contact", Many: "contacts",
	Name: []string{"firstName", "lastName"}, Builtin: true,
	Fields: []entity.Field{
		{Name: "id", Type: entity.GUID, ReadOnly: `is what finds the contact and cannot be set; its column belongs in key.column`},
		{Name: "email", Purpose: entity.Email, Length: 80, Stored: entity.WithoutEnds},
		{Name: "firstName", Purpose: entity.FirstName, Length: 30},
		{Name: "lastName", Purpose: entity.LastName, Length: 30},
		{Name: "professionalTitle", Length: 30},
		{Name: "primaryPhoneNumber", Purpose: entity.Phone, Length: 30},
		{Name: "customerId", Type: entity.GUID, ReadOnly: `is read-only here: setting it would move every contact of the company to another customer`},
		{Name: "customerName", ReadOnly: `is read-only: Business Central shows the name of the customer record there`},
		{Name: "pdfDocument", ReadOnly: `is read-only: it is the customer's statement, not a field of the contact`},
	},
}

func contacts() *entity.Entity { return &described }

// FieldOf is what is known of a contact's field; a plain text where that is nothing. It must
// not be changed.
func FieldOf(name string) *entity.Field { return described.Find(name) }

// Fields returns the API names of the fields of contacts that a mapping can set, in a
// fixed order. The slice is the caller's own.
func Fields() []string { return contacts().Settable() }

// Length is the longest text of a contact's field in UTF-16 units, 0 for a field that
// there is not. $metadata may say another.
func Length(field string) int { return contacts().Find(field).Length }

// whyRefused finds a field that cannot be set, however its capitals are written.
func whyRefused(of *entity.Entity, name string) (field, reason string, found bool) {
	for i := range of.Fields {
		if f := &of.Fields[i]; f.ReadOnly != "" && strings.EqualFold(f.Name, name) {
			return f.Name, f.ReadOnly, true
		}
	}
	return "", "", false
}
