package metadata

// Document is what a $metadata says about record sets. It does not change once it is made,
// and is safe for concurrent use.
type Document struct {
	content content
	byName  map[string]int // places in content.Sets
}

// content is a document in the form in which it is kept: all references are resolved.
type content struct {
	Digest string                `json:"digest"`
	Sets   []entitySet           `json:"sets"`
	Types  map[string]entityType `json:"types"`
	Enums  map[string][]string   `json:"enums"`
}

// entitySet is a set of a container or below a company.
type entitySet struct {
	Name       string    `json:"name"`
	Type       string    `json:"type"`
	Elsewhere  bool      `json:"elsewhere,omitzero"` // only below records of other sets
	Root       bool      `json:"root,omitzero"`      // not below a company, where others are
	Updatable  Allowance `json:"updatable,omitzero"`
	Insertable Allowance `json:"insertable,omitzero"`
	Deletable  Allowance `json:"deletable,omitzero"`
}

type entityType struct {
	Base       string      `json:"base,omitzero"`
	Key        []string    `json:"key,omitzero"`
	Media      bool        `json:"media,omitzero"`
	Properties []property  `json:"properties,omitzero"`
	References []reference `json:"references,omitzero"`
}

type property struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Length   int    `json:"length,omitzero"`
	ReadOnly string `json:"readOnly,omitzero"` // as entity.Field.ReadOnly
	Caption  bool   `json:"caption,omitzero"`  // a text in the language of the request
}

// reference says that a property holds the key of a record of another type.
type reference struct {
	Property string `json:"property"`
	Type     string `json:"type"`
	Key      string `json:"key"`
}

// Digest returns the SHA-256 of the document as it was received, in hexadecimal: two
// answers with the same digest say the same.
func (d *Document) Digest() string { return d.content.Digest }

func newDocument(c content) *Document {
	d := &Document{content: c, byName: make(map[string]int, len(c.Sets))}
	for i := range c.Sets {
		d.byName[c.Sets[i].Name] = i
	}
	return d
}

// maxBases bounds how far types are derived, and ends a circle of them.
const maxBases = 16

// whole returns a type with all that it has from its base types, whose properties come
// first.
func (d *Document) whole(name string) entityType {
	var chain []entityType
	for len(chain) < maxBases {
		t, found := d.content.Types[name]
		if !found {
			break
		}
		chain = append(chain, t)
		name = t.Base
	}
	if len(chain) == 1 {
		return chain[0]
	}
	var w entityType
	for i := len(chain) - 1; i >= 0; i-- {
		t := chain[i]
		if len(t.Key) > 0 {
			w.Key = t.Key
		}
		w.Media = w.Media || t.Media
		w.Properties = append(w.Properties, t.Properties...)
		w.References = append(w.References, t.References...)
	}
	return w
}

// kindOf returns the Edm type of a property, empty for a property that there is not.
func (t entityType) kindOf(name string) string {
	for i := range t.Properties {
		if t.Properties[i].Name == name {
			return t.Properties[i].Type
		}
	}
	return ""
}
