package sandbox

import (
	"fmt"
	"testing"
)

// holds checks properties of a record that was answered or read.
func holds(t *testing.T, got map[string]any, want ...string) {
	t.Helper()
	for i := 0; i < len(want); i += 2 {
		if v := fmt.Sprint(got[want[i]]); v != want[i+1] {
			t.Errorf("%s is %q, want %q", want[i], v, want[i+1])
		}
	}
}

func TestCustomers_AreThoseOfTheContacts(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	firm := c.record("customers", "C00013")
	if john := c.contact("CONT00123"); firm["id"] != john.CustomerID || firm["displayName"] != "Contoso Ltd." {
		t.Errorf("John Smith works for %s, C00013 is %v", john.CustomerID, firm)
	}
	few := start(t, Config{Contacts: 20})
	if n := len(few.get("/customers").values(t, "number")); n != 200 {
		t.Errorf("%d customers, want 200", n)
	}
	holds(t, c.record("customers", "C00001"), "blocked", "_x0020_", "currencyCode", "EUR", "currencyId", noGUID, "taxAreaDisplayName", "Inländische Kunden")
	holds(t, c.record("customers", "C00010"), "blocked", "Ship")
	holds(t, c.record("customers", "C00040"), "currencyCode", "USD", "currencyId", c.id("currencies", "USD"))
}

// place is a customer's address as the tests set it first: in Germany, in no known place.
func (c *caller) germanPlace(number string) {
	c.t.Helper()
	c.patchRecord("customers", number, `{"country":"DE","postalCode":"00000","city":"Altdorf","state":"X"}`).ok(c.t)
	c.patchRecord("customers", number, `{"postalCode":"00000","city":"Altdorf","state":"X"}`).ok(c.t)
}

func TestCustomers_AddressInTheOrderOfTheBody(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	for body, want := range map[string][4]string{
		`{"country":"AT"}`: {"AT", "", "", ""},
		`{"country":"DE"}`: {"DE", "00000", "Altdorf", "X"},
		`{"country":"AT","postalCode":"1010","city":"Wien 1","state":""}`: {"AT", "1010", "Wien 1", ""},
		`{"city":"Wien 1","country":"AT"}`:                                {"AT", "", "", ""},
		`{"postalCode":"80331"}`:                                          {"DE", "80331", "München", "Bayern"},
		`{"postalCode":"8000"}`:                                           {"DK", "8000", "Aarhus C", ""},
		`{"city":"Itzstedt","postalCode":"23845"}`:                        {"DE", "23845", "Itzstedt", "Schleswig-Holstein"},
		`{"postalCode":"99999"}`:                                          {"DE", "99999", "Altdorf", "X"},
	} {
		c.germanPlace("C00003")
		got := c.patchRecord("customers", "C00003", body).ok(t)
		t.Log(body)
		holds(t, got.json, "country", want[0], "postalCode", want[1], "city", want[2], "state", want[3])
	}
	c.patchRecord("customers", "C00003", `{"country":"XX"}`).refused(t, 400, "Internal_InvalidTableRelation", "(XX)")
}

func TestCustomers_AddressInTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Setup: Setup{PageOrder: true}})
	for body, want := range map[string][4]string{
		`{"country":"AT","postalCode":"1000","city":"Linz","state":"OÖ"}`: {"AT", "1000", "", ""}, // cleared at country
		`{"country":"AT","postalCode":"1010","city":"Wien 1","state":""}`: {"AT", "1010", "Wien", "Wien"},
		`{"postalCode":"99999","city":"Bad Neu"}`:                         {"DE", "99999", "Bad Neu", "X"},
	} {
		c.germanPlace("C00003")
		t.Log(body)
		holds(t, c.patchRecord("customers", "C00003", body).ok(t).json, "country", want[0], "postalCode", want[1], "city", want[2], "state", want[3])
		c.patchRecord("customers", "C00003", `{"city":"Linz","state":"OÖ"}`).ok(t) // which clears nothing
		holds(t, c.record("customers", "C00003"), "country", want[0], "postalCode", want[1], "city", "Linz", "state", "OÖ")
	}
	kept := start(t, Config{Setup: Setup{KeepAddress: true}})
	kept.germanPlace("C00003")
	holds(t, kept.patchRecord("customers", "C00003", `{"country":"AT"}`).ok(t).json, "country", "AT", "city", "Altdorf", "postalCode", "00000")
}

func TestCustomers_CurrencyByIdAndCode(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	usd := c.id("currencies", "USD")
	holds(t, c.patchRecord("customers", "C00001", `{"currencyCode":"usd"}`).ok(t).json, "currencyCode", "USD", "currencyId", usd)
	c.patchRecord("customers", "C00001", `{"currencyCode":"EUR","currencyId":"`+usd+`"}`).refused(t, 400, "Application_DialogException", "The currency values do not match to a specific Currency.")
	c.patchRecord("customers", "C00001", `{"currencyId":"`+c.server.companies[0].id.String()+`"}`).refused(t, 400, "Application_DialogException", `The "currencyId" does not match to a Currency.`)
	holds(t, c.patchRecord("customers", "C00001", `{"currencyCode":"EUR","currencyId":"`+noGUID+`"}`).ok(t).json, "currencyCode", "EUR", "currencyId", noGUID)
	c.patchRecord("customers", "C00001", `{"currencyId":"`+usd+`"}`).ok(t)
	holds(t, c.patchRecord("customers", "C00001", `{"currencyCode":""}`).ok(t).json, "currencyCode", "EUR", "currencyId", noGUID)
}

func TestCustomers_StoreSomeValuesInAFormOfTheirOwn(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	area := c.record("customers", "C00001")["taxAreaId"].(string)
	got := c.patchRecord("customers", "C00001", `{"taxRegistrationNumber":"de 811","email":" a@b.de ","blocked":" ","paymentTermsId":"`+noGUID+`","taxAreaId":"`+noGUID+`","creditLimit":0.000004}`).ok(t)
	holds(t, got.json, "taxRegistrationNumber", "DE 811", "email", "a@b.de", "blocked", "_x0020_", "paymentTermsId", noGUID, "taxAreaId", area, "creditLimit", "0")
}

func TestCustomers_Refusals(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	for body, want := range map[string][2]string{
		`{"displayName":" "}`:            {"Application_DialogException", `The blank "displayName" is not allowed.`},
		`{"blocked":""}`:                 {"Application_EvaluateException", "option"},
		`{"email":"x"}`:                  {"Application_DialogException", `The email address "x" is not valid.`},
		`{"phoneNumber":"030 x12"}`:      {"Application_DialogException", "must not contain letters in Customer No.='C00001'"},
		`{"salespersonCode":"NOBODY"}`:   {"Internal_InvalidTableRelation", "NOBODY"},
		`{"balanceDue":1}`:               {"BadRequest_InvalidOperation", "Control 'balanceDue' is read-only."},
		`{"taxAreaDisplayName":"x"}`:     {"BadRequest_InvalidOperation", "read-only"},
		`{"city":"x","city":"y"}`:        {"BadRequest", "Multiple properties"},
		`{"creditLimit":1e15}`:           {"BadRequest", "Edm.Decimal"},
		`{"creditLimit":1e999999999999}`: {"BadRequest", "Edm.Decimal"},
	} {
		c.patchRecord("customers", "C00001", body).refused(t, 400, want[0], want[1])
	}
	ignoring := start(t, Config{Setup: Setup{IgnoreReadOnly: true}})
	holds(t, ignoring.patchRecord("customers", "C00001", `{"balanceDue":1,"city":"Ulm","id":"`+noGUID+`"}`).ok(t).json, "balanceDue", "0", "city", "Ulm")
}

func TestCustomers_AWriteMovesTheETagOfItsCompanyContact(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	firm, john := c.contact("COMP00013"), c.contact("CONT00123")
	c.patchRecord("customers", "C00013", `{"displayName":"Contoso AG"}`).ok(t)
	if now := c.contact("COMP00013"); now.ETag == firm.ETag || now.DisplayName != "Contoso AG" {
		t.Errorf("the company contact is %+v", now)
	}
	if now := c.contact("CONT00123"); now.ETag != john.ETag || now.CustomerName != "Contoso AG" {
		t.Errorf("the person is %+v", now)
	}
	handing := start(t, Config{Setup: Setup{CopyToPersons: true}})
	before := handing.contact("CONT00123")
	handing.patchRecord("customers", "C00013", `{"city":"Ulm"}`).ok(t)
	handing.patch("CONT00123", `{"lastName":"Smythe"}`, before.ETag).refused(t, 409, "Request_EntityChanged", "")
}

func TestRename_FollowsToWhateverRefersToIt(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	item, other := c.record("items", "10001"), c.record("items", "10002")
	c.patchRecord("itemCategories", "TISCH", `{"code":"tische"}`).ok(t)
	now := c.record("items", "10001")
	holds(t, now, "itemCategoryCode", "TISCHE", "itemCategoryId", fmt.Sprint(item["itemCategoryId"]))
	if now["@odata.etag"] == item["@odata.etag"] || c.record("items", "10002")["@odata.etag"] != other["@odata.etag"] {
		t.Error("not the eTags moved of those that refer to the renamed one, and no others")
	}
	c.patchRecord("countriesRegions", "DE", `{"code":"D"}`).ok(t)
	if n := len(c.get("/customers?$filter=country%20eq%20'DE'").values(t, "id")); n != 0 {
		t.Errorf("%d customers are in a country that was renamed", n)
	}
	id := c.id("items", "10003")
	holds(t, c.patchRecord("items", "10003", `{"number":"a-7"}`).ok(t).json, "number", "A-7", "id", id)
	if n := len(c.get("/items?$filter=number%20eq%20'10003'").values(t, "id")); n != 0 || c.id("items", "A-7") != id {
		t.Error("the old number still finds the item")
	}
	c.patchRecord("items", "A-7", `{"number":"10001"}`).refused(t, 400, "Internal_EntityWithSameKeyExists", "already exists")
	c.patchRecord("items", "A-7", `{"number":""}`).refused(t, 400, "Application_DialogException", "number")
	c.patchRecord("items", "A-7", `{"number":"a-7"}`).ok(t)
	if w := c.server.Writes(); len(w) != 4 {
		t.Errorf("%d writes are logged, want those of the client", len(w))
	}
}

func TestRename_MayBeRefusedByTheNumberSeries(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Setup: Setup{NoManualNumbers: true}})
	c.patchRecord("items", "10001", `{"number":"X"}`).refused(t, 400, "Application_DialogException", "You may not enter numbers manually.")
	c.patchRecord("items", "10001", `{"number":"10001","displayName":"x"}`).ok(t)
}

func TestItems_InventoryPostsAnEntry(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	entries := func() int { r, _ := c.server.Record("items", "10011"); return r.Entries }
	if entries() != 0 {
		t.Fatal("the item has entries")
	}
	c.patchRecord("items", "10011", `{"type":"Service","unitCost":5}`).ok(t)
	c.patchRecord("items", "10011", `{"inventory":5}`).refused(t, 400, "Application_DialogException", "Type must be equal to 'Inventory'")
	c.patchRecord("items", "10011", `{"inventoryPostingGroupCode":"ROHMAT"}`).refused(t, 400, "Application_DialogException", "Type must be equal to 'Inventory'")
	c.patchRecord("items", "10011", `{"inventoryPostingGroupId":"`+noGUID+`"}`).ok(t)
	c.patchRecord("items", "10011", `{"type":"Inventory","inventory":5,"inventoryPostingGroupCode":"ROHMAT"}`).ok(t)
	c.patchRecord("items", "10011", `{"inventory":5.0}`).ok(t)
	c.patchRecord("items", "10011", `{"inventory":2}`).ok(t)
	if n := entries(); n != 2 {
		t.Errorf("%d entries, want one a change", n)
	}
	for _, body := range []string{`{"type":"Service"}`, `{"unitCost":1}`, `{"baseUnitOfMeasureCode":"KG"}`} {
		c.patchRecord("items", "10011", body).refused(t, 400, "Application_DialogException", "ledger entries")
	}
	holds(t, c.patchRecord("items", "10014", `{"baseUnitOfMeasureCode":"kgm"}`).ok(t).json, "baseUnitOfMeasureCode", "KG")
}

func TestItems_PricesMayBeRounded(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Setup: Setup{RoundPrices: true}})
	holds(t, c.patchRecord("items", "10001", `{"unitPrice":1.005}`).ok(t).json, "unitPrice", "1.01")
}

func TestSnapshot_PutsBackWhatFollowsFromAWrite(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	operation := func(id, set, number, body string) part {
		r := c.record(set, number)
		return part{ID: id, Method: "PATCH", URL: c.inner("/" + set + "(" + r["id"].(string) + ")"), Body: []byte(body),
			Headers: map[string]string{"If-Match": r["@odata.etag"].(string), "Content-Type": "application/json"}}
	}
	item, firm := c.record("items", "10001"), c.contact("COMP00013")
	parts := []part{
		operation("category", "itemCategories", "TISCH", `{"code":"TISCHE"}`), operation("firm", "customers", "C00013", `{"displayName":"Contoso AG"}`),
		operation("wrong", "items", "10001", `{"type":"x"}`),
	}
	parts[2].Headers["If-Match"] = "*" // the rename has moved its eTag
	if f := c.batch(parts, snapshot()...).fates(t); f != "category:200 firm:200 wrong:400" {
		t.Fatalf("got %s", f)
	}
	if now := c.record("items", "10001"); now["@odata.etag"] != item["@odata.etag"] || now["itemCategoryCode"] != "TISCH" {
		t.Errorf("the item is %v", now)
	}
	if c.contact("COMP00013") != firm || c.contact("CONT00123").CustomerName != "Contoso Ltd." {
		t.Errorf("the company contact is %+v", c.contact("COMP00013"))
	}
	if f := c.batch(parts[:2], snapshot()...).fates(t); f != "category:200 firm:200" || c.server.Stats().Writes != 2 {
		t.Errorf("without a failure %s, %d writes", f, c.server.Stats().Writes)
	}
}
