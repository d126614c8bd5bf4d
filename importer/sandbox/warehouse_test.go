package sandbox

import (
	"slices"
	"strings"
	"testing"
)

// warehouse returns a caller of the custom API.
func (c *caller) warehouse() *caller {
	custom := *c
	custom.api = c.host + "/v2.0/sandbox/api/contoso/warehouse/v1.0"
	custom.root = custom.api + strings.TrimPrefix(c.root, c.api)
	return &custom
}

// bin reads one record of binContents.
func (c *caller) bin(code string) map[string]any {
	c.t.Helper()
	list := c.get("/binContents?$filter=code%20eq%20'" + code + "'").ok(c.t).json["value"].([]any)
	return list[0].(map[string]any)
}

func (c *caller) patchBin(code, body string) reply {
	c.t.Helper()
	r := c.bin(code)
	return c.do("PATCH", c.root+"/binContents("+r["systemId"].(string)+")", body, "If-Match", r["@odata.etag"].(string), "Content-Type", "application/json")
}

func TestCustomAPI_HasARootOfItsOwn(t *testing.T) {
	t.Parallel()
	v2 := start(t, Config{})
	c := v2.warehouse()
	if n := len(c.get("/binContents").values(t, "systemId")); n != 200 {
		t.Errorf("%d bins", n)
	}
	body := c.do("GET", c.api+"/$metadata", "").ok(t).body
	for _, want := range []string{
		`<PropertyRef Name="systemId" />`, `<Property Name="systemId" Type="Edm.Guid" Nullable="false" />`, `<Property Name="lastCounted" Type="Edm.Date" />`,
		`<Property Name="sortOrder" Type="Edm.Int32" />`, `<Property Name="countedAt" Type="Edm.DateTimeOffset" />`,
		`<EntitySet Name="companies"`, `<EntitySet Name="binContents"`, `<Member Name="Count_x002F_Check" Value="3" />`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("$metadata lacks %s", want)
		}
	}
	if strings.Contains(body, "customerContacts") || strings.Contains(v2.do("GET", v2.api+"/$metadata", "").ok(t).body, "binContents") {
		t.Error("$metadata of one root tells of the other")
	}
	for _, unknown := range []string{"/items", "/customerContacts"} {
		if got := c.get(unknown); got.status != 404 {
			t.Errorf("%s is answered by %d", unknown, got.status)
		}
	}
	if got := v2.get("/binContents"); got.status != 404 {
		t.Errorf("api/v2.0 has the set of the custom API: %d", got.status)
	}
	if other := c.do("GET", c.host+"/v2.0/sandbox/api/contoso/other/v1.0/companies", ""); other.status != 404 || other.body != "" {
		t.Errorf("another API is answered by %d %s", other.status, other.body)
	}
	if names := c.do("GET", c.api+"/companies", "").values(t, "name"); !slices.Equal(names, []string{DefaultCompany}) {
		t.Errorf("companies %v", names)
	}
}

func TestCustomAPI_WritesEveryType(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true}).warehouse()
	got := c.patchBin("W-01-001", `{"description":"x","quantity":-12.50,"sortOrder":7,"fixed":false,"lastCounted":"2026-02-28","countedAt":"2026-02-28T10:00:00.5+01:00","status":"On Hold","itemNumber":"a1"}`).ok(t)
	holds(t, got.json, "quantity", "-12.5", "sortOrder", "7", "fixed", "false", "lastCounted", "2026-02-28", "countedAt", "2026-02-28T09:00:00.5Z", "status", "On_x0020_Hold", "itemNumber", "A1")
	holds(t, c.bin("W-01-007"), "lastCounted", "0001-01-01", "countedAt", "0001-01-01T00:00:00Z")
	holds(t, c.patchBin("W-01-001", `{"lastCounted":"0001-01-01","status":"_x0020_"}`).ok(t).json, "lastCounted", "0001-01-01", "status", "_x0020_")
	if w := c.server.Writes(); len(w) != 2 || w[0].Set != "contoso/warehouse/v1.0/binContents" {
		t.Errorf("writes %+v", w)
	}
	for body, want := range map[string][2]string{
		`{"lastCounted":"28.02.2026"}`:  {"BadRequest", "Unable to convert value to Date"},
		`{"lastCounted":""}`:            {"BadRequest", "Unable to convert value to Date"},
		`{"lastCounted":"2026-02-30"}`:  {"BadRequest", "Unable to convert value to Date"},
		`{"countedAt":"2026-02-28"}`:    {"BadRequest", "Unable to convert value to DateTime"},
		`{"sortOrder":1.5}`:             {"BadRequest", "Edm.Int32"},
		`{"sortOrder":3000000000}`:      {"BadRequest", "Edm.Int32"},
		`{"systemId":"` + noGUID + `"}`: {"BadRequest_InvalidOperation", "read-only"},
	} {
		c.patchBin("W-01-001", body).refused(t, 400, want[0], want[1])
	}
	if n := len(c.get("/binContents?$filter=lastCounted%20eq%200001-01-01").values(t, "code")); n != 21 {
		t.Errorf("%d bins were never counted", n)
	}
}

func TestCustomAPI_HasABatchOfItsOwn(t *testing.T) {
	t.Parallel()
	c := start(t, Config{}).warehouse()
	r := c.bin("W-01-001")
	write := part{ID: "1", Method: "PATCH", URL: c.inner("/binContents(" + r["systemId"].(string) + ")"), Body: []byte(`{"quantity":1}`),
		Headers: map[string]string{"If-Match": r["@odata.etag"].(string), "Content-Type": "application/json"}}
	read := part{ID: "2", Method: "GET", URL: c.inner("/items")}
	if f := c.batch([]part{write, read}, goOn()...).fates(t); f != "1:200 2:404" {
		t.Errorf("got %s", f)
	}
}

func TestDefinitions_HaveCaptionsInThreeLanguages(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.do("GET", c.api+"/entityDefinitions?$filter=entityName%20eq%20'item'", "").ok(t)
	if sets := got.values(t, "entitySetName"); !slices.Equal(sets, []string{"items"}) || strings.Contains(got.body, "@odata.etag") {
		t.Errorf("got %s", got.body)
	}
	for _, want := range []string{
		`"entityCaptions":[{"languageCode":1033,"caption":"Item"},{"languageCode":1031,"caption":"Artikel"},{"languageCode":1030,"caption":"Vare"}]`,
		`{"name":"unitPrice","captions":[{"languageCode":1033,"caption":"Unit Price"},{"languageCode":1031,"caption":"VK-Preis"},`, `"enumMembers":[]`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%s is not in %s", want, got.body)
		}
	}
	enum := c.do("GET", c.api+"/entityDefinitions?$filter=entityName%20eq%20'itemType'", "").ok(t).body
	if want := `{"name":"Non_x002D_Inventory","value":2,"captions":[{"languageCode":1033,"caption":"Non-Inventory"},{"languageCode":1031,"caption":"Nicht lagerhaltig"},`; !strings.Contains(enum, want) {
		t.Errorf("%s is not in %s", want, enum)
	}
	c.do("GET", c.api+"/entityDefinitions?$filter=entitySetName%20eq%20'items'", "").refused(t, 400, "BadRequest", "$filter")
	if all := c.do("GET", c.api+"/entityDefinitions", "").values(t, "entityName"); !slices.Contains(all, "customer") || !slices.Contains(all, "customerBlocked") || slices.Contains(all, "binContent") {
		t.Errorf("all definitions: %v", all)
	}
	custom := c.warehouse()
	if n := len(custom.do("GET", custom.api+"/entityDefinitions?$filter=entityName%20eq%20'binContent'", "").values(t, "entityName")); n != 1 {
		t.Errorf("%d definitions of the custom set", n)
	}
	if body := c.do("GET", c.api+"/entityDefinitions?$filter=entityName%20eq%20'customerContact'", "").ok(t).body; !strings.Contains(body, `{"languageCode":1031,"caption":"Vorname"}`) {
		t.Errorf("customerContact: %s", body)
	}
	none := start(t, Config{NoDefinitions: true})
	none.do("GET", none.api+"/entityDefinitions", "").refused(t, 404, "BadRequest_ResourceNotFound", "entityDefinitions")
}

func TestRoutes_TellOfTheCustomAPI(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	if got := c.do("GET", c.api+"/apicategoryroutes", "").values(t, "route"); !slices.Equal(got, []string{"v2.0", "contoso/warehouse/v1.0"}) {
		t.Errorf("routes %v", got)
	}
}
