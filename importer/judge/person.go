package judge

import (
	"cmp"
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// person is what a row or a record says of one.
type person struct{ first, last, email string }

// purposes knows what the fields of a set say of people. A file has few fields and many rows,
// so each is looked up once. It is not safe for concurrent use.
type purposes struct {
	set   *entity.Entity
	known []knownPurpose
}

type knownPurpose struct {
	field string
	is    entity.Purpose
}

func (p *purposes) of(field string) entity.Purpose {
	for i := range p.known {
		if p.known[i].field == field {
			return p.known[i].is
		}
	}
	is := p.set.Find(field).Purpose
	p.known = append(p.known, knownPurpose{field, is})
	return is
}

// personOf is what values say of a person.
func (p *purposes) personOf(values []mapping.Value) person {
	var found person
	for _, v := range values {
		found.set(p.of(v.Field), v.Text)
	}
	return found
}

// set takes the text of a field that says of a person. Of several e-mail addresses the
// first one counts.
func (p *person) set(purpose entity.Purpose, text string) {
	switch purpose {
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
