package metadata

import (
	"encoding/xml"
	"strings"
)

// mark is what annotations say of a set or a property.
type mark struct {
	updatable, insertable, deletable Allowance
	computed, immutable, unwritable  bool
	caption                          bool // a text in the language of the request
}

// openAnnotation takes the value that stands in the element itself. A term without a value
// means true; one that follows in the element overrules that.
func (p *parser) openAnnotation(t xml.StartElement, f *frame) {
	f.term, f.property = p.qualified(attribute(t, "Term")), ""
	p.annotate(*f, "true")
	p.constants(t, *f)
}

// constants takes a value that is written as an attribute.
func (p *parser) constants(t xml.StartElement, f frame) {
	for _, name := range []string{"Bool", "EnumMember"} {
		if value := attribute(t, name); value != "" {
			p.annotate(f, value)
		}
	}
}

// annotate keeps a value of an annotation, if it says anything about writing or language.
func (p *parser) annotate(f frame, value string) {
	m := p.marks[f.target]
	switch f.term {
	case "Org.OData.Capabilities.V1.UpdateRestrictions":
		restrict(&m.updatable, f.property == "Updatable", value)
	case "Org.OData.Capabilities.V1.InsertRestrictions":
		restrict(&m.insertable, f.property == "Insertable", value)
	case "Org.OData.Capabilities.V1.DeleteRestrictions":
		restrict(&m.deletable, f.property == "Deletable", value)
	case "Org.OData.Core.V1.Computed":
		m.computed = value == "true"
	case "Org.OData.Core.V1.Immutable":
		m.immutable = value == "true"
	case "Org.OData.Core.V1.Permissions":
		m.unwritable = value != "true" && !strings.Contains(value, "Write")
	case "Org.OData.Core.V1.IsLanguageDependent":
		m.caption = value == "true"
	}
	if m != p.marks[f.target] {
		p.keep()
		p.marks[f.target] = m
	}
}

func restrict(a *Allowance, about bool, value string) {
	switch {
	case about && value == "true":
		*a = Allowed
	case about && value == "false":
		*a = Refused
	}
}
