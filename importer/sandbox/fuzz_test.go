package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"unicode/utf8"

	"bcimport/importer/sandbox/odata"
)

func FuzzBody_IsStoredAsSentOrRefused(f *testing.F) {
	for _, seed := range []string{`{}`, `{"email":"a@b.de"}`, `{"firstName":null}`, `{"a":{"b":[1]}}`, `{"firstName":"\ud800"}`, `[`, `{"lastName":"x"}}`} {
		f.Add([]byte(seed))
	}
	s, err := New(Config{Contacts: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		properties, err := odata.ParseBody(body)
		if err != nil {
			return
		}
		if !json.Valid(body) {
			t.Fatalf("%q is not JSON but was read", body)
		}
		c := s.contacts.contacts[0]
		set, refused := s.contacts.validate(&c, s.contacts.customers, properties)
		if refused != nil {
			return
		}
		for field, value := range set {
			if err := c.set(field, value); err != nil {
				t.Fatal(err)
			}
		}
		record := s.contacts.customers.Record(&c, "", nil)
		if !json.Valid(record) || !utf8.Valid(record) {
			t.Fatalf("the record %q is not JSON", record)
		}
	})
}

func FuzzBatch_IsReadOrRefused(f *testing.F) {
	for _, seed := range []string{
		`{"requests":[{"id":"1","method":"PATCH","url":"companies(x)/customerContacts(y)?$select=id","headers":{"If-Match":"W/\"x\""},"body":{"email":"a"}}]}`,
		`{"requests":[{"id":null,"method":"GET","url":"/x"}],"x":1}`, `{"requests":[]}`, `{"requests":[{"url":"http://","method":"GET"}]}`, `{"requests":[{"url":"%","method":"GET"}]}`,
	} {
		f.Add([]byte(seed))
	}
	s, err := New(Config{Contacts: 1, Anonymous: true, Limits: Limits{Requests: -1}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", "/v2.0/sandbox/api/v2.0/$batch", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%q is answered by %q", body, w.Body)
		}
		if w.Code == 200 && !json.Valid(body) {
			t.Fatalf("%q is no JSON and is answered by %q", body, w.Body)
		}
	})
}

func FuzzRecordBody_IsStoredByTypeOrRefused(f *testing.F) {
	for _, seed := range []string{
		`{"unitPrice":1e-3,"blocked":true,"type":"Non-Inventory","itemCategoryCode":"tisch"}`, `{"inventory":-1}`, `{"number":"ä"}`, `{"unitPrice":-0}`,
		`{"creditLimit":1e99,"country":"AT","postalCode":"1010"}`, `{"blocked":"_x0020_","currencyCode":"eur"}`,
		`{"quantity":00}`, `{"lastCounted":"2026-02-29","countedAt":"0001-01-01T00:00:00Z","sortOrder":-7}`,
	} {
		f.Add([]byte(seed))
	}
	s, err := New(Config{Contacts: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		properties, err := odata.ParseBody(body)
		if err != nil {
			return
		}
		for _, set := range []string{"items", "customers", "contoso/warehouse/v1.0/binContents"} {
			table := s.contacts.typed.Named(set)
			d := table.NewDraft(0, Setup{PageOrder: len(body)%2 == 0})
			if refused := d.Apply(properties); refused != nil {
				continue
			}
			if record := table.Set.Record(&d.New, "", nil); !json.Valid(record) {
				t.Fatalf("the record %q is not JSON", record)
			}
		}
	})
}
