package sandbox

import (
	"encoding/xml"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer/sandbox/statefile"
)

// record reads one record of a set by its number or code.
func (c *caller) record(set, number string) map[string]any {
	c.t.Helper()
	field := "code"
	if set == "items" || set == "customers" {
		field = "number"
	}
	list, _ := c.get("/" + set + "?$filter=" + field + "%20eq%20'" + number + "'").ok(c.t).json["value"].([]any)
	if len(list) != 1 {
		c.t.Fatalf("%d records of %s are %s", len(list), set, number)
	}
	return list[0].(map[string]any)
}

// patchRecord patches one record of a set on its present eTag.
func (c *caller) patchRecord(set, number, body string) reply {
	c.t.Helper()
	r := c.record(set, number)
	return c.do("PATCH", c.root+"/"+set+"("+r["id"].(string)+")", body, "If-Match", r["@odata.etag"].(string), "Content-Type", "application/json")
}

// id returns the id of a record.
func (c *caller) id(set, number string) string { return c.record(set, number)["id"].(string) }

const noGUID = "00000000-0000-0000-0000-000000000000"

func TestItems_ReadWithTheirTypes(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.get("/items(" + c.id("items", "10001") + ")").ok(t)
	for _, want := range []string{
		`"number":"10001"`, `"displayName":"Schreibtisch Eiche"`, `"type":"Inventory"`, `"itemCategoryCode":"TISCH"`, `"blocked":false`,
		`"itemCategoryId":"` + c.id("itemCategories", "TISCH") + `"`, `"baseUnitOfMeasureCode":"STK"`, `"unitPrice":`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%s is not in %s", want, got.body)
		}
	}
	if r := c.record("items", "10010"); r["itemCategoryId"] != noGUID || r["itemCategoryCode"] != "" {
		t.Errorf("an empty reference is %v %q", r["itemCategoryId"], r["itemCategoryCode"])
	}
	if r := c.record("items", "10013"); r["type"] != "Non_x002D_Inventory" {
		t.Errorf("type %v", r["type"])
	}
	if body := c.get("/items(" + c.id("items", "10030") + ")").body; !strings.Contains(body, `"unitPrice":0.12345,`) {
		t.Errorf("an exact price is in %s", body)
	}
	if list := c.get("/items?$select=number").ok(t).json["value"].([]any); len(list) != 1000 || len(list[0].(map[string]any)) != 2 {
		t.Errorf("%d items, the first is %v", len(list), list[0])
	}
}

func TestItems_PagesFollowOneAnother(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Items: 25})
	seen := 0
	for next := c.root + "/items"; next != ""; {
		page := c.do("GET", next, "", "Prefer", "odata.maxpagesize=10").ok(t)
		seen += len(page.values(t, "number"))
		next, _ = page.json["@odata.nextLink"].(string)
	}
	if seen != 25 {
		t.Errorf("%d items on the pages", seen)
	}
}

func TestItems_FilterByType(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	for filter, want := range map[string]int{
		"number eq '10001' or number eq '10002'":              2,
		"blocked eq true":                                     10,
		"unitPrice eq 0.12345":                                10,
		"unitPrice eq 0.123450":                               10,
		"type eq 'Non_x002D_Inventory'":                       55,
		"itemCategoryId eq " + c.id("itemCategories", "BÜRO"): 110,
		"blocked eq true and displayName eq 'none'":           0,
		"number le '10010' and number gt '10002'":             8,
		"unitPrice lt 0.2 and unitPrice gt 0.1":               10, // as numbers
		"unitPrice ne 0.12345":                                990,
		"startswith(number,'1000')":                           9,
	} {
		got := c.get("/items?$filter=" + strings.ReplaceAll(filter, " ", "%20"))
		if n := len(got.values(t, "number")); n != want {
			t.Errorf("%s: %d items, want %d", filter, n, want)
		}
	}
	c.get("/items?$filter=inventory%20eq%201").refused(t, 400, "BadRequest", "$filter")
	c.get("/items?$filter=unitPrice%20eq%20'1'").refused(t, 400, "BadRequest", "Edm.Decimal")
	c.get("/items?$filter=blocked%20eq%20''").refused(t, 400, "BadRequest", "incompatible")
}

func TestItems_PatchStoresTypedValues(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	got := c.patchRecord("items", "10002", `{"unitPrice":1234.5678915,"blocked":true,"itemCategoryCode":"tisch","type":"Non-Inventory","gtin":" 4012345 "}`).ok(t)
	for _, want := range []string{`"unitPrice":1234.56789,`, `"blocked":true`, `"itemCategoryCode":"TISCH"`, `"type":"Non_x002D_Inventory"`, `"gtin":"4012345"`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%s is not in %s", want, got.body)
		}
	}
	if now := c.record("items", "10002"); now["@odata.etag"] != got.json["@odata.etag"] || now["itemCategoryId"] != c.id("itemCategories", "TISCH") {
		t.Errorf("read again: %v", now)
	}
	w := c.server.Writes()
	if len(w) != 1 || w[0].Set != "items" || w[0].Number != "10002" || w[0].ETagAfter != got.json["@odata.etag"] || c.server.Stats().Writes != 1 {
		t.Fatalf("writes %+v", w)
	}
	if i := slices.IndexFunc(w[0].Fields, func(f Change) bool { return f.Field == "unitPrice" }); i < 0 || w[0].Fields[i].After != "1234.56789" {
		t.Errorf("fields %+v", w[0].Fields)
	}
}

func TestItems_PatchRefusals(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	for body, want := range map[string][2]string{
		`{"type":"Wombat"}`:           {"Application_EvaluateException", "Wombat"},
		`{"unitPrice":"12.5"}`:        {"BadRequest", "Edm.Decimal"},
		`{"unitPrice":-1}`:            {"Application_FieldValidationException", "greater than or equal to 0"},
		`{"blocked":"true"}`:          {"BadRequest", "Edm.Boolean"},
		`{"unitPrice":null}`:          {"BadRequest_RequiredParamNotProvided", "unitPrice"},
		`{"wombat":1}`:                {"BadRequest", "does not exist"},
		`{"itemCategoryCode":"NONE"}`: {"Application_DialogException", `The "itemCategoryCode" does not match to a Item Category.`},
		`{"itemCategoryId":"` + c.server.companies[0].id.String() + `"}`: {"Application_DialogException", `The "itemCategoryId" does not match`},
		`{"itemCategoryId":"7"}`:                                                                  {"Application_InvalidGUID", "7"},
		`{"lastModifiedDateTime":"2026-01-01T00:00:00Z"}`:                                         {"BadRequest_InvalidOperation", "read-only"},
		`{"displayName":"` + strings.Repeat("x", 101) + `"}`:                                      {"Application_StringExceededLength", "101"},
		`{"itemCategoryCode":"TISCH","itemCategoryId":"` + c.id("itemCategories", "STUHL") + `"}`: {"Application_DialogException", "The itemCategory values do not match to a specific Item Category."},
	} {
		before := c.record("items", "10002")["@odata.etag"]
		c.patchRecord("items", "10002", body).refused(t, 400, want[0], want[1])
		if c.record("items", "10002")["@odata.etag"] != before {
			t.Errorf("%s moved the eTag", body)
		}
	}
	ok := `{"itemCategoryCode":"STUHL","itemCategoryId":"` + c.id("itemCategories", "STUHL") + `"}`
	c.patchRecord("items", "10002", ok).ok(t)
	c.patchRecord("items", "10002", `{"itemCategoryId":"`+noGUID+`"}`).ok(t)
	if r := c.record("items", "10002"); r["itemCategoryCode"] != "" {
		t.Errorf("a cleared reference has code %v", r["itemCategoryCode"])
	}
}

func TestItems_IfMatchIsRequiredAsForContacts(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	r := c.record("items", "10001")
	url := c.root + "/items(" + r["id"].(string) + ")"
	patch := func(eTag string) reply {
		return c.do("PATCH", url, `{"displayName":"x"}`, "If-Match", eTag, "Content-Type", "application/json")
	}
	patch("x").refused(t, 400, "BadRequest_InvalidToken", "token")
	patch(r["@odata.etag"].(string)).ok(t)
	patch(r["@odata.etag"].(string)).refused(t, 409, "Request_EntityChanged", "Another user")
	patch("*").ok(t)
	c.do("PATCH", c.root+"/items("+noGUID+")", "{}", "If-Match", "*", "Content-Type", "application/json").refused(t, 404, "BadRequest_ResourceNotFound", "items")
	c.do("POST", c.root+"/items", "{}").refused(t, 405, "BadRequest_MethodNotAllowed", "items")
	c.patchRecord("inventoryPostingGroups", "HANDEL", "{}").refused(t, 405, "BadRequest_MethodNotAllowed", "inventoryPostingGroups")
}

func TestItems_SurviveARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	old, err := statefile.Open(path, statefile.Head{Sandbox: 1, Seed: 0, Contacts: 1000}, func(statefile.Write) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	_ = old.Append(statefile.Write{Index: 0, Version: 1, At: seedTime(), Set: map[string]string{"email": "a@b.de"}}) // as before there were items
	_ = old.Close()
	c := start(t, Config{StateFile: path})
	want := c.patchRecord("items", "10002", `{"unitPrice":1.5,"itemCategoryCode":"KABEL"}`).ok(t)
	c.patchRecord("items", "10003", `{"number":"A-7","inventory":3}`).ok(t)
	c.patchRecord("itemCategories", "KABEL", `{"code":"CABLE"}`).ok(t)
	c.patchRecord("customers", "C00013", `{"displayName":"Contoso AG"}`).ok(t)
	c.warehouse().patchBin("W-01-001", `{"lastCounted":"2026-02-28"}`).ok(t)
	renamed, firm := c.record("items", "10002"), c.contact("COMP00013")
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}
	c = start(t, Config{StateFile: path})
	got := c.record("items", "10002")
	if got["@odata.etag"] != renamed["@odata.etag"] || got["@odata.etag"] == want.json["@odata.etag"] || got["unitPrice"] != 1.5 || got["itemCategoryCode"] != "CABLE" {
		t.Errorf("after a restart: %v", got)
	}
	if item, found := c.server.Record("items", "A-7"); !found || item.Entries != 1 || item.Values["inventory"] != "3" {
		t.Errorf("the renamed item: %+v", item)
	}
	if now := c.contact("COMP00013"); now.DisplayName != "Contoso AG" || now.ETag != firm.ETag || c.contact("CONT00123").CustomerName != "Contoso AG" {
		t.Errorf("the customer's contacts: %+v", now)
	}
	if c.warehouse().bin("W-01-001")["lastCounted"] != "2026-02-28" {
		t.Error("the write of the custom set is lost")
	}
	if c.contact("CONT00001").Email != "a@b.de" {
		t.Error("the older write of a contact is lost")
	}
}

func TestItems_SnapshotKeepsAllOrNothing(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	one := c.record("items", "10001")
	operation := func(id, body string) part {
		r := c.record("items", id)
		return part{ID: id, Method: "PATCH", URL: c.inner("/items(" + r["id"].(string) + ")"), Body: []byte(body),
			Headers: map[string]string{"If-Match": r["@odata.etag"].(string), "Content-Type": "application/json"}}
	}
	got := c.batch([]part{operation("10001", `{"displayName":"x"}`), operation("10002", `{"type":"x"}`)}, snapshot()...)
	if f := got.fates(t); f != "10001:200 10002:400" {
		t.Fatalf("got %s", f)
	}
	if now := c.record("items", "10001"); now["displayName"] != one["displayName"] || now["@odata.etag"] != one["@odata.etag"] || len(c.server.Writes()) != 0 {
		t.Errorf("something was kept: %v", now)
	}
	promised := got.answers(t)[0].field("@odata.etag")
	got = c.batch([]part{operation("10001", `{"displayName":"x"}`), operation("10002", `{"displayName":"y"}`)})
	if got.answers(t)[0].field("@odata.etag") == promised {
		t.Error("the eTag of a write put back was given out again")
	}
	if f := got.fates(t); f != "10001:200 10002:200" || c.server.Stats().Writes != 2 {
		t.Errorf("got %s", f)
	}
}

func TestItems_FaultsOccur(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Intercept: Nth(1, http.MethodPatch, "/items(", Fault{Kind: Locked})})
	c.patchRecord("items", "10001", `{"displayName":"x"}`).refused(t, 409, "Internal_ServerError", "table 'Item'")
	other := start(t, Config{Faults: Faults{Chance: map[FaultKind]float64{OtherUser: 1}}})
	other.patchRecord("items", "10001", `{"displayName":"x"}`).refused(t, 409, "Request_EntityChanged", "")
	if n := other.server.Stats().Faults[OtherUser]; n != 1 {
		t.Errorf("%d edits of others", n)
	}
}

func TestMetadata_TellsTypesOfItems(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	body := c.do("GET", c.api+"/$metadata", "").ok(t).body
	for _, want := range []string{
		`<NavigationProperty Name="items" Type="Collection(Microsoft.NAV.item)" ContainsTarget="true" />`,
		`<EntitySet Name="items" EntityType="Microsoft.NAV.item">`,
		`<Property Name="number" Type="Edm.String" Nullable="false" MaxLength="20" />`,
		`<Property Name="unitPrice" Type="Edm.Decimal" Scale="Variable" />`,
		`<Property Name="type" Type="Microsoft.NAV.itemType" />`,
		`<Member Name="Non_x002D_Inventory" Value="2" />`,
		`<ReferentialConstraint Property="itemCategoryId" ReferencedProperty="id" />`,
		`<NavigationProperty Name="baseUnitOfMeasure" Type="Microsoft.NAV.unitOfMeasure">`,
		`<PropertyValue Property="Updatable" Bool="false" />`,
		`<Annotations Target="Microsoft.NAV.account/consolidationTranslationMethod">`, `<Annotation Term="Org.OData.Core.V1.IsLanguageDependent" Bool="true" />`,
		`<Property Name="taxRegistrationNumber" Type="Edm.String" />`, `<Property Name="dueDateCalculation" Type="Edm.String" />`,
		`<NavigationProperty Name="paymentTerm" Type="Microsoft.NAV.paymentTerm">`, `<Property Name="displayName" Type="Edm.String" Nullable="false" MaxLength="100" />`,
		`<Member Name="_x0020_" Value="0" />`, `<PropertyRef Name="customerNumber" />`, `Type="Edm.Stream"`,
		`<EntitySet Name="entityDefinitions" EntityType="Microsoft.NAV.entityMetadata" />`, `<ComplexType Name="captionMetadata">`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("$metadata lacks %s", want)
		}
	}
	if strings.Contains(body, `<NavigationProperty Name="entityDefinitions"`) {
		t.Error("entityDefinitions are below a company")
	}
	var document struct{}
	if err := xml.Unmarshal([]byte(body), &document); err != nil {
		t.Error(err)
	}
}

func TestParseSetup_KnowsEverySwitch(t *testing.T) {
	t.Parallel()
	all := Setup{PageOrder: true, IgnoreReadOnly: true, NoManualNumbers: true, RoundPrices: true, KeepAddress: true, CopyToPersons: true}
	if got, err := ParseSetup("page-order, ignore-read-only,no-manual-numbers,round-prices,keep-address,copy-to-persons"); err != nil || got != all {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := ParseSetup("page-order,wombat"); err == nil || !strings.Contains(err.Error(), "wombat") {
		t.Errorf("got %v", err)
	}
	if _, err := New(Config{Items: -1}); err == nil {
		t.Error("-1 items are taken")
	}
}

func TestRecord_ShowsAndEditsWithoutRules(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	before, found := c.server.Record("items", "10001")
	if !found || before.Values["itemCategoryCode"] != "TISCH" || before.Number != "10001" || len(c.server.Records("items")) != 1000 {
		t.Fatalf("got %+v", before)
	}
	if err := c.server.EditRecord("items", before.ID, "unitPrice", "-7"); err != nil {
		t.Fatal(err)
	}
	after, _ := c.server.Record("items", "10001")
	if w := c.server.Writes(); after.Values["unitPrice"] != "-7" || after.ETag == before.ETag || len(w) != 1 || w[0].By != OtherUserName || w[0].Fields[0].After != "-7" {
		t.Errorf("after the edit %+v, writes %+v", after, w)
	}
	for _, unknown := range [][3]string{{"wombats", "1", "x"}, {"items", "1", "displayName"}, {"items", "10001", "wombat"}} {
		if err := c.server.EditRecord(unknown[0], unknown[1], unknown[2], "x"); err == nil {
			t.Errorf("%v was edited", unknown)
		}
	}
}

func TestItems_ALaggingReplicaShowsThemAsTheyWere(t *testing.T) {
	t.Parallel()
	c := start(t, Config{ReplicaLag: time.Hour})
	url := c.root + "/items(" + c.id("items", "10001") + ")"
	c.patchRecord("items", "10001", `{"displayName":"x"}`).ok(t)
	if stale := c.do("GET", url, "").ok(t); stale.json["displayName"] == "x" {
		t.Error("the replica shows a young write")
	}
	if fresh := c.do("GET", url, "", "Data-Access-Intent", "ReadWrite").ok(t); fresh.json["displayName"] != "x" {
		t.Error("a read with intent does not show a write")
	}
}
