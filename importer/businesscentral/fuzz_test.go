package businesscentral

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/businesscentral/companies"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
	"bcimport/mapping/entity"
)

// FuzzDecode holds that no answer of a server brings the program down, and that
// its words stay one line of bounded length.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", `"x"`, aContact, twoCompanies, edmx("Edm.Guid", entity.CustomerContacts), edmx("Edm.String", "x")[:200],
		`{"value":[{"id":"1","number":"K","email":"k"}],"@odata.nextLink":"contacts?$skiptoken=2"}`,
		`{"error":{"code":"Request_EntityChanged","message":"Changed.  CorrelationId:  da1a1fdb-1111-2222-3333-444455556666."}}`,
		`{"error":"invalid_client","error_description":"AADSTS7000215"}`, `{"Message":"No HTTP resource was found"}`,
		"<html><title>Bad\ngateway</title></html>", `{"error":{"code":1,"message":{}}}`, "\xff\xfe{\x00}\x00",
	} {
		f.Add(409, "r-1", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, id string, body []byte) {
		header := map[string][]string{"Request-Id": {id}, "Etag": {id}}
		if c, err := contactCodec().Decode(body, header, anID); err == nil {
			if c.ETag != "" && !records.Protects(string(c.ETag)) {
				t.Errorf("eTag %q", c.ETag)
			}
		} else {
			line(t, err.Error(), faults.MaxMessage)
		}
		for _, field := range []string{"number", "email"} {
			keys, next, err := records.Keys(body, "id", field)
			if err != nil && (keys != nil || next != "") {
				t.Error("an error and an answer")
			}
			odata.NextPage("http://127.0.0.1/x", next, 1)
		}
		if listed, next, err := contactCodec().Page(body); err != nil && (listed != nil || next != "") {
			t.Error("an error and contacts")
		}
		companies.Decode(body)
		fault := faults.Parse(status, header, body, "secret")
		if fault.Code == "" || fault.Message == "" || strings.Contains(fault.Message, "secret") {
			t.Errorf("fault %+v", fault)
		}
		line(t, fault.Code, faults.MaxID)
		line(t, fault.Message, faults.MaxMessage)
		line(t, fault.RequestID, faults.MaxID)
		if d := limits.RetryAfter(id, epoch); d < 0 || d > 24*time.Hour {
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

// FuzzDecodeBatch holds that every operation has exactly one end, that no answer
// brings the program down, and that only what encoding/json reads as an answer
// with the operation's id and contact confirms it.
func FuzzDecodeBatch(f *testing.F) {
	for _, seed := range []string{
		"", "null", "[]", `{"responses":null}`, `{"responses":[]}`, `{"responses":[null,1]}`, string(benchBatch()[:2000]) + "]}",
		`{"responses":[{"id":"1","status":200,"body":` + aContact + `}]}`,
		`{"responses":[{"id":2,"status":"200","body":` + aContact + `,"headers":{"etag":"x","retry-after":5}},{"id":"1","status":409,"body":{"error":{"code":"Request_EntityChanged","message":"m"}}}]}`,
		`{"responses":[{"id":"1","status":200,"body":` + aContact + `},{"id":"1","status":500}]}`,
		`{"responses":[{"id":"1","status":502,"body":"<title>x</title>","headers":[]},{"id":"2","status":200,"body":"{\"id\":\"` + anID + `\"}"}]}`,
		"{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"id\":\"" + anID + "\",\"email\":\"\xff\"}}]}",
	} {
		f.Add([]byte(seed))
	}
	client := &Client{records: contactCodec()}
	f.Fuzz(func(t *testing.T, body []byte) {
		b := &batch{indexes: []int{0, 1}}
		v := b.inspect(reply{status: 200, body: body, wrote: true}, limits.Result{Sent: true}, epoch)
		if b.err != nil {
			if b.parts != nil || !v.Transient {
				t.Error("an error and answers")
			}
			return
		}
		if len(b.parts) != 2 || v.Wait < 0 || v.Wait > 24*time.Hour {
			t.Fatalf("%d answers, Retry-After %v", len(b.parts), v.Wait)
		}
		var read struct{ Responses []map[string]json.RawMessage }
		if err := json.Unmarshal(body, &read); err != nil {
			t.Fatalf("encoding/json refuses it: %v", err)
		}
		for i, p := range b.parts {
			a := client.partAnswer(p, anID, reply{status: 200, sends: 1, wrote: true})
			if (a.Disposition == importer.Confirmed) != (a.Fault.Code == "") || a.Disposition == importer.NotSent || a.Attempts != 1 {
				t.Errorf("answer %+v", a)
			}
			line(t, a.Fault.Message, faults.MaxMessage)
			if a.Disposition == importer.Confirmed {
				confirmed(t, read.Responses, i+1, a.Contact)
			}
		}
	})
}

// confirmed looks for the answer that a confirmation was drawn from.
func confirmed(t *testing.T, responses []map[string]json.RawMessage, id int, c importer.Contact) {
	t.Helper()
	for _, r := range responses {
		if n, ok := odata.Number([]byte(r["id"])); !ok || n != id {
			continue
		}
		content := []byte(r["body"])
		var text string
		if json.Unmarshal(content, &text) == nil {
			content = []byte(text)
		}
		var fields map[string]any
		if err := json.Unmarshal(content, &fields); err != nil {
			t.Fatalf("encoding/json reads no contact: %v", err)
		}
		if found, _ := fields["id"].(string); !strings.EqualFold(found, anID) {
			t.Errorf("about %v", fields["id"])
		}
		for _, v := range c.Values {
			if fields[v.Field] != v.Text {
				t.Errorf("%s is %q, encoding/json reads %q", v.Field, v.Text, fields[v.Field])
			}
		}
		return
	}
	t.Error("confirmed without an answer")
}
