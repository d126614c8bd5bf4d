package businesscentral

import (
	"errors"
	"fmt"
	"testing"

	"bcimport/importer"
)

// edmx is a metadata document as Business Central gives it, with one entity type.
func edmx(keyType, set string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="company"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/></EntityType>
<EntityType Name="customerContact"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="%s" Nullable="false"/>
<Property Name="email" Type="Edm.String" MaxLength="80"/>
<Property Name="firstName" Type="Edm.String" MaxLength="max"/>
<Property Name="lastName" Type="Edm.String"/>
<Property Name="pdf" Type="Edm.Stream" MaxLength="5"/></EntityType>
<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/>
<EntitySet Name="%s" EntityType="Microsoft.NAV.customerContact"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`, keyType, set)
}

func TestParseMetadata(t *testing.T) {
	t.Parallel()
	whole := edmx("Edm.Guid", entitySet)
	tests := map[string]struct {
		document string
		key      importer.KeyKind
		err      error
	}{
		"GUID key":          {whole, importer.KeyGUID, nil},
		"string key":        {edmx("Edm.String", entitySet), importer.KeyString, nil},
		"key of a number":   {edmx("Edm.Int32", entitySet), importer.KeyUndeclared, nil},
		"without the set":   {edmx("Edm.Guid", "vendorContacts"), 0, errNoSet},
		"an empty EDMX":     {`<Edmx/>`, 0, errNoSet},
		"nothing":           {"", 0, errNoMetadata},
		"text":              {"service unavailable", 0, errNoMetadata},
		"HTML":              {"<html><body>hello</body></html>", 0, errNoMetadata},
		"JSON":              {`{"value":[]}`, 0, errNoMetadata},
		"cut in the middle": {whole[:len(whole)/2], 0, errNoMetadata},
		"cut at the end":    {whole[:len(whole)-5], 0, errNoMetadata},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := parseMetadata([]byte(tt.document), entitySet)
			if !errors.Is(err, tt.err) || s.key != tt.key {
				t.Fatalf("key %v, error %v; want %v, %v", s.key, err, tt.key, tt.err)
			}
			if err == nil && (len(s.lengths) != 1 && len(s.lengths) != 2 || s.lengths["email"] != 80) {
				t.Errorf("lengths %v", s.lengths)
			}
		})
	}
}
