package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"unicode/utf8"
)

func FuzzFilter_IsReadOrRefused(f *testing.F) {
	for _, seed := range []string{"", "email eq 'a''b'", "(id eq x or id eq y) and email eq ''", "email in ('a','b')", "email in (", "((((", "'", "or and eq )"} {
		f.Add(seed)
	}
	set := customerContacts(1)
	f.Fuzz(func(t *testing.T, text string) {
		clauses, err := set.parseFilter(text, true)
		if err == nil && text != "" && len(clauses) == 0 {
			for _, c := range text {
				if c != ' ' {
					t.Fatalf("%q was read as no filter at all", text)
				}
			}
		}
	})
}

func FuzzBody_IsStoredAsSentOrRefused(f *testing.F) {
	for _, seed := range []string{`{}`, `{"email":"a@b.de"}`, `{"firstName":null}`, `{"a":{"b":[1]}}`, `{"firstName":"\ud800"}`, `[`, `{"lastName":"x"}}`} {
		f.Add([]byte(seed))
	}
	s, err := New(Config{Contacts: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		properties, err := parseBody(body)
		if err != nil {
			return
		}
		if !json.Valid(body) {
			t.Fatalf("%q is not JSON but was read", body)
		}
		c := s.contacts.contacts[0]
		set, refused := s.contacts.validate(&c, properties)
		if refused != nil {
			return
		}
		for field, value := range set {
			if err := c.set(field, value); err != nil {
				t.Fatal(err)
			}
		}
		record := s.contacts.customers.appendRecord(nil, &c, "", nil)
		if !json.Valid(record) || !utf8.Valid(record) {
			t.Fatalf("the record %q is not JSON", record)
		}
	})
}

func FuzzCursor_ReadsOnlyJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,true,null,"\u00e4\\"]}`, `[]`, `{}`, `"\x`, `[1,]`, `{"a" 1}`, `01`, "\"\x80\"", ` 7 `, "", `[[[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := &cursor{text: text}
		_, ok := c.value()
		if ok = ok && c.end(); ok && !json.Valid(text) {
			t.Fatalf("%q was read and is not JSON", text)
		}
		if !ok && json.Valid(text) && len(text) < maxDepth {
			t.Fatalf("%q is JSON and was not read", text)
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
