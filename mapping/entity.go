package mapping

import "strings"

// CustomerContacts is the only entity there is so far.
const CustomerContacts = "customerContacts"

type kind int

const (
	kindText kind = iota
	kindEmail
	kindPhone
)

type apiField struct {
	name   string
	kind   kind
	length int // UTF-16 code units
}

// settable lists the fields in the order of Microsoft's page 30089 "APIV2 -
// CustContacts"; the lengths are those of table 5050 Contact.
var settable = []apiField{
	{"email", kindEmail, 80},
	{"firstName", kindText, 30},
	{"lastName", kindText, 30},
	{"professionalTitle", kindText, 30},
	{"primaryPhoneNumber", kindPhone, 30},
}

// refused says why a field that the entity has cannot be set. Business Central
// would accept customerId: it re-points the contact's company to another
// customer and so moves all its contacts.
var refused = map[string]string{
	"id":           `finds the contact and cannot be set; name its column in key.column`,
	"customerId":   `is read-only here: writing it would move every contact of the company to another customer`,
	"customerName": `is read-only: Business Central shows the name of the customer record there`,
	"pdfDocument":  `is read-only: it is the customer's statement, not a field of the contact`,
}

// Fields returns the API names of the fields that a mapping can set, in a fixed
// order. The slice is the caller's own.
func Fields() []string {
	names := make([]string, len(settable))
	for i, f := range settable {
		names[i] = f.name
	}
	return names
}

// Length is the longest text of a field in UTF-16 units, 0 for a field that there is
// not. $metadata may say another.
func Length(field string) int {
	f, _ := lookUpField(field)
	return f.length
}

func lookUpField(name string) (apiField, bool) {
	for _, f := range settable {
		if f.name == name {
			return f, true
		}
	}
	return apiField{}, false
}

// whyRefused finds a field that cannot be set, however its capitals are written.
func whyRefused(name string) (field, reason string, found bool) {
	for field, reason := range refused {
		if strings.EqualFold(field, name) {
			return field, reason, true
		}
	}
	return "", "", false
}
