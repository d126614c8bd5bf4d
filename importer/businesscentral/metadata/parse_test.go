package metadata

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// model is a document of schemas.
func model(schemas ...string) string {
	return `<Edmx Version="4.0"><DataServices>` + strings.Join(schemas, "") + `</DataServices></Edmx>`
}

// edmType is an entity type of a document, with one field of a length.
func edmType(name, keyType string, length int, more ...string) string {
	return fmt.Sprintf(`<EntityType Name="%s"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="%s"/>`+
		`<Property Name="email" Type="Edm.String" MaxLength="%d"/>%s</EntityType>`, name, keyType, length, strings.Join(more, ""))
}

func TestParse_FindsASetWhereverItIsListed(t *testing.T) {
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
		key      string
		length   int // 0: there is no such set
	}{
		"contained alone":               {model(open, contact, company(to), lists, end, close), "Edm.Guid", 80},
		"the company before it":         {model(open, company(to), lists, end, contact, close), "Edm.Guid", 80},
		"by an alias":                   {model(open, company(toAlias), contact, lists, end, close), "Edm.Guid", 80},
		"no list of companies":          {model(open, contact, company(to), close), "Edm.Guid", 80},
		"company of another name":       {model(open, contact, edmType("firm", "Edm.Guid", 5, to), `<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.firm"/>`, end, close), "Edm.Guid", 80},
		"contained and listed":          {model(open, contact, company(to), lists, set, end, close), "Edm.Guid", 80},
		"listed twice alike":            {model(open, contact, company(""), lists, set, set, end, close), "Edm.Guid", 80},
		"listed twice, not alike":       {model(open, contact, text, company(""), lists, set, other, end, close), "", 0},
		"listed as something else":      {model(open, contact, text, company(to), lists, other, end, close), "Edm.Guid", 80},
		"contained in another type too": {model(open, contact, text, edmType("vendor", "Edm.Guid", 5, toOther), company(to), lists, end, close), "Edm.Guid", 80},
		"contained in another type":     {model(open, contact, edmType("vendor", "Edm.Guid", 5, to), company(""), lists, end, close), "Edm.Guid", 80},
		"of a type that is not there":   {model(open, company(to), lists, end, close), "", 0},
		"not there, but listed":         {model(open, text, company(to), lists, other, end, close), "Edm.String", 20},
		"a type in another schema":      {model(open, company(to), lists, end, close, `<Schema Namespace="Other">`, contact, close), "", 0},
		"two keys":                      {model(open, strings.Replace(contact, "</Key>", `<PropertyRef Name="no"/></Key>`, 1), company(to), lists, end, close), "", 80},
		"a key of a base type": {model(open, company(to), contact[:strings.Index(contact, "<Key>")-1]+` BaseType="BC.record"><Property Name="email" Type="Edm.String" MaxLength="80"/></EntityType>`,
			`<EntityType Name="record"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/></EntityType>`, lists, end, close), "Edm.Guid", 80},
		"a circle of base types": {model(open, company(to), `<EntityType Name="customerContact" BaseType="BC.customerContact"><Property Name="email" Type="Edm.String" MaxLength="80"/></EntityType>`, lists, end, close), "", 80},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(strings.NewReader(tt.document))
			if err != nil {
				t.Fatal(err)
			}
			s, err := d.Set("customerContacts")
			e, _ := d.Describe("customerContacts")
			if f, _ := e.Field("email"); (err == nil) != (tt.length > 0) || err != nil && !errors.Is(err, ErrNoSuchSet) || s.KeyType != tt.key || f.Length != tt.length {
				t.Errorf("%+v, %+v, error %v", s, e, err)
			}
		})
	}
}

func TestParse_RefusesWhatIsNoMetadata(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "metadata.xml"))
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.TrimSpace(string(data))
	for name, tt := range map[string]struct {
		document string
		want     error
	}{
		"whole":              {whole, nil},
		"a byte order mark":  {"\uFEFF" + whole, nil},
		"an empty EDMX":      {`<Edmx/>`, nil},
		"nothing":            {"", ErrNoMetadata},
		"text":               {"service unavailable", ErrNoMetadata},
		"HTML":               {"<html><body>hello</body></html>", ErrNoMetadata},
		"JSON":               {`{"value":[]}`, ErrNoMetadata},
		"cut in the middle":  {whole[:len(whole)/2], ErrNoMetadata},
		"cut at the end":     {whole[:len(whole)-5], ErrNoMetadata},
		"an entity":          {`<!DOCTYPE x [<!ENTITY a "aaaa">]><Edmx><Schema Namespace="&a;"/></Edmx>`, ErrNoMetadata},
		"another encoding":   {`<?xml version="1.0" encoding="utf-16"?><Edmx/>`, ErrNoMetadata},
		"not UTF-8":          {"<Edmx a=\"\xff\"/>", ErrNoMetadata},
		"deeply nested":      {"<Edmx>" + strings.Repeat("<a>", 1000), ErrTooLarge},
		"a large attribute":  {`<Edmx a="` + strings.Repeat("x", 1<<20) + `"/>`, ErrTooLarge},
		"many attributes":    {"<Edmx" + strings.Repeat(` a="1"`, 1<<16) + "/>", ErrTooLarge},
		"a large comment":    {"<!--" + strings.Repeat("x", 1<<20) + "--><Edmx/>", ErrTooLarge},
		"a large text":       {"<Edmx>" + strings.Repeat("x", 1<<20) + "</Edmx>", ErrTooLarge},
		"a large DOCTYPE":    {"<!DOCTYPE x [" + strings.Repeat(`<!ENTITY a "a">`, 1<<16) + "]><Edmx/>", ErrTooLarge},
		"many texts in Bool": {"<Edmx><Bool>" + strings.Repeat("true<!-- -->", 1<<14) + "</Bool></Edmx>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(strings.NewReader(tt.document))
			if !errors.Is(err, tt.want) || (d == nil) != (err != nil) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

// endless repeats a text after a beginning.
type endless struct {
	begin  *strings.Reader
	repeat func(n int) string
	rest   string
	read   int
	n      int
}

func (e *endless) Read(p []byte) (int, error) {
	n, _ := e.begin.Read(p)
	if n == 0 {
		if e.rest == "" {
			e.rest = e.repeat(e.n)
			e.n++
		}
		n = copy(p, e.rest)
		e.rest = e.rest[n:]
	}
	e.read += n
	return n, nil
}

func TestParse_EndsWithAnErrorAtADocumentWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		begin  string
		repeat func(n int) string
		most   int
	}{
		"properties": {`<Edmx><Schema Namespace="N"><EntityType Name="a">`, func(n int) string { return fmt.Sprintf("<Property Name=\"p%d\" Type=\"Edm.String\"/>\n", n) }, 1 << 20},
		"types":      {`<Edmx><Schema Namespace="N">`, func(n int) string { return fmt.Sprintf("<EntityType Name=\"p%d\"/>\n", n) }, 1 << 20},
		"members":    {`<Edmx><Schema Namespace="N"><EnumType Name="e">`, func(n int) string { return `<Member Name="a"/>` }, 1 << 20},
		"marks": {`<Edmx><Schema Namespace="N">`, func(n int) string {
			return fmt.Sprintf(`<Annotations Target="a/%d"><Annotation Term="Org.OData.Core.V1.Computed"/></Annotations>`, n)
		}, 1 << 20},
		"what is not kept": {`<Edmx>`, func(int) string { return strings.Repeat("<a/>", 2000) + strings.Repeat(" ", 1<<15) }, 2<<20 + 1<<17},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &endless{begin: strings.NewReader(tt.begin), repeat: tt.repeat}
			if _, err := parse(e, 2<<20, 5000); !errors.Is(err, ErrTooLarge) || e.read > tt.most {
				t.Errorf("error %v after %d bytes", err, e.read)
			}
		})
	}
}

func TestParse_DigestsTheBytesOfADocument(t *testing.T) {
	t.Parallel()
	digest := func(document string) string {
		d, err := Parse(io.MultiReader(strings.NewReader(document[:3]), strings.NewReader(document[3:])))
		if err != nil {
			t.Fatal(err)
		}
		return d.Digest()
	}
	if a, b := digest("<Edmx/>"), digest("<Edmx/>\n"); len(a) != 64 || a == b || a != digest("<Edmx/>") {
		t.Errorf("digests %s and %s", a, b)
	}
}
