package records

import (
	"slices"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
)

// AppendBody appends the body of an update: the changed fields alone, in the order in
// which Business Central has to meet them.
func (c *Codec) AppendBody(b []byte, changes []importer.Change) []byte {
	b = append(b, '{')
	for i, ch := range c.ordered(changes) {
		if i > 0 {
			b = append(b, ',')
		}
		b = odata.AppendString(b, ch.Field)
		b = append(b, ':')
		b = c.set.Find(ch.Field).AppendJSON(b, ch.After)
	}
	return append(b, '}')
}

// ordered returns the changes with the fields of Entity.Order behind the others.
func (c *Codec) ordered(changes []importer.Change) []importer.Change {
	if len(c.set.Order) == 0 || len(changes) < 2 {
		return changes
	}
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b importer.Change) int {
		return slices.Index(c.set.Order, a.Field) - slices.Index(c.set.Order, b.Field)
	})
	return sorted
}
