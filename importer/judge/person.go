package judge

import (
	"cmp"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// person is what a row or a record says of one.
type person struct{ first, last, email string }

func personOf(set *entity.Entity, values []mapping.Value) person {
	var p person
	for _, v := range values {
		p.set(set, v.Field, v.Text)
	}
	return p
}

func personIn(set *entity.Entity, c importer.Contact) person { return personOf(set, c.Values) }

// set takes the text of a field that says of a person. Of several e-mail addresses the
// first one counts.
func (p *person) set(set *entity.Entity, field, text string) {
	switch set.Find(field).Purpose {
	case entity.FirstName:
		p.first = text
	case entity.LastName:
		p.last = text
	case entity.Email:
		p.email = cmp.Or(p.email, text)
	}
}

// isPersonal reports whether people have a text of the field of their own, or share it
// with few.
func isPersonal(field *entity.Field) bool {
	return field.Type == entity.Text && field.Purpose != entity.Plain
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
