package businesscentral

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzDecode holds that no answer of a server brings the program down, and that
// its words stay one line of bounded length.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", `"x"`, aContact, twoCompanies, edmx("Edm.Guid", entitySet), edmx("Edm.String", "x")[:200],
		`{"value":[{"id":"1","number":"K","email":"k"}],"@odata.nextLink":"contacts?$skiptoken=2"}`,
		`{"error":{"code":"Request_EntityChanged","message":"Changed.  CorrelationId:  da1a1fdb-1111-2222-3333-444455556666."}}`,
		`{"error":"invalid_client","error_description":"AADSTS7000215"}`, `{"Message":"No HTTP resource was found"}`,
		"<html><title>Bad\ngateway</title></html>", `{"error":{"code":1,"message":{}}}`, "\xff\xfe{\x00}\x00",
	} {
		f.Add(409, "r-1", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, requestID string, body []byte) {
		header := map[string][]string{"Request-Id": {requestID}, "Etag": {requestID}}
		if c, err := decodeContact(body, header, anID); err == nil {
			if c.ETag != "" && !protects(string(c.ETag)) {
				t.Errorf("eTag %q", c.ETag)
			}
		} else {
			line(t, err.Error(), longestMessage)
		}
		for _, field := range []string{"number", "email"} {
			keys, next, err := decodeKeys(body, field)
			if err != nil && (keys != nil || next != "") {
				t.Error("an error and an answer")
			}
			nextPage("http://127.0.0.1/x", next, 1)
		}
		if records, next, err := decodeContacts(body); err != nil && (records != nil || next != "") {
			t.Error("an error and contacts")
		}
		decodeCompanies(body)
		if s, err := parseMetadata(body, entitySet); err != nil && (s.key != 0 || s.lengths != nil) {
			t.Error("an error and a schema")
		}
		fault := parseFault(status, header, body, "secret")
		if fault.Code == "" || fault.Message == "" || strings.Contains(fault.Message, "secret") {
			t.Errorf("fault %+v", fault)
		}
		line(t, fault.Code, longestID)
		line(t, fault.Message, longestMessage)
		line(t, fault.RequestID, longestID)
		if d := retryAfter(requestID, epoch); d < 0 || d > absurd {
			t.Errorf("Retry-After %v", d)
		}
	})
}

func line(t *testing.T, s string, most int) {
	t.Helper()
	if len(s) > most+len("…") || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		t.Errorf("not one short line: %q", s)
	}
}
