package pipeline

import (
	"strings"

	"bcimport/importer"
)

// nameOf is what people call a contact: first and last name as they were read.
func nameOf(c importer.Contact) string {
	return strings.TrimSpace(strings.TrimSpace(c.Text("firstName")) + " " + strings.TrimSpace(c.Text("lastName")))
}

// meet takes the name of the row's record when it is first read.
func (t *task) meet(c importer.Contact) {
	if t.outcome.Name == "" {
		t.outcome.Name = nameOf(c)
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
