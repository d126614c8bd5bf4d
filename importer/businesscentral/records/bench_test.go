package records

import (
	"fmt"
	"strings"
	"testing"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

func known(tb testing.TB, set string) *entity.Entity {
	tb.Helper()
	e, ok := profile.Find(set)
	if !ok {
		tb.Fatalf("no set %s", set)
	}
	return &e
}

func benchID(n int) string { return fmt.Sprintf("6f1a0c3e-0d5e-4a52-9c1b-%012d", n) }

// list is a list of 100 records.
func list(record func(n int) string) []byte {
	var b strings.Builder
	b.WriteString(`{"@odata.context":"http://x/$metadata#companies(1)/records","value":[`)
	for n := range 100 {
		b.WriteString(strings.Repeat(",", min(n, 1)) + record(n))
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func aContact(n int) string {
	return fmt.Sprintf(`{"@odata.etag":"W/\"JzIwOzEyMjU1NzUwNjQ3MjkxMTQ0Mjg5MTswMDs%d\"","id":%q,"email":"anna.mueller%d@example.com",`+
		`"firstName":"Ännchen","lastName":"Müller-Lüdenscheidt","professionalTitle":"Einkauf","primaryPhoneNumber":"+49 30 123456%d"}`, n, benchID(n), n, n)
}

// anItem is an item with what a price list sets, and what people know it by.
func anItem(n int) string {
	return fmt.Sprintf(`{"@odata.etag":"W/\"JzIwOzEyMjU1NzUwNjQ3MjkxMTQ0Mjg5MTswMDs%d\"","id":%q,"number":"%d","displayName":"Schreibtisch Eiche",`+
		`"type":"Non_x002D_Inventory","itemCategoryId":%q,"blocked":false,"unitPrice":%d.95}`, n, benchID(n), 10000+n, benchID(7), n)
}

// wholeItem is an item as a write is answered.
func wholeItem(n int) string {
	item := anItem(n)
	return item[:len(item)-1] + fmt.Sprintf(`,"displayName2":"","itemCategoryCode":"TISCH","gtin":"4006381333931","inventory":0,"priceIncludesTax":true,"unitCost":80.5,`+
		`"taxGroupId":%q,"taxGroupCode":"MWST19","baseUnitOfMeasureId":%[1]q,"baseUnitOfMeasureCode":"STK","generalProductPostingGroupId":%[1]q,`+
		`"generalProductPostingGroupCode":"HANDEL","inventoryPostingGroupId":%[1]q,"inventoryPostingGroupCode":"","lastModifiedDateTime":"2026-11-27T10:00:00Z"}`, benchID(9))
}

// BenchmarkPage decodes 100 records: an item of a price list takes at most 1.3 times as long
// as a contact.
func BenchmarkPage(b *testing.B) {
	prices := []string{"unitPrice", "blocked", "type", "itemCategoryId"}
	for name, bench := range map[string]struct {
		codec *Codec
		body  []byte
	}{
		"contacts":          {New(known(b, entity.CustomerContacts)), list(aContact)},
		"items":             {New(known(b, "items")).Limited(prices), list(anItem)},
		"whole items":       {New(known(b, "items")).Limited(prices), list(wholeItem)},
		"items, all fields": {New(known(b, "items")), list(wholeItem)},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.body)))
			for b.Loop() {
				if listed, _, err := bench.codec.Page(bench.body); err != nil || len(listed) != 100 {
					b.Fatal(err)
				}
			}
		})
	}
}
