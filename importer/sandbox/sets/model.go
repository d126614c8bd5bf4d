package sets

import (
	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// Describe adds the types of a route to what its $metadata tells.
func (c *Catalog) Describe(m *odata.Model, route string) {
	of, parts := definitionTypes()
	routes := Routes().Set.Type()
	routes.Root = true
	m.Types, m.Complex = append(m.Types, of, routes), append(m.Complex, parts...)
	if route == "" {
		m.Types = append(m.Types, unserved()...)
	}
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

// unserved are types that $metadata of api/v2.0 tells of and the sandbox does not serve: one
// with a stream, one whose key is of three parts.
func unserved() []odata.Type {
	return []odata.Type{
		{Name: "picture", Set: "pictures", Keys: []string{"id"}, Updatable: true, Deletable: true, Properties: []odata.PropertyType{
			{Name: "id", Kind: odata.EdmGUID, Required: true}, {Name: "width", Kind: odata.EdmInt32}, {Name: "height", Kind: odata.EdmInt32},
			{Name: "contentType", Kind: odata.EdmString}, {Name: "pictureContent", Kind: "Edm.Stream"},
		}},
		{Name: "customerSale", Set: "customerSales", Keys: []string{"customerId", "customerNumber", "name"}, Properties: []odata.PropertyType{
			{Name: "customerId", Kind: odata.EdmGUID, Required: true}, {Name: "customerNumber", Kind: odata.EdmString, Max: 20, Required: true},
			{Name: "name", Kind: odata.EdmString, Max: 100, Required: true}, {Name: "totalSalesAmount", Kind: odata.EdmDecimal},
		}},
	}
}

// definitionTypes are the type of entityDefinitions and those of its properties.
func definitionTypes() (of odata.Type, parts []odata.Type) {
	of = Definitions().Type()
	of.Root = true
	captions := odata.PropertyType{Name: "captions", Kind: "Collection(Microsoft.NAV.captionMetadata)"}
	return of, []odata.Type{
		{Name: "captionMetadata", Properties: []odata.PropertyType{{Name: "languageCode", Kind: odata.EdmInt32, Required: true}, {Name: "caption", Kind: odata.EdmString}}},
		{Name: "partMetadata", Properties: []odata.PropertyType{{Name: "name", Kind: odata.EdmString}, captions}},
		{Name: "memberMetadata", Properties: []odata.PropertyType{{Name: "name", Kind: odata.EdmString}, {Name: "value", Kind: odata.EdmInt32, Required: true}, captions}},
	}
}

func enumType(e *records.Enum) odata.EnumType {
	kind := odata.EnumType{Name: e.Name}
	for _, member := range e.Members {
		kind.Members = append(kind.Members, records.Encode(member.Name))
	}
	return kind
}
