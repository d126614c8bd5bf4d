package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestBatch_AnswersEachOperationWithItsIDStatusAndBody(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	john := c.contact("CONT00123")
	number := part{ID: 7, Method: "GET", URL: c.inner("/contacts") + encode("number eq 'CONT00124'") + "&$select=number"}
	anonymous := c.read("", "/contacts("+john.ID+")?$select=number")
	anonymous.ID = nil
	got := c.batch([]part{
		c.write("CONT00123", title, ""),
		c.read("read", "/customerContacts("+john.ID+")"),
		number, anonymous,
		c.read("list", "/customerContacts"+encode("id eq "+john.ID+" or id eq "+c.contact("CONT00124").ID)),
	})
	all := got.answers(t)
	if f := got.fates(t); f != "CONT00123:200 read:200 7:200 <nil>:200 list:200" {
		t.Fatalf("got %s", f)
	}
	after := c.contact("CONT00123")
	if all[0].field("@odata.etag") != after.ETag || all[0].field("professionalTitle") != "Buyer" || after.ETag == john.ETag {
		t.Errorf("the write answered %s", all[0].Body)
	}
	if all[1].field("@odata.etag") != after.ETag || all[1].field("customerName") != "Contoso Ltd." {
		t.Errorf("the read after the write answered %s", all[1].Body)
	}
	if context := all[0].field("@odata.context"); context != c.api+"/$metadata#"+c.inner("/customerContacts/$entity") {
		t.Errorf("context %v", context)
	}
	if list, _ := all[4].field("value").([]any); len(list) != 2 || !strings.Contains(string(all[2].Body), "CONT00124") {
		t.Errorf("the lists answered %s and %s", all[4].Body, all[2].Body)
	}
	if h := all[0].Headers; h["content-type"] != "application/json; odata.metadata=minimal" || h["odata-version"] != "4.0" {
		t.Errorf("inner headers %v", h)
	}
	if w := c.server.Writes(); len(w) != 1 || w[0].By != DefaultClientID {
		t.Errorf("writes %+v", w)
	}
}

func TestBatch_SelectCutsTheAnswerToAWrite(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	p := c.write("CONT00123", title, "")
	p.URL += "?$select=id"
	got := c.batch([]part{p}).answers(t)[0]
	if john := c.contact("CONT00123"); got.field("id") != john.ID || got.field("@odata.etag") != john.ETag || strings.Contains(string(got.Body), "email") {
		t.Errorf("got %s", got.Body)
	}
}

func TestBatch_StopsAtTheFirstFailureUnlessAskedToGoOn(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string][]string{
		"CONT00001:200 CONT00002:409":                nil,
		"CONT00001:200 CONT00002:409 ":               {"Prefer", "odata.continue-on-error=false"},
		"CONT00001:200 CONT00002:409 CONT00003:200":  goOn(),
		"CONT00001:200 CONT00002:409 CONT00003:200 ": {"Prefer", "return=minimal, odata.continue-on-error=true"},
	} {
		t.Run(fmt.Sprint(headers), func(t *testing.T) {
			t.Parallel()
			c := start(t, Config{})
			got := c.batch([]part{
				c.write("CONT00001", title, ""), c.write("CONT00002", title, c.contact("CONT00001").ETag), c.write("CONT00003", title, ""),
			}, headers...)
			if f := got.fates(t); f != strings.TrimSpace(name) {
				t.Errorf("got %s, want %s", f, name)
			}
			if w, want := c.server.Stats().Writes, strings.Count(name, "200"); w != want {
				t.Errorf("%d writes, want %d", w, want)
			}
		})
	}
}

func TestBatch_InnerRefusalsAreThoseOfPlainRequests(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	bare := c.write("CONT00002", title, "")
	delete(bare.Headers, "If-Match")
	text := c.write("CONT00005", title, "")
	text.Headers["Content-Type"] = "text/plain"
	multiple := c.contact("CONT00500").ID
	tests := []struct {
		part   part
		status int
		code   string
	}{
		{c.write("CONT00001", title, c.contact("CONT00002").ETag), 409, "Request_EntityChanged"},
		{bare, 400, "BadRequest_InvalidToken"},
		{c.write("CONT00003", `{"email":"x"}`, ""), 400, "Application_DialogException"},
		{c.write("CONT00004", `["x"]`, ""), 400, "BadRequest"},
		{text, 415, "BadRequest"},
		{c.read("a", "/customerContacts("+multiple+")"), 404, "BadRequest_ResourceNotFound"},
		{c.read("b", "/customerContacts"+encode("firstName eq 'a' or lastName eq 'b'")), 400, "BadRequest"},
		{part{ID: "c", Method: "PATCH", URL: c.inner("/customerContacts"), Body: []byte(`{}`)}, 405, "BadRequest_MethodNotAllowed"},
		{part{ID: "d", Method: "GET", URL: "companies(x)/contacts"}, 404, "Internal_CompanyNotFound"},
		{part{ID: "e", Method: "POST", URL: "$batch"}, 501, "BadRequest_MethodNotImplemented"},
		{c.read("f", "/contacts?x="+strings.Repeat("y", 15850)), 400, "BadRequest"},
	}
	var parts []part
	for _, test := range tests {
		parts = append(parts, test.part)
	}
	for i, got := range c.batch(parts, goOn()...).answers(t) {
		if got.Status != tests[i].status || got.code() != tests[i].code || !strings.Contains(string(got.Body), "  CorrelationId:  ") {
			t.Errorf("%s %s: got %d %s, want %d %s", tests[i].part.Method, tests[i].part.URL, got.Status, got.Body, tests[i].status, tests[i].code)
		}
	}
}

func TestBatch_InnerURLs(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	record := "/contacts(" + c.contact("CONT00123").ID + ")?$select=number"
	tests := []struct {
		url    string
		status int
	}{
		{c.inner(record), 200},
		{c.api + "/" + c.inner(record), 200},
		{strings.ReplaceAll(c.inner(record), "(", "%28"), 200},
		{"/" + c.inner(record), 404},
		{"https://example.com/" + c.inner(record), 404},
		{"wombats", 404},
		{"%zz", 404},
		{"companies", 200},
	}
	for _, test := range tests {
		got := c.batch([]part{{Method: "GET", URL: test.url}}).answers(t)[0]
		message, _ := got.field("Message").(string)
		if got.Status != test.status || (got.Status == 404) != strings.HasPrefix(message, "No HTTP resource was found that matches the request URI '") {
			t.Errorf("%s: got %d %s", test.url, got.Status, got.Body)
		}
	}
}

func TestBatch_HeaderNamesMayHaveAnyCaseAndCompanyMayBeAHeader(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	p := c.write("CONT00123", title, "")
	p.URL = "customerContacts(" + c.contact("CONT00123").ID + ")"
	p.Headers = map[string]string{"if-match": p.Headers["If-Match"], "content-TYPE": "application/json", "company": DefaultCompany}
	if f := c.batch([]part{p}).fates(t); f != "CONT00123:200" {
		t.Errorf("got %s", f)
	}
	p.Headers["company"] = "another"
	if f := c.batch([]part{p}).fates(t); f != "CONT00123:404" {
		t.Errorf("got %s", f)
	}
}

func TestBatch_RefusedAsAWhole(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	var many []part
	for range 101 {
		many = append(many, part{Method: "GET", URL: "companies"})
	}
	c.batch(many).refused(t, 400, "Unknown", "The current batch message contains too many parts. A maximum number of '100' query operations and change sets are allowed in a batch message.")
	if n := len(c.batch(many[:100]).answers(t)); n != 100 {
		t.Errorf("%d answers to a hundred", n)
	}
	read := `{"id":"1","method":"GET","url":"companies"}`
	for body, words := range map[string]string{
		``: "not a JSON object", `[]`: "not a JSON object", `{"requests":[` + read: "not a JSON object", `{"requests":{}}`: "not a JSON object",
		`{"requests":[` + read + `]} x`: "not a JSON object", `{}`: "no property 'requests'",
		`{"requests":[{"id":"1","method":"GET"}]}`:                  "no method or no url",
		`{"requests":[{"id":{},"method":"GET","url":"companies"}]}`: "not a string",
		`{"requests":[` + read + `,` + read + `]}`:                  "more than once",
	} {
		c.do("POST", c.api+"/$batch", body, "Content-Type", "application/json").refused(t, 400, "BadRequest", words)
	}
	c.do("POST", c.api+"/$batch", strings.Replace(`{"requests":[`+read+`]}`, `"id"`, `"atomicityGroup":"g","id"`, 1), "Content-Type", "application/json").
		refused(t, 501, "BadRequest_MethodNotImplemented", "atomicityGroup")
	c.do("POST", c.api+"/$batch", "--x", "Content-Type", "multipart/mixed; boundary=x").refused(t, 501, "BadRequest_MethodNotImplemented", "JSON")
	c.do("POST", c.api+"/$batch", `{"requests":[]}`).refused(t, 415, "BadRequest", "application/json")
	c.do("GET", c.api+"/$batch", "").refused(t, 405, "BadRequest_MethodNotAllowed", "$batch")
	c.token = "dead"
	c.batch(many[:1]).refused(t, 401, "Authentication_InvalidCredentials", "")
}

func TestBatch_WithoutAcceptTheAnswerIsNotJSON(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.batch([]part{c.write("CONT00001", title, ""), c.write("CONT00002", title, "*")}, "Accept", "*/*").ok(t)
	if !strings.HasPrefix(got.header.Get("Content-Type"), "multipart/mixed; boundary=") || got.json != nil || strings.Count(got.body, "HTTP/1.1 200 OK") != 2 {
		t.Errorf("got %v %s", got.header, got.body)
	}
	if n := c.server.Stats().Writes; n != 2 {
		t.Errorf("%d writes, want both", n)
	}
}

func TestBatch_CanBeAbsent(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405, 501} {
		c := start(t, Config{NoBatch: status})
		if got := c.batch([]part{{Method: "GET", URL: "companies"}}); got.status != status || (status == 404) != (got.body == "") {
			t.Errorf("got %d %s, want %d", got.status, got.body, status)
		}
	}
	if _, err := New(Config{NoBatch: 200}); err == nil {
		t.Error("a batch can be absent with a 200")
	}
}

func TestBatch_CountsAsOneRequestOrAsItsOperations(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		operations     bool
		second, window int
	}{{false, 200, 2}, {true, 429, 6}} {
		clock := newClock()
		c := start(t, Config{Now: clock.now, Limits: Limits{Requests: 5, Window: time.Minute, RetryAfter: true, CountOperations: test.operations}})
		parts := []part{{Method: "GET", URL: "companies"}, {Method: "GET", URL: "companies"}, {Method: "GET", URL: "companies"}}
		c.batch(parts).ok(t)
		clock.pass(10 * time.Second)
		got := c.batch(parts)
		if got.status != test.second || got.status == 429 && got.header.Get("Retry-After") != "50" {
			t.Errorf("got %d %v, want %d", got.status, got.header, test.second)
		}
		if n := c.server.Stats().FullestWindow; n != test.window {
			t.Errorf("%d in the window, want %d", n, test.window)
		}
		clock.pass(50 * time.Second)
		c.batch(parts).ok(t)
	}
	if l := (Limits{CountOperations: true}).withDefaults(); l.Requests != 6000 {
		t.Errorf("the published limits with batches as operations are %+v", l)
	}
}

func TestBatch_IsCountedApartFromItsOperations(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123").ID
	c.batch([]part{
		c.write("CONT00001", title, ""), c.write("CONT00002", title, "x"), c.read("a", "/contacts("+john+")"), c.read("b", "/contacts?$top=1"), {Method: "GET", URL: "companies"},
	}, goOn()...).ok(t)
	c.batch([]part{c.read("a", "/customerContacts("+john+")")}).ok(t)
	s := c.server.Stats()
	if s.Requests != 2 || s.Batches != 2 || s.Patches+s.Gets+s.Lists+s.Others+s.Companies != 0 || s.Statuses[200] != 2 {
		t.Errorf("requests %+v", s)
	}
	if s.Operations != 6 || s.MostOperations != 5 || s.BatchedPatches != 2 || s.BatchedGets != 2 || s.BatchedLists != 1 || s.BatchedOthers != 1 {
		t.Errorf("operations %+v", s)
	}
	if s.Writes != 1 || s.PlainReads != 3 || s.OperationStatuses[200] != 5 || s.OperationStatuses[400] != 1 {
		t.Errorf("outcomes %+v", s)
	}
}
