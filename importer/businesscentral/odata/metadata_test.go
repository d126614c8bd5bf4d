package odata

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
	const customerContacts = "customerContacts"
	whole := edmx("Edm.Guid", customerContacts)
	tests := map[string]struct {
		document string
		key      importer.KeyKind
		err      error
	}{
		"GUID key":          {whole, importer.KeyGUID, nil},
		"string key":        {edmx("Edm.String", customerContacts), importer.KeyString, nil},
		"key of a number":   {edmx("Edm.Int32", customerContacts), importer.KeyUndeclared, nil},
		"without the set":   {edmx("Edm.Guid", "vendorContacts"), 0, ErrNoSet},
		"an empty EDMX":     {`<Edmx/>`, 0, ErrNoSet},
		"nothing":           {"", 0, ErrNoMetadata},
		"text":              {"service unavailable", 0, ErrNoMetadata},
		"HTML":              {"<html><body>hello</body></html>", 0, ErrNoMetadata},
		"JSON":              {`{"value":[]}`, 0, ErrNoMetadata},
		"cut in the middle": {whole[:len(whole)/2], 0, ErrNoMetadata},
		"cut at the end":    {whole[:len(whole)-5], 0, ErrNoMetadata},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := ParseMetadata([]byte(tt.document), customerContacts)
			if !errors.Is(err, tt.err) || s.Key != tt.key {
				t.Fatalf("key %v, error %v; want %v, %v", s.Key, err, tt.key, tt.err)
			}
			if err == nil && (len(s.Lengths) != 1 && len(s.Lengths) != 2 || s.Lengths["email"] != 80) {
				t.Errorf("lengths %v", s.Lengths)
			}
		})
	}
}
