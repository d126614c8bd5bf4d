package records

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
)

// Brief is what a message says of a record: the texts of some properties. What is no text is
// not among them.
type Brief map[string]string

// Briefs decodes a list of records for a message.
func Briefs(body []byte) ([]Brief, error) {
	var p page[map[string]jsontext.Value]
	if !odata.Unmarshal(body, &p) {
		return nil, errors.New("the answer is not a list of records")
	}
	all := make([]Brief, len(p.Value))
	for i, members := range p.Value {
		all[i] = Brief{}
		for name, raw := range members {
			if said, err := text(raw); err == nil && said != "" {
				all[i][name] = said
			}
		}
	}
	return all, nil
}

// Person returns the core's form of a record; key is the one that a row would use, and names
// are the properties that together are what people call the record.
func (b Brief) Person(id, key string, names []string) importer.Person {
	var parts []string
	for _, name := range names {
		if part := strings.TrimSpace(b[name]); part != "" {
			parts = append(parts, part)
		}
	}
	return importer.Person{ID: b[id], Key: key, Name: faults.Line(strings.Join(parts, " "), faults.MaxID)}
}
