package judge

import (
	"cmp"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

// person is what a row or a record says of one.
type person struct{ first, last, email string }

func personOf(values []mapping.Value) person {
	var p person
	for _, v := range values {
		p.set(v.Field, v.Text)
	}
	return p
}

func personIn(c importer.Contact) person {
	return person{c.Text("firstName"), c.Text("lastName"), c.Text("email")}
}

func (p *person) set(field, text string) {
	switch field {
	case "firstName":
		p.first = text
	case "lastName":
		p.last = text
	case "email":
		p.email = text
	}
}

// or fills what is empty of a person from another.
func (p person) or(other person) person {
	return person{cmp.Or(p.first, other.first), cmp.Or(p.last, other.last), cmp.Or(p.email, other.email)}
}

func domainOf(email string) string {
	_, domain, _ := strings.Cut(email, "@")
	return strings.ToLower(domain)
}

func lookUp(values []mapping.Value, field string) (string, bool) {
	for _, v := range values {
		if v.Field == field {
			return v.Text, true
		}
	}
	return "", false
}
