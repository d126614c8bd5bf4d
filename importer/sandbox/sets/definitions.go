package sets

import (
	"encoding/json"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// Definition is a record of entityDefinitions: what an entity or an enumeration and its
// parts are called.
type Definition struct {
	name, set           string
	captions, ofSet     []caption
	properties, members []part
}

type caption struct {
	Language int    `json:"languageCode"`
	Text     string `json:"caption"`
}

// part is a property, or a member of an enumeration with its number.
type part struct {
	Name     string    `json:"name"`
	Value    *int      `json:"value,omitempty"`
	Captions []caption `json:"captions"`
}

// Definitions describes the set entityDefinitions. It has neither ids nor eTags.
func Definitions() *odata.EntitySet[Definition] {
	return &odata.EntitySet[Definition]{
		Name: "entityDefinitions", Entity: "entityMetadata", Key: "entityName",
		Columns: []odata.Column[Definition]{
			{Name: "entityName", Kind: odata.EdmString, Filterable: true, Get: func(d *Definition) string { return d.name }},
			{Name: "entitySetName", Kind: odata.EdmString, Get: func(d *Definition) string { return d.set }},
			listed("entityCaptions", "captionMetadata", func(d *Definition) any { return d.captions }),
			listed("entitySetCaptions", "captionMetadata", func(d *Definition) any { return d.ofSet }),
			listed("properties", "partMetadata", func(d *Definition) any { return d.properties }),
			listed("actions", "partMetadata", func(*Definition) any { return []string{} }),
			listed("enumMembers", "memberMetadata", func(d *Definition) any { return d.members }),
		},
	}
}

func listed(name, of string, get func(*Definition) any) odata.Column[Definition] {
	return odata.Column[Definition]{Name: name, Kind: odata.Kind("Collection(Microsoft.NAV." + of + ")"), Get: func(d *Definition) string {
		text, _ := json.Marshal(get(d)) // of texts and numbers: it cannot fail
		return string(text)
	}}
}

// Definitions returns the records of entityDefinitions of a route.
func (c *Catalog) Definitions(route string) []Definition {
	var all []Definition
	if route == "" {
		all = contactDefinitions()
	}
	told := map[string]bool{}
	for _, t := range c.Of(route) {
		d := Definition{name: t.Schema.Entity, set: t.Schema.Set, captions: inAll(t.Schema.Captions), ofSet: inAll(t.Schema.SetCaptions), members: []part{}}
		var enums []Definition
		for _, p := range t.Schema.Properties {
			d.properties = append(d.properties, part{Name: p.Name, Captions: inAll(p.Captions)})
			if p.Enum != nil && !told[p.Enum.Name] {
				told[p.Enum.Name] = true
				enums = append(enums, enumDefinition(p.Enum))
			}
		}
		all = append(append(all, d), enums...)
	}
	return all
}

func enumDefinition(e *records.Enum) Definition {
	d := Definition{name: e.Name, captions: []caption{}, ofSet: []caption{}, properties: []part{}}
	for i, member := range e.Members {
		d.members = append(d.members, part{Name: records.Encode(member.Name), Value: &i, Captions: inAll(member.Captions)})
	}
	return d
}

// inAll gives a caption in every language of the environment.
func inAll(c records.Captions) []caption {
	all := []caption{}
	for i, language := range records.Languages() {
		all = append(all, caption{Language: language, Text: c[i]})
	}
	return all
}

// View returns the definitions of a route as they are read.
func (c *Catalog) View(route string) odata.View[Definition] {
	all := c.Definitions(route)
	return odata.View[Definition]{
		Set: Definitions(), Size: len(all),
		At:   func(i int) *Definition { return &all[i] },
		Find: func(string, []string) ([]int, bool) { return nil, false },
		Show: func(d *Definition) *Definition { return d },
	}
}
