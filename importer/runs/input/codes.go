package input

import (
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

// Codes finds the records of a set by the texts that people know them by.
type Codes struct {
	ids   map[string][]string // by code, in capitals, and each by itself
	known []string
}

// NewCodes makes them of all records of a set.
func NewCodes(all []importer.RecordCode) Codes {
	c := Codes{ids: make(map[string][]string, len(all)), known: make([]string, 0, len(all))}
	for _, one := range all {
		c.ids[folded(one.ID)] = []string{one.ID}
	}
	for _, one := range all {
		if one.Code == "" {
			continue
		}
		key := folded(one.Code)
		if c.ids[key] == nil {
			c.known = append(c.known, one.Code)
		}
		c.ids[key] = append(c.ids[key], one.ID)
	}
	return c
}

// IDs returns the ids of the records with a code, whatever its capitals. An id stands for
// itself: an export shows it where several records have one code.
func (c Codes) IDs(code string) []string { return c.ids[folded(code)] }

// Nearest returns the codes that may have been meant.
func (c Codes) Nearest(code string) []string { return mapping.Nearest(code, c.known) }

func folded(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }
