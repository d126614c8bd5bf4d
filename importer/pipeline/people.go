package pipeline

import (
	"strings"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// nameOf is what people call a record of a set, as it was read.
func nameOf(set *entity.Entity, c importer.Contact) string {
	var name string
	for _, field := range set.Name {
		name = strings.TrimSpace(name + " " + strings.TrimSpace(c.Text(field)))
	}
	return name
}

// meet takes the name and the number of the row's record when it is first read.
func (t *task) meet(c importer.Contact) {
	if t.outcome.Name == "" {
		t.outcome.Name = nameOf(t.set, c)
	}
	if t.outcome.Number == "" && t.set.Number != "" {
		t.outcome.Number = c.Text(t.set.Number)
	}
}

// introduce takes what a message was told of the row's record.
func (t *task) introduce(p importer.Person) {
	if p.Key != "" {
		t.outcome.Number = p.Key
	}
	if p.Name != "" {
		t.outcome.Name = p.Name
	}
}
