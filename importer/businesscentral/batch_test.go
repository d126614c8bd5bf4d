package businesscentral

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
)

// batchClient is a client whose batches the test answers.
func batchClient(t *testing.T, answer func(w http.ResponseWriter, ops []operation), change ...func(*Config)) (*service, *Client) {
	t.Helper()
	s := newService(someIDs(100)...)
	s.batched = answer
	return s, s.client(t, importer.KeyGUID, change...)
}

func write(t *testing.T, c *Client, intents []importer.Intent) []importer.Response {
	t.Helper()
	answers, err := c.Write(t.Context(), intents)
	if err != nil || len(answers) != len(intents) {
		t.Fatalf("write: %v, %d answers", err, len(answers))
	}
	return answers
}

// done is the answer to one operation that was done.
func done(op operation) string {
	id := op.URL[strings.LastIndexByte(op.URL, '(')+1 : len(op.URL)-1]
	return fmt.Sprintf(`{"id":%q,"status":200,"headers":{},"body":{"@odata.etag":"new","id":%q,"email":"x"}}`, op.ID, id)
}

func responses(w io.Writer, each ...string) {
	fmt.Fprintf(w, `{"responses":[%s]}`, strings.Join(each, ","))
}

// allDone does every operation.
func allDone(w http.ResponseWriter, ops []operation) {
	var each []string
	for _, op := range ops {
		each = append(each, done(op))
	}
	responses(w, each...)
}

func TestBatch_SendsExactlyWhatIsNeeded(t *testing.T) {
	t.Parallel()
	s, c := batchClient(t, allDone, bearer)
	intents := intentsOn(someIDs(2)...)
	intents[1].Changes = []importer.Change{{Field: "email", After: "a+ü<b>@b.de"}, {Field: "lastName", After: "O\"Hara\\\n\x00"}}
	answers := write(t, c, intents)
	if !all(answers, importer.Confirmed) || answers[1].Contact.ETag != "new" || answers[1].Contact.ID != benchID(1) || answers[1].Attempts != 1 {
		t.Fatalf("answers %+v", answers)
	}
	r := s.rec.requests[0]
	want := `{"requests":[` +
		`{"id":"1","method":"PATCH","url":"companies(c1)/customerContacts(` + benchID(0) + `)","headers":{"content-type":"application/json","if-match":"W/\"0\""},"body":{"firstName":"F"}},` +
		`{"id":"2","method":"PATCH","url":"companies(c1)/customerContacts(` + benchID(1) + `)","headers":{"content-type":"application/json","if-match":"W/\"1\""},"body":{"email":"a+ü<b>@b.de","lastName":"O\"Hara\\\n\u0000"}}]}`
	if r.Method != "POST" || r.RequestURI != rootPath+"/$batch" || s.rec.bodies[0] != want || r.ContentLength != int64(len(want)) {
		t.Errorf("sent %s %s (%d bytes)\n%s\nwant\n%s", r.Method, r.RequestURI, r.ContentLength, s.rec.bodies[0], want)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Accept": "application/json", "Prefer": "odata.continue-on-error",
		"Isolation": "", "If-Match": "", "Authorization": "Bearer eyJ.a-bearer-token",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if n, want := c.Requests(), (importer.Requests{Total: 1, Writes: 1, Batches: 1, Operations: 2}); n != want {
		t.Errorf("requests %+v, want %+v", n, want)
	}
}

func TestBatch_StringKeysAreLiteralsInURLs(t *testing.T) {
	t.Parallel()
	s, c := batchClient(t, func(w http.ResponseWriter, _ []operation) { responses(w) })
	c.schema.Key = importer.KeyString
	write(t, c, intentsOn("CONT 1", "O'Hara/2"))
	for _, want := range []string{`customerContacts('CONT%201')"`, `customerContacts('O%27%27Hara%2F2')"`} {
		if !strings.Contains(s.rec.bodies[0], want) {
			t.Errorf("sent %s, want %s", s.rec.bodies[0], want)
		}
	}
}

func TestBatch_SingleIntentsAndBatchOfOneArePlain(t *testing.T) {
	t.Parallel()
	s, c := batchClient(t, nil)
	write(t, c, intentsOn(benchID(0)))
	plain := newService(someIDs(2)...)
	write(t, plain.client(t, importer.KeyGUID, batchOf(1)), intentsOn(someIDs(2)...))
	read(t, plain.client(t, importer.KeyGUID, batchOf(0)), someIDs(2)...)
	one := func(method string, n int) string { return method + " customerContacts(" + benchID(n) + ")" }
	same(t, s.sent(), []string{one("PATCH", 0)})
	same(t, plain.sent(), []string{one("PATCH", 0), one("PATCH", 1), one("GET", 0), one("GET", 1)})
}

func TestBatch_NothingGoesOutWithoutAnETag(t *testing.T) {
	t.Parallel()
	s, c := batchClient(t, allDone)
	intents := intentsOn(someIDs(5)...)
	intents[0].ETag, intents[2].ETag = "", "*"
	intents[3].ETag = "W/\"\xe4\"" // can't stand in a batch's JSON
	answers := write(t, c, intents)
	same(t, ends(answers), []importer.Disposition{importer.Refused, importer.Confirmed, importer.Refused, importer.Confirmed, importer.Confirmed})
	if got := s.rec.requests[1].Header.Get("If-Match"); got != "W/\"\xe4\"" || strings.Contains(s.rec.bodies[0], "*") {
		t.Errorf("sent %q and %s", got, s.rec.bodies[0])
	}
}

// What an operation's answer is worth, among others that are good.
func TestBatch_AnswersAreMatchedAndJudgedOneByOne(t *testing.T) {
	t.Parallel()
	errorBody := func(code string) string {
		return `{"error":{"code":"` + code + `","message":"m  CorrelationId:  inner."}}`
	}
	for name, tt := range map[string]struct {
		answer string // to the second operation; I is its id, C its contact
		end    importer.Disposition
		code   string
		status int
	}{
		"good":                        {`{"id":"I","status":200,"body":C}`, importer.Confirmed, "", 0},
		"good, numbers in quotes":     {`{"id":2,"status":"200","body":C}`, importer.Confirmed, "", 0},
		"good, as text":               {`{"id":"I","status":200,"body":"{\"@odata.etag\":\"new\",\"id\":\"` + benchID(1) + `\"}"}`, importer.Confirmed, "", 0},
		"good, twice and alike":       {`{"id":"I","status":200,"body":C},{"id":"I","status":200,"body":C}`, importer.Confirmed, "", 0},
		"created":                     {`{"id":"I","status":201,"body":C}`, importer.Confirmed, "", 0},
		"none":                        {`{"id":"x","status":200,"body":C}`, importer.Lost, "unusable_answer", 0},
		"null for an id":              {`{"id":null,"status":200,"body":C}`, importer.Lost, "unusable_answer", 0},
		"null":                        {`null`, importer.Lost, "unusable_answer", 0},
		"an id beyond":                {`{"id":"4","status":200,"body":C},{"id":"0","status":200,"body":C},{"id":"-1","status":200}`, importer.Lost, "unusable_answer", 0},
		"twice and not alike":         {`{"id":"I","status":200,"body":C},{"id":"I","status":409,"body":{}}`, importer.Lost, "unusable_answer", 0},
		"not alike, then again":       {`{"id":"I","status":409},{"id":"I","status":200,"body":C},{"id":"I","status":200,"body":C}`, importer.Lost, "unusable_answer", 0},
		"without a status":            {`{"id":"I","body":C}`, importer.Lost, "http_0", 0},
		"without a body":              {`{"id":"I","status":200}`, importer.Lost, "unusable_answer", 200},
		"204":                         {`{"id":"I","status":204,"body":null}`, importer.Lost, "unusable_answer", 204},
		"another contact":             {`{"id":"I","status":200,"body":{"@odata.etag":"x","id":"` + anID + `"}}`, importer.Lost, "unusable_answer", 200},
		"no UTF-8":                    {"{\"id\":\"I\",\"status\":200,\"body\":{\"@odata.etag\":\"x\",\"id\":\"" + benchID(1) + "\",\"email\":\"\xe4\"}}", importer.Lost, "unusable_answer", 200},
		"a name twice":                {`{"id":"I","status":200,"body":{"@odata.etag":"x","id":"` + benchID(1) + `","email":"a","email":"b"}}`, importer.Lost, "unusable_answer", 200},
		"HTML as text":                {`{"id":"I","status":502,"body":"<html><title>Bad gateway</title>"}`, importer.Lost, "http_502", 502},
		"stale":                       {`{"id":"I","status":409,"body":` + errorBody("Request_EntityChanged") + `}`, importer.Stale, "Request_EntityChanged", 409},
		"stale as 412":                {`{"id":"I","status":412}`, importer.Stale, "http_412", 412},
		"locked":                      {`{"id":"I","status":409,"body":` + errorBody("Internal_ServerError") + `}`, importer.NotDone, "Internal_ServerError", 409},
		"a 409 of something else":     {`{"id":"I","status":409}`, importer.Lost, "http_409", 409},
		"refused":                     {`{"id":"I","status":400,"body":` + errorBody("Application_DialogException") + `}`, importer.Refused, "Application_DialogException", 400},
		"not permitted, one user":     {`{"id":"I","status":403,"body":` + errorBody("Internal_ServerError") + `}`, importer.Refused, "Internal_ServerError", 403},
		"missing":                     {`{"id":"I","status":404,"body":` + errorBody("BadRequest_ResourceNotFound") + `}`, importer.Missing, "BadRequest_ResourceNotFound", 404},
		"missing without a body":      {`{"id":"I","status":404}`, importer.Missing, "http_404", 404},
		"throttled":                   {`{"id":"I","status":429}`, importer.NotDone, "http_429", 429},
		"timed out":                   {`{"id":"I","status":408}`, importer.Lost, "http_408", 408},
		"server error":                {`{"id":"I","status":500,"body":` + errorBody("Internal_ServerError") + `}`, importer.Lost, "Internal_ServerError", 500},
		"unavailable, headers listed": {`{"id":"I","status":503,"headers":["a"],"body":` + errorBody("x") + `}`, importer.Lost, "x", 503},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := `{"@odata.etag":"new","id":"` + strings.ToUpper(benchID(1)) + `"}`
			_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
				w.Header().Set("request-id", "outer")
				answer := strings.NewReplacer(`"I"`, `"2"`, ":C", ":"+body).Replace(tt.answer)
				responses(w, done(ops[2]), answer, done(ops[0]))
			})
			answers := write(t, c, intentsOn(someIDs(3)...))
			a := answers[1]
			if answers[0].Disposition != importer.Confirmed || answers[2].Disposition != importer.Confirmed || answers[2].Contact.ID != benchID(2) {
				t.Errorf("the others: %+v", answers)
			}
			if a.Disposition != tt.end || a.Fault.Code != tt.code || a.Fault.HTTPStatus != tt.status || a.Attempts != 1 {
				t.Errorf("answer %+v", a)
			}
			if a.Disposition == importer.Confirmed && a.Contact.ETag != "new" || a.Disposition != importer.Confirmed && a.Fault.RequestID == "" {
				t.Errorf("answer %+v", a)
			}
			if strings.Contains(tt.answer, "inner") && a.Fault.RequestID != "inner" {
				t.Errorf("request id %s", a.Fault.RequestID)
			}
		})
	}
}

func TestBatch_HeaderOfAnOperationIsAFallback(t *testing.T) {
	t.Parallel()
	_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
		responses(w, `{"id":"1","status":200,"headers":{"etag":"W/\"h\"","x":1,"y":[]},"body":{"id":"`+benchID(0)+`"}}`,
			`{"id":"2","status":400,"headers":{"Request-ID":"r-2"}}`)
	})
	answers := write(t, c, intentsOn(someIDs(2)...))
	if answers[0].Contact.ETag != `W/"h"` || answers[1].Fault.RequestID != "r-2" {
		t.Errorf("answers %+v", answers)
	}
}

func TestBatch_OuterAnswers(t *testing.T) {
	t.Parallel()
	const lost, notDone = importer.Lost, importer.NotDone
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		end    importer.Disposition
		code   string
	}{
		"throttled":         {answering(429, nil, ""), notDone, "http_429"},
		"429, broken off":   {brokenOff(429), notDone, "unusable_answer"},
		"timed out":         {answering(408, nil, ""), lost, "http_408"},
		"gateway timed out": {answering(504, nil, "<html>"), lost, "http_504"},
		"server error":      {answering(500, nil, ""), lost, "http_500"},
		"unavailable":       {answering(503, nil, ""), lost, "http_503"},
		"redirect":          {answering(307, map[string]string{"Location": "/elsewhere"}, ""), lost, "http_307"},
		"conflict":          {answering(409, nil, `{"error":{"code":"Request_EntityChanged","message":"m"}}`), lost, "Request_EntityChanged"},
		"precondition":      {answering(412, nil, ""), lost, "http_412"},
		"gone":              {answering(410, nil, ""), lost, "http_410"},
		"tenant":            {answering(400, nil, `{"error":{"code":"Internal_TenantUnavailable","message":"m"}}`), lost, "Internal_TenantUnavailable"},
		"accepted":          {answering(202, nil, ""), lost, "http_202"},
		"broken off":        {brokenOff(200), lost, "unusable_answer"},
		"reset":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, lost, "no_answer"},
		"empty":             {answering(200, nil, ""), lost, "unusable_answer"},
		"HTML":              {answering(200, nil, "<html>"), lost, "unusable_answer"},
		"no responses":      {answering(200, nil, `{"value":[]}`), lost, "unusable_answer"},
		"null responses":    {answering(200, nil, `{"responses":null}`), lost, "unusable_answer"},
		"no list":           {answering(200, nil, `{"responses":{}}`), lost, "unusable_answer"},
		"half":              {answering(200, nil, `{"responses":[{"id":"1","status":200`), lost, "unusable_answer"},
		"more behind it":    {answering(200, nil, `{"responses":[]}{"responses":[]}`), lost, "unusable_answer"},
		"no answers":        {answering(200, nil, `{"responses":[]}`), lost, "unusable_answer"},
		"too long":          {answering(200, nil, `{"responses":[]}`+strings.Repeat(" ", maxBatch)), lost, "unusable_answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rec recorder
			c := connected(t, rec.wrap(tt.answer), batchOf(100))
			answers := write(t, c, intentsOn(someIDs(3)...))
			if !all(answers, tt.end) || answers[2].Fault.Code != tt.code || answers[2].Attempts != 1 || rec.count() != 1 {
				t.Errorf("answers %+v after %d requests", answers, rec.count())
			}
			want := importer.Requests{Total: 1, Writes: 1, Batches: 1, Operations: 3, Retries: 1}
			if strings.Contains(tt.code+name, "429") {
				want.Throttled = 1
			}
			if n := c.Requests(); n != want {
				t.Errorf("requests %+v, want %+v", n, want)
			}
		})
	}
}

func TestBatch_RefusedConnectionIsNotDone(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	c := unopened(t, "http://"+l.Addr().String(), batchOf(100))
	answers := write(t, c, intentsOn(someIDs(3)...))
	if !all(answers, importer.NotDone) || answers[1].Attempts != 0 || c.Requests() != (importer.Requests{}) {
		t.Errorf("answers %+v, requests %+v", answers, c.Requests())
	}
}

func TestBatch_TimeoutIsLostAndTheNextIsSmaller(t *testing.T) {
	t.Parallel()
	c := connected(t, hang, batchOf(100), func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	answers := write(t, c, intentsOn(someIDs(8)...))
	if !all(answers, importer.Lost) || answers[0].Fault.Code != "timeout" || c.writing.Next(100) != 4 {
		t.Errorf("answers %+v, next %d", answers, c.writing.Next(100))
	}
}

func TestBatch_OneMalformedOperationStandsAlone(t *testing.T) {
	t.Parallel()
	s, c := batchClient(t, allDone)
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !strings.Contains(string(body)+r.URL.Path, benchID(5)) {
			return false
		}
		w.WriteHeader(400)
		io.WriteString(w, `{"error":{"code":"BadRequest","message":"malformed"}}`)
		return true
	}
	answers := write(t, c, intentsOn(someIDs(16)...))
	for i, a := range answers {
		if want := map[bool]importer.Disposition{true: importer.Refused, false: importer.Confirmed}[i == 5]; a.Disposition != want {
			t.Errorf("%d: %+v", i, a)
		}
	}
	if answers[5].Attempts != 5 || answers[4].Attempts != 5 || answers[15].Attempts != 2 {
		t.Errorf("attempts %d, %d, %d", answers[5].Attempts, answers[4].Attempts, answers[15].Attempts)
	}
	if c.writing.Next(100) != 100 {
		t.Errorf("batches of %d are left", c.writing.Next(100))
	}
}

func TestBatch_TooManyPartsIsLearned(t *testing.T) {
	t.Parallel()
	var sizes []int
	_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
		if sizes = append(sizes, len(ops)); len(ops) > 20 {
			w.WriteHeader(400)
			io.WriteString(w, `{"error":{"code":"Unknown","message":"The current batch message contains too many parts."}}`)
			return
		}
		allDone(w, ops)
	})
	for range 2 {
		if answers := write(t, c, intentsOn(someIDs(60)...)); !all(answers, importer.Confirmed) {
			t.Fatalf("ends %v", ends(answers))
		}
	}
	same(t, sizes, []int{60, 30, 15, 15, 15, 15, 15, 15, 15, 15})
}

func TestBatch_ServerWithoutBatches(t *testing.T) {
	t.Parallel()
	notOData := `{"Message":"No HTTP resource was found that matches the request URI"}`
	each := func(status int, body string) func(w http.ResponseWriter, ops []operation) {
		return func(w http.ResponseWriter, ops []operation) {
			var all []string
			for _, op := range ops {
				all = append(all, fmt.Sprintf(`{"id":%q,"status":%d,"body":%s}`, op.ID, status, body))
			}
			responses(w, all...)
		}
	}
	outer := func(status int) func(w http.ResponseWriter, ops []operation) {
		return func(w http.ResponseWriter, _ []operation) { w.WriteHeader(status) }
	}
	for name, answer := range map[string]func(w http.ResponseWriter, ops []operation){
		"403": outer(403), "404": outer(404), "405": outer(405), "406": outer(406), "415": outer(415), "501": outer(501),
		"URLs resolved elsewhere":   each(404, notOData),
		"if-match not seen":         each(400, `{"error":{"code":"BadRequest_InvalidToken","message":"m"}}`),
		"PATCH not taken in it":     each(405, `{"error":{"code":"BadRequest_MethodNotAllowed","message":"m"}}`),
		"not implemented inside it": each(501, `null`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s, c := batchClient(t, answer, logTo(&log))
			for round := range 2 {
				answers := write(t, c, intentsOn(someIDs(3)...))
				if !all(answers, importer.Confirmed) || answers[0].Attempts != 2-round {
					t.Errorf("answers %+v", answers)
				}
			}
			if s.sent()[0] != "POST $batch" || s.rec.count() != 7 {
				t.Errorf("sent %v", s.sent())
			}
			if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "$batch") {
				t.Errorf("log %q", log.String())
			}
			if n := c.Requests(); n.Batches != 1 || n.Writes != 7 || n.Operations != 9 || n.Retries != 1 {
				t.Errorf("requests %+v", n)
			}
		})
	}
}

func TestBatch_ContactsThatAreAllMissingAreNoReasonToDoWithout(t *testing.T) {
	t.Parallel()
	_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
		body := `{"error":{"code":"BadRequest_ResourceNotFound","message":"m"}}`
		responses(w, `{"id":"1","status":404,"body":`+body+`}`, `{"id":"2","status":404,"body":`+body+`}`)
	})
	if answers := write(t, c, intentsOn(someIDs(2)...)); !all(answers, importer.Missing) || c.writing.Next(9) != 9 {
		t.Errorf("answers %+v", answers)
	}
}

func TestBatch_InnerRetryAfterPausesTheUser(t *testing.T) {
	t.Parallel()
	for status, end := range map[int]importer.Disposition{429: importer.NotDone, 503: importer.Lost} {
		_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
			responses(w, done(ops[0]), fmt.Sprintf(`{"id":"2","status":%d,"headers":{"Retry-After":"7"}}`, status),
				fmt.Sprintf(`{"id":"3","status":%d,"headers":{"retry-after":3}}`, status))
		}, func(c *Config) { c.Patience = time.Minute })
		answers := write(t, c, intentsOn(someIDs(3)...))
		same(t, ends(answers), []importer.Disposition{importer.Confirmed, end, end})
		if !c.users.limits.Paused(limits.Ticket{}, time.Now().Add(6*time.Second)) || c.users.limits.Paused(limits.Ticket{}, time.Now().Add(7*time.Second)) {
			t.Errorf("%d: no pause of 7s", status)
		}
		if n := c.Requests().Throttled; (n == 1) != (status == 429) {
			t.Errorf("%d: %d throttled", status, n)
		}
		result := (&batch{indexes: []int{0}}).inspect(reply{status: 200, body: fmt.Appendf(nil, `{"responses":[{"id":"1","status":%d}]}`, status)}, limits.Result{}, epoch)
		if !result.Overloaded {
			t.Errorf("%d is no strain", status)
		}
	}
}

func TestBatch_CompanyGoneInsideStops(t *testing.T) {
	t.Parallel()
	_, c := batchClient(t, func(w http.ResponseWriter, ops []operation) {
		responses(w, done(ops[0]), `{"id":"2","status":404,"body":{"error":{"code":"Internal_CompanyNotFound","message":"m"}}}`)
	})
	answers, err := c.Write(t.Context(), intentsOn(someIDs(2)...))
	if !errors.Is(err, importer.ErrCompanyGone) || answers[0].Disposition != importer.Confirmed || answers[1].Disposition != importer.NotDone {
		t.Errorf("answers %+v, %v", answers, err)
	}
}

func TestBatch_UnderWayGetsTheGraceAndNothingFollows(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		grace  time.Duration
		answer bool
		want   importer.Disposition
	}{
		"answer within the grace": {time.Minute, true, importer.Confirmed},
		"no answer":               {20 * time.Millisecond, false, importer.Lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			s, c := batchClient(t, allDone, func(c *Config) { c.Grace, c.Batch = tt.grace, 2 })
			s.refuse = func(_ http.ResponseWriter, r *http.Request) bool {
				cancel()
				if !tt.answer {
					<-r.Context().Done()
				}
				return !tt.answer
			}
			answers, err := c.Write(ctx, intentsOn(someIDs(4)...))
			want := []importer.Disposition{tt.want, tt.want, importer.NotSent, importer.NotSent}
			if err != nil || !slices.Equal(ends(answers), want) || s.rec.count() != 1 {
				t.Errorf("ends %v, %v; %d requests", ends(answers), err, s.rec.count())
			}
		})
	}
}

func TestBatch_OperationsMayCount(t *testing.T) {
	t.Parallel()
	config := Config{Batch: 100, BatchCounts: CountOperations, Rate: limits.Rate{Requests: 30, Span: time.Minute}}.withDefaults()
	if config.Batch != 30 || config.weight(20) != 20 || (Config{}).weight(20) != 1 {
		t.Errorf("batches of %d, weights %d and %d", config.Batch, config.weight(20), (Config{}).weight(20))
	}
	synctest.Test(t, func(t *testing.T) {
		us := newUsers(config, nil, quick).limits
		start := time.Now()
		for i, want := range []time.Duration{0, time.Minute, time.Minute, 2 * time.Minute} {
			weight := []int{20, 20, 10, 1}[i]
			tk, err := us.Acquire(t.Context(), weight)
			if err != nil || time.Since(start) != want {
				t.Errorf("%d: after %v, want %v (%v)", i, time.Since(start), want, err)
			}
			us.Release(tk, limits.Result{Sent: true}, time.Now())
		}
	})
}
