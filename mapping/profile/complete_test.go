package profile

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

func named(t *testing.T, e entity.Entity, name string) entity.Field {
	t.Helper()
	f, ok := e.Field(name)
	if !ok {
		t.Fatalf("%s has no field %s", e.Set, name)
	}
	return f
}

// itemsOf is a description of items as $metadata of a tenant may give it.
func itemsOf() entity.Entity {
	return entity.Entity{Set: "items", Key: "id", Fields: []entity.Field{
		{Name: "id", Type: entity.GUID},
		{Name: "number", Type: entity.Text, Length: 20},
		{Name: "displayName", Type: entity.Text, Length: 50, Captions: []string{"Libellé article", "Description"}},
		{Name: "unitPrice", Type: entity.Number},
		{Name: "type", Type: entity.Enumeration, Members: []entity.Member{
			{Name: "Non-Inventory", Encoded: "Non_x002D_Inventory", Captions: []string{"Lagerfrei"}}, {Name: "Kit", Encoded: "Kit"},
		}},
		{Name: "itemCategoryId", Type: entity.GUID, Set: "itemCategories"},
		{Name: "gtin", Type: entity.Integer, Bits: 64},
		{Name: "inventory", Type: entity.Number},
		{Name: "shelf", Type: entity.Text, Length: 7, ReadOnly: "is read-only", NotFiltered: true},
		{Name: "baseUnitOfMeasureId", Type: entity.GUID, Set: "units"},
	}}
}

func TestComplete_MetadataIsRightAboutWhatThereIs(t *testing.T) {
	t.Parallel()
	from := itemsOf()
	e := Complete(from)
	if !reflect.DeepEqual(from, itemsOf()) {
		t.Errorf("the description that came in changed: %+v", from)
	}
	if len(e.Fields) != len(from.Fields) || e.One != "item" || !e.Builtin || e.Number != "number" || len(e.Alternatives) != 0 {
		t.Errorf("%d fields, %s, %v, %s, %v", len(e.Fields), e.One, e.Builtin, e.Number, e.Alternatives)
	}
	for _, want := range []entity.Field{
		{Name: "number", Type: entity.Code, Length: 20, Effect: entity.Renames},
		{Name: "displayName", Type: entity.Text, Length: 50},
		{Name: "itemCategoryId", Type: entity.GUID, Set: "itemCategories", By: "code"},
		{Name: "gtin", Type: entity.Integer, Bits: 64, Length: 14},
		{Name: "inventory", Type: entity.Number, Effect: entity.Posts, NotFiltered: true},
		{Name: "shelf", Type: entity.Text, Length: 7, ReadOnly: "is read-only", NotFiltered: true},
		{Name: "baseUnitOfMeasureId", Type: entity.GUID, Set: "units"},
	} {
		got := named(t, e, want.Name)
		got.Captions, got.Warning, got.NotBlank = nil, "", ""
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nwant %+v", got, want)
		}
	}
}

func TestComplete_CaptionsOfTheEnvironmentComeFirst(t *testing.T) {
	t.Parallel()
	e := Complete(itemsOf())
	captions := named(t, e, "displayName").Captions
	if captions[0] != "Libellé article" || captions[1] != "Description" || captions[2] == "Description" || !slices.Contains(captions, "Bezeichnung") {
		t.Errorf("displayName: %q", captions)
	}
	members := named(t, e, "type").Members
	if len(members) != 2 || members[0].Captions[0] != "Lagerfrei" || !slices.Contains(members[0].Captions, "Nicht Lager") || len(members[1].Captions) != 0 {
		t.Errorf("type: %+v", members)
	}
}

func TestComplete_LengthsOfPageVariablesStay(t *testing.T) {
	t.Parallel()
	e := Complete(entity.Entity{Set: "customers", Key: "id", Fields: []entity.Field{{Name: "taxRegistrationNumber"}, {Name: "city", Length: 30}, {Name: "state"}}})
	if f := named(t, e, "taxRegistrationNumber"); f.Length != 50 || f.Stored != entity.Capitals || !f.NotFiltered {
		t.Errorf("taxRegistrationNumber: %+v", f)
	}
	if want := []string{"city", "state"}; !slices.Equal(e.Order, want) || !slices.Equal(e.Settled, want) {
		t.Errorf("order %v, settled %v", e.Order, e.Settled)
	}
	if len(e.Keys) != 0 || len(e.Name) != 0 || e.Number != "" {
		t.Errorf("keys %v, name %v, number %q of fields that are not there", e.Keys, e.Name, e.Number)
	}
}

func TestComplete_ContactsOfCustomersAreStillFoundByNumber(t *testing.T) {
	t.Parallel()
	known, _ := Find(entity.CustomerContacts)
	e := Complete(entity.Entity{Set: entity.CustomerContacts, Key: "id", Fields: known.Fields})
	if !reflect.DeepEqual(e, known) {
		t.Errorf("a description completed by itself\n%+v\nwant\n%+v", e, known)
	}
}

func TestComplete_OfEverySetByItselfChangesNothing(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		known, _ := Find(d.Set)
		if e := Complete(entity.Entity{Set: d.Set, Fields: known.Fields}); !reflect.DeepEqual(e, known) {
			t.Errorf("%s\n%+v\nwant\n%+v", d.Set, e, known)
		}
	}
}

func TestComplete_DefaultsWithoutAProfile(t *testing.T) {
	t.Parallel()
	text := func(name string) entity.Field { return entity.Field{Name: name} }
	for _, c := range []struct {
		from               entity.Entity
		keys, name, number string
		one, many          string
	}{
		{entity.Entity{Set: "projects", Fields: []entity.Field{text("id"), text("number"), text("displayName")}}, "number", "displayName", "number", "project", "projects"},
		{entity.Entity{Set: "a/b/v1.0/shelfTypes", Key: "systemId", Fields: []entity.Field{text("code"), text("email"), text("systemId")}}, "code email", "", "code", "shelf type", "shelf types"},
		{entity.Entity{Set: "opportunities", Fields: []entity.Field{text("number"), text("code")}}, "number code", "", "number", "opportunity", "opportunities"},
		{entity.Entity{Set: "x", Fields: []entity.Field{{Name: "number", Type: entity.Integer}, {Name: "email", NotFiltered: true}}}, "", "", "", "x record", "x records"},
		{entity.Entity{Set: "disputeStatus"}, "", "", "", "dispute status record", "dispute status records"},
		{entity.Entity{Set: "a/b/v2.0/shipToAddresses"}, "", "", "", "ship to address", "ship to addresses"},
		{entity.Entity{Set: "a/b/v2.0/VATSetups"}, "", "", "", "VAT setup", "VAT setups"},
		{entity.Entity{Set: "a/b/v2.0/customers", One: "guest", Many: "guests", Keys: []string{"pass"}, Fields: []entity.Field{text("number")}}, "pass number", "", "number", "guest", "guests"},
	} {
		e := Complete(c.from)
		if got := strings.Join(e.Keys, " "); got != c.keys || strings.Join(e.Name, " ") != c.name || e.Number != c.number || e.One != c.one || e.Many != c.many || e.Builtin {
			t.Errorf("%s: keys %s, name %s, number %s, %q, %q, %v", c.from.Set, got, e.Name, e.Number, e.One, e.Many, e.Builtin)
		}
		if e.Key == "" {
			t.Errorf("%s has no key", c.from.Set)
		}
		if f, ok := e.Field(e.Key); ok && f.ReadOnly == "" {
			t.Errorf("%s: its key can be set", c.from.Set)
		}
	}
}
