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
	allCompanies().WriteType(&b, "customerContacts", "contacts")
	s.contacts.customers.WriteType(&b)
	s.contacts.all.WriteType(&b)
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
