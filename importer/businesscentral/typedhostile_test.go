package businesscentral

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral/schema"
)

// itemsClient is connected to a server of the test's own, for items.
func itemsClient(t *testing.T, handler http.HandlerFunc, batch int) *Client {
	t.Helper()
	c := connected(t, handler, func(c *Config) { c.Set, c.Batch = "items", batch })
	items := schema.Assumed("items")
	items.Key = importer.KeyGUID
	c.take(items)
	return c
}

// anItem is a record with one member more.
func anItem(member string) string {
	return fmt.Sprintf(`{"@odata.etag":%q,"id":%q,"number":"1000","displayName":"Tisch",%s}`, aTag, anID, member)
}

// TestHostile_AnAnswerOfWrongTypesIsNoSuccess: the write may have been done, and what it
// left is not known.
func TestHostile_AnAnswerOfWrongTypesIsNoSuccess(t *testing.T) {
	t.Parallel()
	price := importer.Intent{ID: anID, ETag: aTag, Changes: []importer.Change{{Field: "unitPrice", After: "12.5"}}}
	for _, member := range []string{
		`"unitPrice":"12,5"`, `"unitPrice":true`, `"unitPrice":{"value":12.5}`, `"unitPrice":[12.5]`, `"unitPrice":"NaN"`,
		`"blocked":"maybe"`, `"blocked":1`, `"itemCategoryId":"TISCH"`, `"type":{"name":"Service"}`, `"displayName2":["x"]`,
	} {
		for _, batch := range []int{1, 100} {
			c := itemsClient(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "$batch") {
					fmt.Fprintf(w, `{"responses":[{"id":"1","status":200,"body":%s},{"id":"2","status":200,"body":%[1]s}]}`, anItem(member))
					return
				}
				io.WriteString(w, anItem(member))
			}, batch)
			answers, err := c.Write(t.Context(), []importer.Intent{price, price}[:1+min(1, batch/100)])
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range answers {
				if a.Disposition != importer.Lost || a.Fault.Code != "unusable_answer" || len(a.Contact.Values) > 0 {
					t.Errorf("%s, batch %d: %+v", member, batch, a)
				}
			}
			if a := readOne(t, c); a.Disposition != importer.Lost || a.Fault.Code != "unusable_answer" {
				t.Errorf("%s read: %+v", member, a)
			}
		}
	}
}

func TestWire_AnItemIsWrittenByItsTypes(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := itemsClient(t, rec.wrap(answering(200, nil, anItem(`"unitPrice":12345678901234567890.10,"type":"Non_x002D_Inventory","itemCategoryId":"00000000-0000-0000-0000-000000000000","blocked":null`))), 1)
	answers, err := c.Write(t.Context(), []importer.Intent{{ID: anID, ETag: aTag, Changes: []importer.Change{
		{Field: "unitPrice", After: "12345678901234567890.1"}, {Field: "blocked", After: "false"}, {Field: "type", After: "Non-Inventory"}, {Field: "itemCategoryId", After: ""},
	}}})
	if err != nil || answers[0].Disposition != importer.Confirmed {
		t.Fatalf("%+v, error %v", answers, err)
	}
	for _, part := range []string{`"unitPrice":12345678901234567890.1`, `"blocked":false`, `"type":"Non_x002D_Inventory"`, `"itemCategoryId":"00000000-0000-0000-0000-000000000000"`} {
		if !strings.Contains(rec.bodies[0], part) {
			t.Errorf("%s is not in %s", part, rec.bodies[0])
		}
	}
	for field, want := range map[string]string{"unitPrice": "12345678901234567890.1", "type": "Non-Inventory", "itemCategoryId": ""} {
		if got := answers[0].Contact.Text(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}
