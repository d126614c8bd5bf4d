package sandbox

import (
	"fmt"
	"strings"
)

// metadata returns the EDMX document of the sets that the sandbox has.
func (s *Server) metadata() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
`)
	describe(&b, allCompanies(), "customerContacts", "contacts")
	describe(&b, s.contacts.customers)
	describe(&b, s.contacts.all)
	b.WriteString("      <EntityContainer Name=\"NAV\">\n")
	sets := [][2]string{{"companies", "company"}, {"customerContacts", "customerContact"}, {"contacts", "contact"}}
	if s.config.ContainedOnly {
		sets = sets[:1]
	}
	for _, set := range sets {
		fmt.Fprintf(&b, "        <EntitySet Name=\"%s\" EntityType=\"Microsoft.NAV.%s\" />\n", set[0], set[1])
	}
	b.WriteString("      </EntityContainer>\n    </Schema>\n  </edmx:DataServices>\n</edmx:Edmx>\n")
	return []byte(b.String())
}

// describe writes the entity type of a set, with the sets that it leads to.
func describe[T any](b *strings.Builder, e *entitySet[T], leadsTo ...string) {
	fmt.Fprintf(b, "      <EntityType Name=\"%s\">\n        <Key>\n          <PropertyRef Name=\"id\" />\n        </Key>\n", e.entity)
	for _, c := range e.columns {
		fmt.Fprintf(b, "        <Property Name=\"%s\" Type=\"%s\"", c.name, c.kind)
		if c.name == "id" {
			b.WriteString(` Nullable="false"`)
		}
		if c.max > 0 {
			fmt.Fprintf(b, ` MaxLength="%d"`, c.max)
		}
		b.WriteString(" />\n")
	}
	for _, set := range leadsTo {
		fmt.Fprintf(b, "        <NavigationProperty Name=\"%s\" Type=\"Collection(Microsoft.NAV.%s)\" ContainsTarget=\"true\" />\n",
			set, strings.TrimSuffix(set, "s"))
	}
	b.WriteString("      </EntityType>\n")
}
