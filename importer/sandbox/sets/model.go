package sets

import (
	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// Describe adds the types of a route to what its $metadata tells.
func (c *Catalog) Describe(m *odata.Model, route string) {
	told := map[string]bool{}
	for _, t := range c.Of(route) {
		kind := t.Set.Type()
		kind.Insertable, kind.Updatable, kind.Deletable = t.Schema.Insertable, t.Schema.Updatable, t.Schema.Deletable
		m.Types = append(m.Types, kind)
		for i := range t.Schema.Properties {
			if e := t.Schema.Properties[i].Enum; e != nil && !told[e.Name] {
				told[e.Name] = true
				m.Enums = append(m.Enums, enumType(e))
			}
		}
	}
}

func enumType(e *records.Enum) odata.EnumType {
	kind := odata.EnumType{Name: e.Name}
	for _, member := range e.Members {
		kind.Members = append(kind.Members, records.Encode(member.Name))
	}
	return kind
}
