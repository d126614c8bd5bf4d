//go:build odata

package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

// decimalsAsTexts is the setting by which the server writes decimals in quotes, with all
// places of their scale, as for IEEE754Compatible=true.
const decimalsAsTexts = "CDS_FEATURES_IEEE754COMPATIBLE=true"

// itemID is the id of the nth of the server's 150 items, categoryID of the nth of its five
// categories.
func itemID(n int) string     { return fmt.Sprintf("17e00000-ab00-4000-8000-%012d", n) }
func categoryID(n int) string { return fmt.Sprintf("ca7e0000-ab00-4000-8000-%012d", n) }

func itemPath(n int) string { return odataCompany + "/items(" + itemID(n) + ")" }

// odataItem is an item on the wire.
type odataItem struct {
	ETag     string `json:"@odata.etag"`
	ID       string `json:"id"`
	Number   string `json:"number"`
	Name     string `json:"displayName"`
	Type     scalar `json:"type"`
	Category scalar `json:"itemCategoryId"`
	Price    scalar `json:"unitPrice"`
	Cost     scalar `json:"unitCost"`
	Tax      scalar `json:"priceIncludesTax"`
	Blocked  scalar `json:"blocked"`
	Days     scalar `json:"leadTimeDays"`
	Launch   scalar `json:"launchDate"`
	Counted  scalar `json:"lastCountedDateTime"`
	Promoted scalar `json:"promotedDateTime"`
}

// scalar is the text of a value, whether it is in quotes or not; null is null.
type scalar string

func (s *scalar) UnmarshalJSON(raw []byte) error {
	*s = scalar(strings.Trim(string(raw), `"`))
	return nil
}

// plain returns the item without its eTag, and its decimals without needless zeros.
func (i odataItem) plain() odataItem {
	i.ETag = ""
	for _, decimal := range []*scalar{&i.Price, &i.Cost} {
		if strings.Contains(string(*decimal), ".") {
			*decimal = scalar(strings.TrimRight(strings.TrimRight(string(*decimal), "0"), "."))
		}
	}
	return i
}

// item is the nth item, as it is on the wire.
func (o *odata) item(t *testing.T, n int) odataItem {
	t.Helper()
	var i odataItem
	if _, err := o.ask(http.MethodGet, itemPath(n), "", "", &i); err != nil {
		t.Fatal(err)
	}
	return i
}

// describedItems are the fields of items by $metadata. CAP writes an enumeration as a text
// with annotations for people's choice, and never an EnumType.
func describedItems() []entity.Field {
	return []entity.Field{
		{Name: "id", Type: entity.GUID, ReadOnly: "is the key of the record and can't be set"},
		{Name: "company_id", Type: entity.GUID, Set: "companies"},
		{Name: "number", Length: 20},
		{Name: "displayName", Length: 100},
		{Name: "type", Length: 20},
		{Name: "itemCategoryId", Type: entity.GUID, Set: "itemCategories"},
		{Name: "unitPrice", Type: entity.Number},
		{Name: "unitCost", Type: entity.Number},
		{Name: "priceIncludesTax", Type: entity.Boolean},
		{Name: "blocked", Type: entity.Boolean},
		{Name: "leadTimeDays", Type: entity.Integer, Bits: 32},
		{Name: "launchDate", Type: entity.Date},
		{Name: "lastCountedDateTime", Type: entity.DateTime},
		{Name: "promotedDateTime", Type: entity.DateTime},
		{Name: "version", Type: entity.GUID},
	}
}

// TestOData_MetadataDescribesItems reads another author's $metadata.
func TestOData_MetadataDescribesItems(t *testing.T) {
	t.Parallel()
	o := startOData(t)
	resp, err := http.Get(o.service + "/$metadata")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	d, err := metadata.Parse(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	e, err := d.Entity("items")
	if err != nil {
		t.Fatal(err)
	}
	if e.Set != "items" || e.Key != "id" {
		t.Errorf("the set %s has the key %s", e.Set, e.Key)
	}
	want := describedItems()
	for i, f := range e.Fields {
		if i >= len(want) || !reflect.DeepEqual(f, want[i]) {
			t.Errorf("field %d is %+v", i+1, f)
		}
	}
	if len(e.Fields) != len(want) {
		t.Errorf("%d fields are described, want %d", len(e.Fields), len(want))
	}
	if s, err := d.Set("items"); err != nil || s.Root || s.Updatable == metadata.Refused {
		t.Errorf("the set is %+v, %v", s, err)
	}
	if _, err := d.Entity("itemCategories"); err != nil {
		t.Error(err)
	}
}

// typedBody is an update of every type.
const typedBody = `{"unitPrice":1234.5,"unitCost":0.1,"priceIncludesTax":true,"blocked":true,"leadTimeDays":-3,"launchDate":"2026-11-27",` +
	`"lastCountedDateTime":"2026-11-27T10:00:00Z","promotedDateTime":"2026-11-27T10:00:00.25Z","type":"Non-Inventory","itemCategoryId":"ca7e0000-ab00-4000-8000-000000000005"}`

// typedItem returns the item as typedBody leaves it.
func typedItem(i odataItem) odataItem {
	i.Price, i.Cost, i.Tax, i.Blocked, i.Days = "1234.5", "0.1", "true", "true", "-3"
	i.Launch, i.Counted, i.Promoted = "2026-11-27", "2026-11-27T10:00:00Z", "2026-11-27T10:00:00.250Z"
	i.Type, i.Category = "Non-Inventory", scalar(categoryID(5))
	return i.plain()
}

// TestOData_ItemsTakeValuesOfEveryType writes alone and in a batch, from values and from
// nothing, where decimals come back as numbers and where they are texts.
func TestOData_ItemsTakeValuesOfEveryType(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][]string{"decimals are numbers": nil, "decimals are texts": {decimalsAsTexts}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOData(t, settings...)
			price := map[bool]string{false: `"unitPrice":1.5,`, true: `"unitPrice":"1.50000",`}[settings != nil]
			var raw json.RawMessage
			if _, err := o.ask(http.MethodGet, itemPath(1), "", "", &raw); err != nil || !strings.Contains(string(raw), price) {
				t.Errorf("the item is %s, %v", raw, err)
			}
			for _, n := range []int{1, 10} { // the tenth has nothing but texts
				before := o.item(t, n)
				var answer odataItem
				if _, err := o.ask(http.MethodPatch, itemPath(n), before.ETag, typedBody, &answer); err != nil {
					t.Fatal(err)
				}
				if want := typedItem(before); answer.plain() != want || answer.ETag == before.ETag || o.item(t, n) != answer {
					t.Errorf("item %d is answered as %+v, want %+v", n, answer, want)
				}
			}
			o.checkTypedBatch(t)
		})
	}
}

// checkTypedBatch writes two items in one batch, one of them with an eTag of old.
func (o *odata) checkTypedBatch(t *testing.T) {
	t.Helper()
	before, untouched := o.item(t, 2), o.item(t, 3)
	operation := func(n int, eTag string) string {
		return fmt.Sprintf(`{"id":"%d","method":"PATCH","url":%q,"headers":{"content-type":"application/json","if-match":%q},"body":%s}`, n, itemPath(n), eTag, typedBody)
	}
	var answer struct {
		Responses []struct {
			ID     string
			Status int
			Body   odataItem
		}
	}
	body := `{"requests":[` + operation(2, before.ETag) + `,` + operation(3, before.ETag) + `]}`
	if _, err := o.ask(http.MethodPost, "$batch", "", body, &answer); err != nil || len(answer.Responses) != 2 {
		t.Fatalf("the batch is answered by %+v, %v", answer, err)
	}
	first, second := answer.Responses[0], answer.Responses[1]
	if want := typedItem(before); first.Status != http.StatusOK || first.Body.plain() != want || o.item(t, 2) != first.Body {
		t.Errorf("the batch leaves %+v with %d, want %+v", first.Body, first.Status, want)
	}
	if second.Status != http.StatusPreconditionFailed || o.item(t, 3) != untouched {
		t.Errorf("an eTag of old is answered by %d", second.Status)
	}
}

// TestOData_ItemsDifferFromBusinessCentral shows what values this server takes and leaves,
// which has nulls, binary numbers, and dates as texts.
func TestOData_ItemsDifferFromBusinessCentral(t *testing.T) {
	t.Parallel()
	o := startOData(t)
	nothing := o.item(t, 10).plain()
	if want := (odataItem{ID: itemID(10), Number: "ITEM00010", Name: "Item 10", Type: "null", Category: "null", Price: "null", Cost: "null", Tax: "null",
		Blocked: "null", Days: "null", Launch: "null", Counted: "null", Promoted: "null"}); nothing != want {
		t.Errorf("item 10 is %+v, want %+v", nothing, want)
	}
	for _, tt := range []struct {
		what, body string
		status     int
		stored     string // in the answer
	}{
		{"an enumeration is a text of few", `{"type":"Lager"}`, 400, "ASSERT_ENUM"},
		{"the blank is no member", `{"type":""}`, 400, "ASSERT_ENUM"},
		{"too many places are refused", `{"unitPrice":0.123456}`, 400, "ASSERT_DATA_TYPE"},
		{"a text is no truth value", `{"blocked":"yes"}`, 400, "ASSERT_DATA_TYPE"},
		{"a day need not be in the calendar", `{"launchDate":"2026-02-30"}`, 200, `"launchDate":"2026-02-30",`},
		{"a decimal may be a text", `{"unitPrice":"12.50"}`, 200, `"unitPrice":12.5,`},
		{"digits beyond a binary number's are lost", `{"unitCost":0.1234567890123456789}`, 200, `"unitCost":0.12345678901234568,`},
		{"a time may be cut", `{"lastCountedDateTime":"2026-11-27T11:00:00.9+01:00"}`, 200, `"lastCountedDateTime":"2026-11-27T10:00:00Z",`},
		{"the empty date is a date", `{"launchDate":"0001-01-01"}`, 200, `"launchDate":"0001-01-01",`},
		{"the empty reference is one", `{"itemCategoryId":"00000000-0000-0000-0000-000000000000"}`, 200, `"itemCategoryId":"00000000-0000-0000-0000-000000000000",`},
	} {
		var raw json.RawMessage
		status, err := o.ask(http.MethodPatch, itemPath(1), o.item(t, 1).ETag, tt.body, &raw)
		if status != tt.status || !strings.Contains(fmt.Sprintf("%s %v", raw, err), tt.stored) {
			t.Errorf("%s: %d %s (%v), want %d with %s", tt.what, status, raw, err, tt.status, tt.stored)
		}
	}

	// Both companies have the same numbers and codes; texts are compared by case.
	for path, want := range map[string]int{
		"items?$filter=number%20eq%20'ITEM00001'":                    2,
		odataCompany + "/items?$filter=number%20eq%20'ITEM00001'":    1,
		odataCompany + "/items?$filter=number%20eq%20'item00001'":    0,
		odataCompany + "/itemCategories?$filter=code%20eq%20'LAMP'":  1,
		"itemCategories?$filter=code%20eq%20'LAMP'":                  2,
		odataCompany + "/items?$filter=unitPrice%20eq%202.5":         1,
		odataCompany + "/items?$filter=launchDate%20eq%200001-01-01": 1,
		odataCompany + "/items?$filter=blocked%20eq%20true":          0,
	} {
		var page struct{ Value []odataItem }
		if _, err := o.ask(http.MethodGet, path, "", "", &page); err != nil || len(page.Value) != want {
			t.Errorf("%s finds %d (%v), want %d", path, len(page.Value), err, want)
		}
	}
}
