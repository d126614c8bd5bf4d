package entity

import "testing"

func TestNouns_StandInTheirPlaces(t *testing.T) {
	t.Parallel()
	items := &Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}
	contacts := &Entity{Set: CustomerContacts, One: "contact", Many: "contacts", Keys: []string{"number", "email"}}
	terms := &Entity{Set: "paymentTerms", One: "payment terms", Many: "payment terms", Keys: []string{"code"}}
	bare := &Entity{Set: "a/b/v1.0/things", One: "thing", Many: "things"}
	for _, c := range []struct {
		of         *Entity
		text, want string
	}{
		{items, "{One}s: {a one} of {many}, {one's} {key or id}", "Items: an item of items, item's number or id"},
		{items, "{a exact one} of the {exact many}: {exact one}", "an item of the items: item"},
		{contacts, "{Many}: {a one} is {a exact one} of the {exact many}", "Contacts: a contact is a customer contact of the customer contacts"},
		{contacts, "the {keys} of the {one}", "the id, number or e-mail address of the contact"},
		{nil, "the {keys} of the {exact one}, match: {key}", "the id, number or e-mail address of the customer contact, match: number"},
		{terms, "the {one's} {key or id}; the {keys}", "the payment terms' code or id; the id or code"},
		{bare, "the {one's} {key or id}; the {keys}; {key}", "the thing's id; the id; key"},
		{items, "{accept: {one}, {two} and {", "{accept: item, {two} and {"},
		{items, "no noun", "no noun"},
	} {
		if got := c.of.Nouns().In(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNouns_OfNoSetAreThoseOfCustomerContacts(t *testing.T) {
	t.Parallel()
	if got := (Nouns{}).In("{a exact one}, the {keys}"); got != "a customer contact, the id, number or e-mail address" {
		t.Error(got)
	}
}

func TestArticle_IsChosenByTheSpokenBeginning(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"contact": "a", "item": "an", "employee": "an", "unit of measure": "a", "uninsured item": "an", "user": "a",
		"SKU": "an", "VAT posting": "a", "Item": "an", "hour": "an", "EU country": "an", "european": "a", "x": "a",
	} {
		if got := article(word); got != want {
			t.Errorf("%s %s, want %s", got, word, want)
		}
	}
}
