package businesscentral

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
)

func read(t *testing.T, c *Client, ids ...string) []importer.Response {
	t.Helper()
	answers, err := c.Read(t.Context(), ids)
	if err != nil || len(answers) != len(ids) {
		t.Fatalf("read: %v, %d answers", err, len(answers))
	}
	for i, a := range answers {
		if a.Disposition == importer.Confirmed && a.Contact.ID != ids[i] {
			t.Fatalf("answer %d is about %s", i, a.Contact.ID)
		}
	}
	return answers
}

func TestReadTogether_OneRequestForAChunk(t *testing.T) {
	t.Parallel()
	ids := someIDs(3)
	s := newService(ids...)
	c := s.client(t, importer.KeyGUID)
	answers := read(t, c, ids[2], strings.ToUpper(ids[0]), ids[1])
	if !all(answers, importer.Confirmed) || answers[0].Contact.ETag != `W/"2"` || answers[1].Contact.Text("email") != "p0@b.de" || answers[2].Attempts != 1 {
		t.Fatalf("answers %+v", answers)
	}
	r := s.rec.requests[0]
	want := rootPath + "/companies(c1)/customerContacts?$filter=id%20eq%20" + ids[2] + "%20or%20id%20eq%20" + strings.ToUpper(ids[0]) +
		"%20or%20id%20eq%20" + ids[1] + "&$select=id,email,firstName,lastName,professionalTitle,primaryPhoneNumber"
	if r.RequestURI != want || r.Header.Get("Data-Access-Intent") != "ReadWrite" {
		t.Errorf("sent %s\nwant %s", r.RequestURI, want)
	}
	// The second request compares eTags, once for the connection.
	read(t, c, ids...)
	same(t, s.sent(), []string{"GET customerContacts?3", "GET customerContacts(" + ids[2] + ")", "GET customerContacts?3"})
	if n := c.Requests(); n.Reads != 3 || n.Total != 3 || n.Retries != 0 {
		t.Errorf("requests %+v", n)
	}
}

func TestReadTogether_OneContactIsReadPlainly(t *testing.T) {
	t.Parallel()
	s := newService(someIDs(1)...)
	read(t, s.client(t, importer.KeyGUID), benchID(0))
	same(t, s.sent(), []string{"GET customerContacts(" + benchID(0) + ")"})
}

func TestReadTogether_FormsOfTheKey(t *testing.T) {
	t.Parallel()
	s := newService("A", "O'Hara/1")
	answers := read(t, s.client(t, importer.KeyString), "A", "O'Hara/1")
	if !all(answers, importer.Confirmed) || !strings.Contains(s.rec.requests[0].RequestURI, "=id%20eq%20%27A%27%20or%20id%20eq%20%27O%27%27Hara%2F1%27&") {
		t.Errorf("string key: %+v by %s", answers, s.rec.requests[0].RequestURI)
	}
	for name, kind := range map[string]importer.KeyKind{"undeclared": importer.KeyUndeclared, "no GUIDs": importer.KeyGUID} {
		s := newService("A", "B")
		if answers := read(t, s.client(t, kind), "A", "B"); !all(answers, importer.Confirmed) {
			t.Errorf("%s: %+v", name, answers)
		}
		same(t, s.sent(), []string{"GET customerContacts(A)", "GET customerContacts(B)"})
	}
}

func TestReadTogether_NoURLIsTooLong(t *testing.T) {
	t.Parallel()
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s'%d", strings.Repeat("ü ", 20), i)
	}
	s := newService(ids...)
	if answers := read(t, s.client(t, importer.KeyString), ids...); !all(answers, importer.Confirmed) {
		t.Fatalf("ends %v", ends(answers))
	}
	for _, r := range s.rec.requests {
		if n := len("http://" + r.Host + r.RequestURI); n > odata.MaxURL || strings.Contains(r.RequestURI, "+") {
			t.Errorf("%d bytes: %s", n, r.RequestURI)
		}
	}
	if n := s.rec.count(); n < 3 || n > 6 {
		t.Errorf("%d requests", n)
	}
}

func TestReadTogether_AMissingContactIsAskedForAlone(t *testing.T) {
	t.Parallel()
	ids := someIDs(4)
	s := newService(ids[0], ids[2])
	answers := read(t, s.client(t, importer.KeyGUID), ids...)
	same(t, ends(answers), []importer.Disposition{importer.Confirmed, importer.Missing, importer.Confirmed, importer.Missing})
	if answers[1].Attempts != 2 || answers[1].Fault.Code != "BadRequest_ResourceNotFound" {
		t.Errorf("answer %+v", answers[1])
	}
}

func TestReadTogether_AnIDThatIsAskedForTwiceIsAnsweredTwice(t *testing.T) {
	t.Parallel()
	ids := someIDs(2)
	s := newService(ids...)
	if answers := read(t, s.client(t, importer.KeyGUID), ids[0], ids[1], ids[0]); !all(answers, importer.Confirmed) {
		t.Errorf("ends %v", ends(answers))
	}
	same(t, s.sent()[0], "GET customerContacts?2")
}

func TestReadTogether_StringKeysThatDifferInCaseAreAskedForAlone(t *testing.T) {
	t.Parallel()
	s := newService("abc", "ABC", "x")
	s.known["abc"].email, s.known["ABC"].email = "small@b.de", "large@b.de"
	answers := read(t, s.client(t, importer.KeyString), "x", "abc", "ABC")
	if answers[1].Contact.Text("email") != "small@b.de" || answers[2].Contact.Text("email") != "large@b.de" {
		t.Errorf("answers %+v", answers)
	}
}

// listing gives every list the same answer and every contact its own.
func listing(s *service, body string) {
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.RawQuery == "" {
			return false
		}
		io.WriteString(w, strings.ReplaceAll(body, "HOST", r.Host))
		return true
	}
}

func TestReadTogether_ListsThatAreNotBeyondDoubt(t *testing.T) {
	t.Parallel()
	ids := someIDs(2)
	s := newService(ids...)
	a, b := s.record(s.known[ids[0]], true, true), s.record(s.known[ids[1]], true, true)
	other := strings.Replace(a, `W/\"0\"`, `W/\"9\"`, 1)
	for name, tt := range map[string]struct {
		list  string
		alone int // contacts that are asked for alone, the comparison aside
	}{
		"whole":                     {`{"value":[` + a + `,` + b + `]}`, 0},
		"one twice, alike":          {`{"value":[` + a + `,` + b + `,` + a + `]}`, 0},
		"one twice, not alike":      {`{"value":[` + a + `,` + b + `,` + other + `]}`, 1},
		"not alike, then again":     {`{"value":[` + a + `,` + b + `,` + other + `,` + other + `]}`, 1},
		"one without an eTag":       {`{"value":[` + strings.Replace(a, "@odata.etag", "x", 1) + `,` + b + `]}`, 1},
		"none has an eTag":          {`{"value":[` + strings.Replace(a, "@odata.etag", "x", 1) + `]}`, 2},
		"somebody else":             {`{"value":[` + strings.Replace(a, ids[0], anID, 1) + `,` + b + `]}`, 1},
		"nobody":                    {`{"value":[]}`, 2},
		"half":                      {`{"value":[` + a, 2},
		"HTML":                      {`<html>`, 2},
		"no UTF-8":                  {`{"value":[` + strings.Replace(a, `"F"`, "\"\xe4\"", 1) + `,` + b + `]}`, 2},
		"a record without an id":    {`{"value":[{"email":"x"}]}`, 2},
		"more pages on another":     {`{"value":[` + a + `,` + b + `],"@odata.nextLink":"http://x/next"}`, 2},
		"the same page without end": {`{"value":[` + a + `,` + b + `],"@odata.nextLink":"?$skiptoken=1"}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(ids...)
			listing(s, tt.list)
			c := s.client(t, importer.KeyGUID)
			c.listSupport.verified = true
			lists := func() (n int) {
				for _, line := range s.sent() {
					if !strings.HasPrefix(line, "GET customerContacts(") {
						n++
					}
				}
				return n
			}
			if answers := read(t, c, ids...); !all(answers, importer.Confirmed) {
				t.Fatalf("answers %+v", answers)
			}
			if alone := s.rec.count() - lists(); alone != tt.alone || lists() > 4 {
				t.Errorf("%d contacts alone, want %d: %v", alone, tt.alone, s.sent())
			}
		})
	}
}

func TestReadTogether_NextPageIsFollowed(t *testing.T) {
	t.Parallel()
	ids := someIDs(2)
	s := newService(ids...)
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Query().Has("$filter"):
			fmt.Fprintf(w, `{"value":[%s],"@odata.nextLink":"customerContacts?$skiptoken=2"}`, s.record(s.known[ids[0]], true, true))
		case r.URL.Query().Has("$skiptoken"):
			fmt.Fprintf(w, `{"value":[%s]}`, s.record(s.known[ids[1]], true, true))
		default:
			return false
		}
		if r.Header.Get("Data-Access-Intent") != "ReadWrite" {
			t.Error("a page is asked for without the primary")
		}
		return true
	}
	c := s.client(t, importer.KeyGUID)
	c.listSupport.verified = true
	answers := read(t, c, ids...)
	if !all(answers, importer.Confirmed) || answers[1].Attempts != 1 || s.rec.count() != 2 {
		t.Errorf("answers %+v after %v", answers, s.sent())
	}
}

func TestReadTogether_ServerThatIgnoresTheFilter(t *testing.T) {
	t.Parallel()
	everybody := someIDs(50)
	s := newService(everybody...)
	var list []string
	for _, id := range everybody {
		list = append(list, s.record(s.known[id], true, true))
	}
	listing(s, `{"value":[`+strings.Join(list, ",")+`],"@odata.nextLink":"customerContacts?$skiptoken=1"}`)
	var log bytes.Buffer
	c := s.client(t, importer.KeyGUID, logTo(&log))
	wanted := append(someIDs(2), benchID(99))
	for range 2 {
		same(t, ends(read(t, c, wanted...)), []importer.Disposition{importer.Confirmed, importer.Confirmed, importer.Missing})
	}
	one := func(n int) string { return "GET customerContacts(" + benchID(n) + ")" }
	same(t, s.sent(), []string{"GET customerContacts?3", one(0), one(99), one(0), one(1), one(99)})
	if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "filter_ignored") {
		t.Errorf("log %q", log.String())
	}
}

func TestReadTogether_ServerThatRefusesTheFilter(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 404, 405, 414, 501} {
		ids := someIDs(8)
		s := newService(ids...)
		s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.RawQuery != "" {
				w.WriteHeader(status)
			}
			return r.URL.RawQuery != ""
		}
		var log bytes.Buffer
		c := s.client(t, importer.KeyGUID, logTo(&log))
		if answers := read(t, c, ids...); !all(answers, importer.Confirmed) {
			t.Errorf("%d: ends %v", status, ends(answers))
		}
		lists := s.rec.count() - 8
		if lists > 4 { // 8, 4, 2 of them, and then it is clear
			t.Errorf("%d: %v", status, s.sent())
		}
		if read(t, c, ids...); s.rec.count() != lists+16 || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%d: %d requests, log %q", status, s.rec.count(), log.String())
		}
	}
}

// What stands before the service may bear shorter URLs than ours.
func TestReadTogether_LearnsHowManyAreNotTooMany(t *testing.T) {
	t.Parallel()
	ids := someIDs(40)
	s := newService(ids...)
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.Count(r.URL.RawQuery, "%20or%20") < 10 {
			return false
		}
		w.WriteHeader(400)
		return true
	}
	c := s.client(t, importer.KeyGUID)
	c.listSupport.verified = true
	read(t, c, ids...)
	before := len(s.sent())
	read(t, c, ids...)
	same(t, s.sent()[before:], []string{"GET customerContacts?10", "GET customerContacts?10", "GET customerContacts?10", "GET customerContacts?10"})
}

func TestReadTogether_FaultsAreThoseOfAllAndSlowListsGetShorter(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]importer.Disposition{500: importer.Lost, 503: importer.Lost, 504: importer.Lost, 429: importer.NotDone} {
		ids := someIDs(8)
		s := newService(ids...)
		bad := true
		s.refuse = func(w http.ResponseWriter, _ *http.Request) bool {
			if bad {
				w.WriteHeader(status)
			}
			return bad
		}
		c := s.client(t, importer.KeyGUID)
		c.listSupport.verified = true
		answers := read(t, c, ids...)
		if !all(answers, want) || answers[7].Fault.HTTPStatus != status || answers[7].Attempts != 1 || s.rec.count() != 1 {
			t.Errorf("%d: answers %+v", status, answers)
		}
		bad = false
		read(t, c, ids...)
		if shorter := s.sent()[1] == "GET customerContacts?4"; shorter != (status == 500 || status == 504) {
			t.Errorf("%d: then %v", status, s.sent()[1:])
		}
	}
}

func TestReadTogether_CompanyGoneStops(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(404, nil, `{"error":{"code":"Internal_CompanyNotFound","message":"no company"}}`), batchOf(100))
	c.schema.Key = importer.KeyGUID
	answers, err := c.Read(t.Context(), someIDs(3))
	if err == nil || !all(answers, importer.NotDone) || c.Requests().Total != 1 {
		t.Errorf("answers %+v, %v", answers, err)
	}
}
