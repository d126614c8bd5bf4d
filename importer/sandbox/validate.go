package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// property is one member of a PATCH body, in the order of the body. The value is
// a string, nil, or anything else that no field here takes.
type property struct {
	name  string
	value any
}

// parseBody reads a JSON object. Annotations are left out.
func parseBody(body []byte) ([]property, error) {
	c := &cursor{text: body}
	if c.peek() != '{' {
		return nil, badRequest("The request body must be a JSON object.")
	}
	var properties []property
	read := c.members(func(name []byte) bool {
		value, ok := c.property()
		if ok && !bytes.ContainsRune(name, '@') {
			properties = append(properties, property{name: string(name), value: value})
		}
		return ok
	})
	if !read {
		return nil, badRequest("The request body is not valid JSON: %v.", c.err())
	}
	if !c.end() {
		return nil, badRequest("The request body holds more than one JSON value.")
	}
	return properties, nil
}

// property reads a value as a property holds it.
func (c *cursor) property() (any, bool) {
	if c.peek() == '"' {
		text, ok := c.str()
		return string(text), ok
	}
	raw, ok := c.value()
	if string(raw) == "null" {
		return nil, ok
	}
	return json.RawMessage(raw), ok
}

// validate checks the properties one after another, as the page does, and
// returns the values as they will be stored. The first refusal ends it.
func (s *store) validate(c *contact, properties []property) (map[string]string, *refusal) {
	set := make(map[string]string, len(properties))
	for _, p := range properties {
		if _, twice := set[p.name]; twice {
			return nil, badRequest("Multiple properties with the name '%s' were found.", p.name)
		}
		value, refused := s.validateOne(c, p)
		if refused != nil {
			return nil, refused
		}
		if p.name != "customerId" { // it is the current one, else it was refused
			set[p.name] = value
		}
	}
	return set, nil
}

func (s *store) validateOne(c *contact, p property) (string, *refusal) {
	i, found := s.customers.find(p.name)
	switch {
	case p.name == "pdfDocument":
		return "", refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control 'pdfDocument' is read-only.")
	case !found:
		return "", badRequest("The property '%s' does not exist on type 'Microsoft.NAV.customerContact'.", p.name)
	case p.name == "id" || p.name == "customerName":
		return "", refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control '%s' is read-only.", p.name)
	case p.value == nil:
		return "", refuse(http.StatusBadRequest, "BadRequest_RequiredParamNotProvided", "Field '%s' must not be blank or empty.", p.name)
	}
	value, isText := p.value.(string)
	if !isText {
		return "", badRequest("Cannot convert the value of '%s' to the expected type '%s'.", p.name, s.customers.columns[i].kind)
	}
	if p.name == "customerId" {
		return "", s.validateCustomer(c, value)
	}
	if length, most := len(utf16.Encode([]rune(value))), s.customers.columns[i].max; length > most {
		return "", refuse(http.StatusBadRequest, "Application_StringExceededLength",
			"The length of the string is %d, but it must be less than or equal to %d characters. Value: %s", length, most, value)
	}
	return validateText(c, p.name, value)
}

// validateText applies the rule of one text field.
func validateText(c *contact, field, value string) (string, *refusal) {
	switch {
	case field == "email":
		value = strings.TrimSpace(value)
		if value != "" && !isMailList(value) {
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
	id, ok := parseGUID(value)
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
func dialog(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, "Application_DialogException", format, args...)
}

// isMailList checks one or more addresses separated by semicolons.
func isMailList(value string) bool {
	for address := range strings.SplitSeq(value, ";") {
		if !isMail(strings.TrimSpace(address)) {
			return false
		}
	}
	return true
}

// isMail asks for exactly one @, a dot after at least one character of the
// domain, and a last label of two or more; Name <address> is one form.
func isMail(address string) bool {
	if strings.Count(address, "@") != 1 {
		return false
	}
	if open := strings.LastIndexByte(address, '<'); open >= 0 && strings.HasSuffix(address, ">") {
		address = address[open+1 : len(address)-1]
	}
	local, domain, _ := strings.Cut(address, "@")
	dot := strings.LastIndexByte(domain, '.')
	return local != "" && dot > 0 && len([]rune(domain[dot+1:])) >= 2 && strings.IndexByte(domain, '.') > 0 &&
		!strings.ContainsFunc(address, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>()[],;:\"`, r)
		})
}
