package schema

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

// edmx is a document as Business Central gives it, with contacts and another set.
func edmx(keyType, contacts, other string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="company"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/></EntityType>
<EntityType Name="customerContact"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="%s" Nullable="false"/>
<Property Name="email" Type="Edm.String" MaxLength="77"/>
<Property Name="firstName" Type="Edm.String"/></EntityType>
<EntityType Name="binContent"><Key><PropertyRef Name="systemId"/></Key>
<Property Name="systemId" Type="%[1]s" Nullable="false"/>
<Property Name="code" Type="Edm.String" MaxLength="20"/>
<Property Name="quantity" Type="Edm.Decimal"/></EntityType>
<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/>
<EntitySet Name="%s" EntityType="Microsoft.NAV.customerContact"/>
<EntitySet Name="%s" EntityType="Microsoft.NAV.binContent"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`, keyType, contacts, other)
}

// service gives answers in order, the last one again and again, and keeps what it was asked.
type service struct {
	answers []Answer
	asked   []map[string]string
}

func (s *service) fetch(_ context.Context, conditions map[string]string) (Answer, error) {
	a := s.answers[min(len(s.asked), len(s.answers)-1)]
	s.asked = append(s.asked, conditions)
	return a, nil
}

func saying(document string) Answer {
	d, err := metadata.Parse(strings.NewReader(document))
	return Answer{Status: 200, Document: d, Malformed: err}
}

func (s *service) root() *Root {
	return &Root{URL: "http://127.0.0.1/api", Fetch: s.fetch, Log: slog.New(slog.DiscardHandler), Now: time.Now}
}

func describeOne(t *testing.T, document, set string) (Set, error) {
	t.Helper()
	s := &service{answers: []Answer{saying(document)}}
	return s.root().Describe(t.Context(), set)
}

func TestDescribe_ContactsAreTakenWhateverMetadataSays(t *testing.T) {
	t.Parallel()
	whole := edmx("Edm.Guid", entity.CustomerContacts, "bins")
	container := strings.Index(whole, "<EntitySet Name=\""+entity.CustomerContacts)
	below := strings.Replace(whole[:container]+whole[container+strings.Index(whole[container:], "/>")+2:], `<Property Name="id" Type="Edm.Guid"/></EntityType>`,
		`<Property Name="id" Type="Edm.Guid"/><NavigationProperty Name="customerContacts" Type="Collection(Microsoft.NAV.customerContact)" ContainsTarget="true"/></EntityType>`, 1)
	for name, tt := range map[string]struct {
		document  string
		key       importer.KeyKind
		described bool
	}{
		"GUID key":              {whole, importer.KeyGUID, true},
		"below companies alone": {below, importer.KeyGUID, true},
		"string key":            {edmx("Edm.String", entity.CustomerContacts, "bins"), importer.KeyString, true},
		"key of a number":       {edmx("Edm.Int32", entity.CustomerContacts, "bins"), importer.KeyUndeclared, true},
		"two keys":              {strings.ReplaceAll(whole, `<PropertyRef Name="id"/>`, `<PropertyRef Name="id"/><PropertyRef Name="email"/>`), 0, false},
		"no key":                {strings.ReplaceAll(whole, `<PropertyRef Name="id"/>`, ""), 0, false},
		"without the set":       {edmx("Edm.Guid", "vendorContacts", "bins"), 0, false},
		"cut":                   {whole[:len(whole)/2], 0, false},
		"none":                  {"", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := describeOne(t, tt.document, entity.CustomerContacts)
			if err != nil || s.Key != tt.key || s.Described != tt.described {
				t.Fatalf("%+v, error %v", s, err)
			}
			if want := map[bool]int{true: 77, false: 80}[tt.described]; s.Entity.Find("email").Length != want || s.Entity.One != "contact" {
				t.Errorf("length %d, %s", s.Entity.Find("email").Length, s.Entity.One)
			}
			if _, has := s.Entity.Field("lastName"); has != (tt.key != importer.KeyGUID) {
				t.Errorf("has lastName: %v", has)
			}
		})
	}
}

func TestDescribe_AnotherSetIsTakenAsMetadataDescribesIt(t *testing.T) {
	t.Parallel()
	s, err := describeOne(t, edmx("Edm.Guid", entity.CustomerContacts, "binContents"), "contoso/warehouse/v1.0/binContents")
	if err != nil || s.Key != importer.KeyGUID || s.Entity.Key != "systemId" || s.Entity.Find("quantity").Type != entity.Number {
		t.Fatalf("%+v, error %v", s, err)
	}
	if s.Entity.Set != "contoso/warehouse/v1.0/binContents" || s.Entity.Many != "bin contents" || s.Entity.Number != "code" {
		t.Errorf("%+v", s.Entity)
	}
}

func TestDescribe_AnotherSetIsRefusedBeforeAnythingIsSentForIt(t *testing.T) {
	t.Parallel()
	set := "contoso/warehouse/v1.0/binContents"
	for name, tt := range map[string]struct {
		answer        Answer
		set           string
		reason        error
		message, hint string
	}{
		"misspelt":            {saying(edmx("Edm.Guid", "x", "binContents")), "binContent", metadata.ErrNoSuchSet, `"binContent"`, "use binContents"},
		"string key":          {saying(edmx("Edm.String", "x", "binContents")), set, metadata.ErrKeyNotGUID, "GUID", "API page"},
		"no $metadata":        {Answer{Status: 404}, "items", errNoDocument, "404", "/api/v2.0"},
		"no such custom API":  {Answer{Status: 404}, set, errNoDocument, "404", "publisher, group and version"},
		"not $metadata":       {Answer{Status: 200, Malformed: metadata.ErrNoMetadata}, "items", metadata.ErrNoMetadata, "not $metadata", "/api/v2.0"},
		"too large":           {Answer{Status: 200, Malformed: metadata.ErrTooLarge}, "items", metadata.ErrTooLarge, "too large", "/api/v2.0"},
		"not to be read here": {Answer{Status: 403}, "items", errNoDocument, "403", "may read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{answers: []Answer{tt.answer}}
			_, err := s.root().Describe(t.Context(), tt.set)
			var problem *importer.Problem
			if !errors.As(err, &problem) || problem.Kind != importer.KindInvalid {
				t.Fatalf("error %v", err)
			}
			if tt.reason != errNoDocument && !errors.Is(err, tt.reason) || !errors.Is(err, importer.ErrSetGone) || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("error %v", err)
			}
			if hint := problem.Hint.In(nil); !strings.Contains(hint, tt.hint) {
				t.Errorf("hint %q", hint)
			}
		})
	}
}

// FuzzDescribe holds that no document brings the program down, and that what is taken can be
// written to.
func FuzzDescribe(f *testing.F) {
	for _, seed := range []string{"", "<html>", edmx("Edm.Guid", entity.CustomerContacts, "bins"), edmx("Edm.String", "x", "bins")[:300]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		d, err := metadata.Parse(io.LimitReader(strings.NewReader(document), 1<<20))
		for _, set := range []string{entity.CustomerContacts, "bins", "a/b/v1.0/bins"} {
			s := &service{answers: []Answer{{Status: 200, Document: d, Malformed: err}}}
			described, err := s.root().Describe(t.Context(), set)
			switch {
			case err != nil && described.Entity != nil:
				t.Error("an error and a set")
			case err != nil && set == entity.CustomerContacts:
				t.Errorf("contacts are refused: %v", err)
			case err == nil && (described.Entity.Key == "" || described.Entity.One == "" || described.Entity.Set != set):
				t.Errorf("taken: %+v", described.Entity)
			case err == nil && set != entity.CustomerContacts && described.Key != importer.KeyGUID:
				t.Errorf("taken with key %v", described.Key)
			}
		}
	})
}
