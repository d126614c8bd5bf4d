package metadata

import (
	"encoding/xml"
	"strconv"
	"strings"
)

func (p *parser) declare(t xml.StartElement) {
	namespace := attribute(t, "Namespace")
	if t.Name.Local == "Schema" {
		p.namespace = namespace
	}
	if alias := attribute(t, "Alias"); alias != "" {
		p.keep()
		p.aliases[alias] = namespace
	}
}

func (p *parser) openType(t xml.StartElement, f *frame) {
	name := attribute(t, "Name")
	p.current, p.names = &entityType{Base: attribute(t, "BaseType"), Media: attribute(t, "HasStream") == "true"}, map[string]bool{}
	f.target = p.namespace + "." + name
	if _, twice := p.types[f.target]; !twice && identifier(name) {
		p.keep()
		p.types[f.target] = p.current
	}
}

// openEnum begins an enumeration. One whose values are combined is not described.
func (p *parser) openEnum(t xml.StartElement, f *frame) {
	name := p.namespace + "." + attribute(t, "Name")
	if _, twice := p.enums[name]; twice || attribute(t, "IsFlags") == "true" {
		return
	}
	p.keep()
	p.enums[name], f.enum = nil, name
}

func (p *parser) member(t xml.StartElement, enum string) {
	name := attribute(t, "Name")
	if enum == "" || name == "" || len(name) > maxName || !printable(name) {
		return
	}
	p.keep()
	p.enums[enum] = append(p.enums[enum], name)
}

func (p *parser) entitySet(t xml.StartElement, f *frame) {
	name := attribute(t, "Name")
	f.target += "/" + name
	if identifier(name) {
		p.keep()
		p.sets = append(p.sets, listed{name, attribute(t, "EntityType"), f.target})
	}
}

func (p *parser) startInType(t xml.StartElement, f *frame) {
	name := attribute(t, "Name")
	if p.current == nil {
		return
	}
	switch t.Name.Local {
	case "PropertyRef":
		p.keep()
		p.current.Key = append(p.current.Key, name)
	case "Property":
		f.target += "/" + name
		p.property(t, name)
	case "NavigationProperty":
		kind := attribute(t, "Type")
		target, many := strings.CutPrefix(kind, "Collection(")
		p.keep()
		p.navigations = append(p.navigations, navigation{f.target, name, strings.TrimSuffix(target, ")"), many})
		f.target += "/" + name
	case "ReferentialConstraint":
		p.constraint(t)
	}
}

func (p *parser) property(t xml.StartElement, name string) {
	if !identifier(name) || p.names[name] {
		return
	}
	p.keep()
	p.names[name] = true
	length, err := strconv.Atoi(attribute(t, "MaxLength")) // absent, or "max"
	if err != nil || length < 0 {
		length = 0
	}
	p.current.Properties = append(p.current.Properties, property{Name: name, Type: p.shared(attribute(t, "Type")), Length: length})
}

// constraint keeps which field the open navigation follows.
func (p *parser) constraint(t xml.StartElement) {
	if len(p.frames) == 0 || p.frames[len(p.frames)-1].element != "NavigationProperty" {
		return
	}
	n := p.navigations[len(p.navigations)-1]
	p.keep()
	p.current.References = append(p.current.References, reference{
		Property: attribute(t, "Property"), Type: n.target, Key: attribute(t, "ReferencedProperty"),
	})
}
