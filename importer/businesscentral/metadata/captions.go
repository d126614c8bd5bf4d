package metadata

import (
	"cmp"
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

// Definitions returns the names of the entries of entityDefinitions that are about a set:
// its type and the enumerations of its fields. The service filters by entityName alone.
func (d *Document) Definitions(set string) []string {
	i, found := d.find(set)
	if !found {
		return nil
	}
	t := d.whole(d.content.Sets[i].Type)
	names := []string{localName(d.content.Sets[i].Type)}
	for _, p := range t.Properties {
		name := localName(p.Type)
		if _, is := d.content.Enums[p.Type]; is && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Caption returns the description with the environment's captions of fields and members
// before those that it has. The preferred languages, as Windows LCIDs, come first, each
// followed by its variants in other countries.
func (d *Document) Caption(e entity.Entity, c *Captions, preferred ...int) entity.Entity {
	i, found := d.find(e.Set)
	if !found || c == nil {
		return e
	}
	set := d.content.Sets[i]
	own := c.entry(set)
	t := d.whole(set.Type)
	e.Fields = slices.Clone(e.Fields)
	for i := range e.Fields {
		f := &e.Fields[i]
		if own != nil {
			f.Captions = joined(own.properties[f.Name], preferred, f.Captions)
		}
		if enum := c.byName[localName(t.kindOf(f.Name))]; enum != nil && f.Type == entity.Enumeration {
			f.Members = enum.captioned(f.Members, preferred)
		}
	}
	return e
}

// entry finds a set by its name, else by the name of its type.
func (c *Captions) entry(set entitySet) *definition {
	if own := c.bySet[set.Name]; own != nil {
		return own
	}
	if own := c.byName[localName(set.Type)]; own != nil && own.set == "" {
		return own
	}
	return nil
}

// captioned returns members with captions. An entry may name a member as $metadata does, or
// plainly.
func (d *definition) captioned(members []entity.Member, preferred []int) []entity.Member {
	members = slices.Clone(members)
	plain := map[string][]caption{}
	for name, captions := range d.members {
		plain[plainName(name)] = captions
	}
	for i := range members {
		m := &members[i]
		captions, found := d.members[m.Encoded]
		if !found {
			captions = plain[m.Name]
		}
		m.Captions = joined(captions, preferred, m.Captions)
	}
	return members
}

// joined returns captions in the order of preference, each once, and then those known.
func joined(captions []caption, preferred []int, known []string) []string {
	ordered := slices.Clone(captions)
	slices.SortStableFunc(ordered, func(a, b caption) int {
		return cmp.Compare(rank(a.language, preferred), rank(b.language, preferred))
	})
	var texts []string
	add := func(text string) {
		if !slices.ContainsFunc(texts, func(t string) bool { return strings.EqualFold(t, text) }) {
			texts = append(texts, text)
		}
	}
	for _, c := range ordered {
		add(c.text)
	}
	for _, text := range known {
		add(text)
	}
	return texts
}

// rank returns the place of a language among the preferred ones.
func rank(language int, preferred []int) int {
	if i := slices.Index(preferred, language); i >= 0 {
		return 2 * i
	}
	for i, p := range preferred {
		if p&tongue == language&tongue {
			return 2*i + 1
		}
	}
	return 2 * len(preferred)
}
