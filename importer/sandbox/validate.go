package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// validate checks the properties one after another, as the page does, and
// returns the values as they will be stored. The first refusal ends it.
func (s *store) validate(c *contact, through *odata.EntitySet[contact], properties []odata.Property) (map[string]string, *refusal) {
	set := make(map[string]string, len(properties))
	for _, p := range properties {
		if through == s.all {
			if refused := s.ofContacts(&p); refused != nil {
				return nil, refused
			}
		}
		if _, twice := set[p.Name]; twice {
			return nil, badRequest("Multiple properties with the name '%s' were found.", p.Name)
		}
		value, refused := s.validateOne(c, p)
		if refused != nil {
			return nil, refused
		}
		if p.Name != "customerId" { // it is the current one, else it was refused
			set[p.Name] = value
		}
	}
	return set, nil
}

// ofContacts names a property of contacts as customerContacts does, which shows the same
// table. What writing the others does besides is not played.
func (s *store) ofContacts(p *odata.Property) *refusal {
	_, found := s.all.Find(p.Name)
	switch p.Name {
	case "email":
	case "jobTitle":
		p.Name = "professionalTitle"
	case "phoneNumber":
		p.Name = "primaryPhoneNumber"
	case "id", "contactBusinessRelation", "lastModifiedDateTime":
		return refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control '%s' is read-only.", p.Name)
	default:
		if found {
			return notImplemented("The sandbox does not write '%s' of contacts.", p.Name)
		}
		return badRequest("The property '%s' does not exist on type 'Microsoft.NAV.contact'.", p.Name)
	}
	return nil
}

func (s *store) validateOne(c *contact, p odata.Property) (string, *refusal) {
	i, found := s.customers.Find(p.Name)
	switch {
	case p.Name == "pdfDocument":
		return "", refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control 'pdfDocument' is read-only.")
	case !found:
		return "", badRequest("The property '%s' does not exist on type 'Microsoft.NAV.customerContact'.", p.Name)
	case p.Name == "id" || p.Name == "customerName":
		return "", refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control '%s' is read-only.", p.Name)
	case p.Value == nil:
		return "", refuse(http.StatusBadRequest, "BadRequest_RequiredParamNotProvided", "Field '%s' must not be blank or empty.", p.Name)
	}
	value, isText := p.Value.(string)
	if !isText {
		return "", badRequest("Cannot convert the value of '%s' to the expected type '%s'.", p.Name, s.customers.Columns[i].Kind)
	}
	if p.Name == "customerId" {
		return "", s.validateCustomer(c, value)
	}
	if length, most := len(utf16.Encode([]rune(value))), s.customers.Columns[i].Max; length > most {
		return "", refuse(http.StatusBadRequest, "Application_StringExceededLength",
			"The length of the string is %d, but it must be less than or equal to %d characters. Value: %s", length, most, value)
	}
	return validateText(c, p.Name, value)
}

// validateText applies the rule of one text field.
func validateText(c *contact, field, value string) (string, *refusal) {
	switch {
	case field == "email":
		value = strings.TrimSpace(value)
		if value != "" && !records.IsMailList(value) {
			return "", dialog(`The email address "%s" is not valid.`, value)
		}
	case field == "primaryPhoneNumber" && strings.ContainsFunc(value, unicode.IsLetter):
		return "", dialog("Phone No. must not contain letters in Contact No.='%s'.", c.number)
	}
	return value, nil
}

// validateCustomer lets only the present customer pass. The real service would
// move every contact of the company to another customer; the sandbox does not.
func (s *store) validateCustomer(c *contact, value string) *refusal {
	id, ok := odata.ParseGUID(value)
	switch {
	case !ok:
		return refuse(http.StatusBadRequest, "Application_InvalidGUID", "Invalid format of GUID string: %s", value)
	case id == c.customer.id:
		return nil
	case !slices.ContainsFunc(s.contacts[s.persons:], func(firm contact) bool { return firm.customer.id == id }):
		return dialog("Customer with provided id - does not exist")
	default:
		return refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control 'customerId' is read-only.")
	}
}

// dialog returns an error that the application raised itself.
func dialog(format string, args ...any) *refusal { return (*refusal)(records.Dialog(format, args...)) }
