package odata

import (
	"errors"
	"fmt"
	"strings"
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
	whole := edmx("Edm.Guid", "customerContacts")
	tests := map[string]struct {
		document string
		key      importer.KeyKind
		err      error
	}{
		"GUID key":          {whole, importer.KeyGUID, nil},
		"string key":        {edmx("Edm.String", "customerContacts"), importer.KeyString, nil},
		"key of a number":   {edmx("Edm.Int32", "customerContacts"), importer.KeyUndeclared, nil},
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
			s, err := ParseMetadata(strings.NewReader(tt.document), "customerContacts")
			if !errors.Is(err, tt.err) || s.Key != tt.key {
				t.Fatalf("key %v, error %v; want %v, %v", s.Key, err, tt.key, tt.err)
			}
			if err == nil && (len(s.Lengths) != 1 && len(s.Lengths) != 2 || s.Lengths["email"] != 80) {
				t.Errorf("lengths %v", s.Lengths)
			}
		})
	}
}

// model is a document of schemas.
func model(schemas ...string) string {
	return `<Edmx Version="4.0"><DataServices>` + strings.Join(schemas, "") + `</DataServices></Edmx>`
}

// edmType is an entity type of a document, with one field of a length.
func edmType(name, keyType string, length int, more ...string) string {
	return fmt.Sprintf(`<EntityType Name="%s"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="%s"/>`+
		`<Property Name="email" Type="Edm.String" MaxLength="%d"/>%s</EntityType>`, name, keyType, length, strings.Join(more, ""))
}

func TestParseMetadata_SetsBelowACompany(t *testing.T) {
	t.Parallel()
	const (
		open    = `<Schema Namespace="Microsoft.NAV" Alias="BC">`
		close   = `</Schema>`
		to      = `<NavigationProperty Name="customerContacts" Type="Collection(Microsoft.NAV.customerContact)" ContainsTarget="true"/>`
		toAlias = `<NavigationProperty Name="customerContacts" Type="Collection(BC.customerContact)" ContainsTarget="true"/>`
		toOther = `<NavigationProperty Name="customerContacts" Type="Collection(Microsoft.NAV.other)" ContainsTarget="true"/>`
		lists   = `<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/>`
		end     = `</EntityContainer>`
		set     = `<EntitySet Name="customerContacts" EntityType="Microsoft.NAV.customerContact"/>`
		other   = `<EntitySet Name="customerContacts" EntityType="Microsoft.NAV.other"/>`
	)
	contact, text := edmType("customerContact", "Edm.Guid", 80), edmType("other", "Edm.String", 20)
	company := func(navigation string) string { return edmType("company", "Edm.Guid", 5, navigation) }
	for name, tt := range map[string]struct {
		document string
		key      importer.KeyKind
		length   int // 0: the set is not described
	}{
		"contained alone":               {model(open, contact, company(to), lists, end, close), importer.KeyGUID, 80},
		"the company before it":         {model(open, company(to), lists, end, contact, close), importer.KeyGUID, 80},
		"by an alias":                   {model(open, company(toAlias), contact, lists, end, close), importer.KeyGUID, 80},
		"no list of companies":          {model(open, contact, company(to), close), importer.KeyGUID, 80},
		"company of another name":       {model(open, contact, edmType("firm", "Edm.Guid", 5, to), `<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.firm"/>`, end, close), importer.KeyGUID, 80},
		"contained and listed":          {model(open, contact, company(to), lists, set, end, close), importer.KeyGUID, 80},
		"listed twice alike":            {model(open, contact, company(""), lists, set, set, end, close), importer.KeyGUID, 80},
		"listed twice, not alike":       {model(open, contact, text, company(""), lists, set, other, end, close), 0, 0},
		"listed as something else":      {model(open, contact, text, company(to), lists, other, end, close), importer.KeyGUID, 80},
		"contained in another type too": {model(open, contact, text, edmType("vendor", "Edm.Guid", 5, toOther), company(to), lists, end, close), importer.KeyGUID, 80},
		"contained in another type":     {model(open, contact, edmType("vendor", "Edm.Guid", 5, to), company(""), lists, end, close), importer.KeyGUID, 80},
		"of a type that is not there":   {model(open, company(to), lists, end, close), 0, 0},
		"not there, but listed":         {model(open, text, company(to), lists, other, end, close), importer.KeyString, 20},
		"a type in another schema":      {model(open, company(to), lists, end, close, `<Schema Namespace="Other">`, contact, close), 0, 0},
		"two keys":                      {model(open, strings.Replace(contact, "</Key>", `<PropertyRef Name="no"/></Key>`, 1), company(to), lists, end, close), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := ParseMetadata(strings.NewReader(tt.document), "customerContacts")
			if (err == nil) != (tt.length > 0) || err != nil && !errors.Is(err, ErrNoSet) || s.Key != tt.key || s.Lengths["email"] != tt.length {
				t.Errorf("%+v, error %v", s, err)
			}
		})
	}
}

// endless is a document whose types never end.
type endless struct {
	begin strings.Reader
	read  int
}

func (e *endless) Read(p []byte) (int, error) {
	if n, _ := e.begin.Read(p); n > 0 {
		return n, nil
	}
	n := 0
	for n < len(p)-100 {
		n += copy(p[n:], fmt.Sprintf("<Property Name=\"p%d\" Type=\"Edm.String\" MaxLength=\"9\"/>\n", e.read+n))
	}
	e.read += n
	return n, nil
}

func TestParseMetadata_KeepsABoundedPartOfADocument(t *testing.T) {
	t.Parallel()
	e := &endless{begin: *strings.NewReader(`<Edmx><Schema Namespace="N"><EntityType Name="a">`)}
	if _, err := ParseMetadata(e, "customerContacts"); !errors.Is(err, ErrNoSet) || e.read > 16<<20 {
		t.Errorf("error %v after %d bytes", err, e.read)
	}
}
