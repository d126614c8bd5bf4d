package records

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer/businesscentral/odata"
)

// Key is a record's id with the key that it holds.
type Key struct{ ID, Key string }

// Keys decodes a page of a lookup: of each record its id, which is in the property id, and
// the text of a field. The caller must check which records hold the key: Business Central
// ignores query options that it does not know, and an ignored filter would return every
// record.
func Keys(body []byte, id, field string) (keys []Key, next string, err error) {
	var p page[map[string]jsontext.Value]
	if !odata.Unmarshal(body, &p) || p.Value == nil {
		return nil, "", fmt.Errorf("the answer is not a list of records with %s", field)
	}
	keys = make([]Key, len(p.Value))
	for i, members := range p.Value {
		if keys[i].ID, err = member(members, id); err != nil {
			return nil, "", err
		}
		if keys[i].Key, err = member(members, field); err != nil {
			return nil, "", err
		}
		if keys[i].ID == "" {
			return nil, "", fmt.Errorf("the answer lacks %s", id)
		}
	}
	return keys, p.next(), nil
}

// member returns a text that must be there; null is empty.
func member(members map[string]jsontext.Value, name string) (string, error) {
	raw, held := members[name]
	if !held || raw.Kind() != '"' && raw.Kind() != 'n' {
		return "", fmt.Errorf("the answer lacks %s", name)
	}
	return text(raw)
}
