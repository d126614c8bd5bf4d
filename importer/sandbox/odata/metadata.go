package odata

import (
	"cmp"
	"fmt"
	"strings"
)

// Model is what an API root serves, as its $metadata tells.
type Model struct {
	// Company is the type below which all sets but Root are.
	Company Type
	Types   []Type
	Enums   []EnumType
	// Complex are types that properties of Types have, without keys.
	Complex []Type
	// ContainedOnly lists no sets but companies: only the type of a company has them.
	ContainedOnly bool
}

// Type is an entity type with the set of its records.
type Type struct {
	Name, Set string
	Keys      []string
	// Root says that the set is not one of a company; nobody can tell what it allows.
	Root                             bool
	Insertable, Updatable, Deletable bool
	Properties                       []PropertyType
}

// PropertyType is a property in $metadata.
type PropertyType struct {
	Name             string
	Kind             Kind
	Max              int
	Required, Option bool
	Refers           string // the entity that a GUID refers to
}

// EnumType is an enumeration with its members' encoded names.
type EnumType struct {
	Name    string
	Members []string
}

// Type describes the records of e.
func (e *EntitySet[T]) Type() Type {
	key := cmp.Or(e.Key, "id")
	t := Type{Name: e.Entity, Set: e.Name, Keys: []string{key}}
	for i := range e.Columns {
		c := &e.Columns[i]
		t.Properties = append(t.Properties, PropertyType{
			Name: c.Name, Kind: c.Kind, Max: c.Max, Required: c.Required || c.Name == key, Option: c.Option, Refers: c.Refers,
		})
	}
	return t
}

// EDMX writes the document.
func (m *Model) EDMX() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
`)
	m.Company.write(&b, m.Types)
	for i := range m.Types {
		m.Types[i].write(&b, nil)
	}
	for i := range m.Complex {
		m.Complex[i].write(&b, nil)
	}
	for i := range m.Enums {
		m.Enums[i].write(&b)
	}
	b.WriteString("      <EntityContainer Name=\"NAV\">\n")
	m.Company.writeSet(&b)
	for i := range m.Types {
		if !m.ContainedOnly {
			m.Types[i].writeSet(&b)
		}
	}
	b.WriteString("      </EntityContainer>\n")
	for i := range m.Types {
		m.Types[i].writeOptions(&b)
	}
	b.WriteString("    </Schema>\n  </edmx:DataServices>\n</edmx:Edmx>\n")
	return []byte(b.String())
}

// write writes the type, with the sets that are below its records.
func (t *Type) write(b *strings.Builder, below []Type) {
	kind := "ComplexType"
	if len(t.Keys) > 0 {
		kind = "EntityType"
	}
	fmt.Fprintf(b, "      <%s Name=\"%s\">\n", kind, t.Name)
	if len(t.Keys) > 0 {
		b.WriteString("        <Key>\n")
		for _, key := range t.Keys {
			fmt.Fprintf(b, "          <PropertyRef Name=\"%s\" />\n", key)
		}
		b.WriteString("        </Key>\n")
	}
	for _, p := range t.Properties {
		p.write(b)
	}
	for _, p := range t.Properties {
		if p.Refers == "" {
			continue
		}
		fmt.Fprintf(b, "        <NavigationProperty Name=\"%s\" Type=\"Microsoft.NAV.%s\">\n          <ReferentialConstraint Property=\"%s\" ReferencedProperty=\"id\" />\n        </NavigationProperty>\n",
			p.navigation(), p.Refers, p.Name)
	}
	for i := range below {
		if below[i].Root {
			continue
		}
		fmt.Fprintf(b, "        <NavigationProperty Name=\"%s\" Type=\"Collection(Microsoft.NAV.%s)\" ContainsTarget=\"true\" />\n", below[i].Set, below[i].Name)
	}
	fmt.Fprintf(b, "      </%s>\n", kind)
}

// navigation names the way to what a GUID refers to: paymentTerm of paymentTermsId.
func (p *PropertyType) navigation() string {
	name := strings.TrimSuffix(p.Name, "Id")
	if strings.HasPrefix(name, p.Refers) {
		return p.Refers
	}
	return name
}

func (p *PropertyType) write(b *strings.Builder) {
	fmt.Fprintf(b, "        <Property Name=\"%s\" Type=\"%s\"", p.Name, p.Kind)
	if p.Required {
		b.WriteString(` Nullable="false"`)
	}
	if p.Max > 0 {
		fmt.Fprintf(b, ` MaxLength="%d"`, p.Max)
	}
	if p.Kind == EdmDecimal {
		b.WriteString(` Scale="Variable"`)
	}
	b.WriteString(" />\n")
}

func (t *Type) writeSet(b *strings.Builder) {
	if t.Root {
		fmt.Fprintf(b, "        <EntitySet Name=\"%s\" EntityType=\"Microsoft.NAV.%s\" />\n", t.Set, t.Name)
		return
	}
	fmt.Fprintf(b, "        <EntitySet Name=\"%s\" EntityType=\"Microsoft.NAV.%s\">\n", t.Set, t.Name)
	for _, can := range []struct {
		term, property string
		allowed        bool
	}{
		{"ChangeTracking", "Supported", true},
		{"DeleteRestrictions", "Deletable", t.Deletable},
		{"InsertRestrictions", "Insertable", t.Insertable},
		{"UpdateRestrictions", "Updatable", t.Updatable},
		{"SortRestrictions", "Sortable", true},
	} {
		fmt.Fprintf(b, "          <Annotation Term=\"Org.OData.Capabilities.V1.%s\">\n            <Record>\n              <PropertyValue Property=\"%s\" Bool=\"%t\" />\n            </Record>\n          </Annotation>\n",
			can.term, can.property, can.allowed)
	}
	b.WriteString("        </EntitySet>\n")
}

func (e *EnumType) write(b *strings.Builder) {
	fmt.Fprintf(b, "      <EnumType Name=\"%s\">\n", e.Name)
	for i, member := range e.Members {
		fmt.Fprintf(b, "        <Member Name=\"%s\" Value=\"%d\" />\n", member, i)
	}
	b.WriteString("      </EnumType>\n")
}

// writeOptions marks the properties whose values are in the language of the request.
func (t *Type) writeOptions(b *strings.Builder) {
	for _, p := range t.Properties {
		if p.Option {
			fmt.Fprintf(b, "      <Annotations Target=\"Microsoft.NAV.%s/%s\">\n        <Annotation Term=\"Org.OData.Core.V1.IsLanguageDependent\" Bool=\"true\" />\n      </Annotations>\n", t.Name, p.Name)
		}
	}
}
