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
	"bcimport/mapping"
)

func numbers(keys ...string) []importer.Lookup { return lookups(mapping.MatchNumber, keys...) }

func lookups(by mapping.Match, keys ...string) []importer.Lookup {
	all := make([]importer.Lookup, len(keys))
	for i, key := range keys {
		all[i] = importer.Lookup{By: by, Key: key}
	}
	return all
}

func find(t *testing.T, c *Client, wanted ...importer.Lookup) []importer.Found {
	t.Helper()
	found, err := c.Find(t.Context(), wanted)
	if err != nil || len(found) != len(wanted) {
		t.Fatalf("find: %v, %d answers", err, len(found))
	}
	for i, f := range found {
		if f.Lookup != wanted[i] {
			t.Fatalf("answer %d is about %+v", i, f.Lookup)
		}
	}
	return found
}

// foundIDs are the ids that were found, with the last digit alone.
func foundIDs(found []importer.Found) []string {
	all := make([]string, len(found))
	for i, f := range found {
		all[i] = fmt.Sprint(f.Disposition)
		for _, id := range f.IDs {
			all[i] += " " + id[len(id)-1:]
		}
	}
	return all
}

func TestFindTogether_OneRequestForAKindOfKey(t *testing.T) {
	t.Parallel()
	s := newService(someIDs(4)...)
	c := s.client(t, importer.KeyGUID)
	found := find(t, c, append(numbers("CT2", "CT0"), lookups(mapping.MatchEmail, "P3@b.de", "p1@b.de")...)...)
	same(t, foundIDs(found), []string{"1 2", "1 0", "1 3", "1 1"})
	for i, want := range []string{
		"/contacts?$filter=number%20eq%20%27CT2%27%20or%20number%20eq%20%27CT0%27&$select=id,number",
		"/customerContacts?$filter=email%20eq%20%27P3%40b.de%27%20or%20email%20eq%20%27p1%40b.de%27&$select=id,email",
	} {
		if got := s.rec.requests[i].RequestURI; got != rootPath+"/companies(c1)"+want {
			t.Errorf("sent %s", got)
		}
	}
	if s.rec.count() != 2 {
		t.Errorf("sent %v", s.sent())
	}
}

func TestFindTogether_AssignsAnswersToKeys(t *testing.T) {
	t.Parallel()
	s := newService(someIDs(6)...)
	for i, email := range []string{"Ann@b.de", "ann@B.DE", "o'hara+x&y@b.de", " blank@b.de", "STRASSE@b.de", "x@b.de"} {
		s.known[benchID(i)].email = email
	}
	c := s.client(t, importer.KeyGUID)
	found := find(t, c, lookups(mapping.MatchEmail, "ann@b.de", "ANN@b.de", "o'hara+x&y@b.de", " blank@b.de ", "straße@b.de", "nobody@b.de")...)
	same(t, foundIDs(found), []string{"1 0 1", "1 0 1", "1 2", "1", "1", "1"})
	// The service trims nothing here, so that the blanks find nobody alone either.
	same(t, s.sent(), []string{"GET customerContacts?6", "GET customerContacts?1", "GET customerContacts?1", "GET customerContacts?1"})
}

func TestFindTogether_NoURLIsTooLong(t *testing.T) {
	t.Parallel()
	s := newService(someIDs(200)...)
	var keys []string
	for i := range 200 {
		s.known[benchID(i)].email = fmt.Sprintf("%s%d@example.com", strings.Repeat("ä", i%30), i)
		keys = append(keys, s.known[benchID(i)].email)
	}
	keys = append(keys, strings.Repeat("x", 9000))
	c := s.client(t, importer.KeyGUID)
	for i, f := range find(t, c, lookups(mapping.MatchEmail, keys...)...) {
		if f.Disposition != importer.Confirmed || len(f.IDs) != 1 && i < 200 {
			t.Fatalf("found %+v", f)
		}
	}
	for _, r := range s.rec.requests[:s.rec.count()-1] {
		if n := len("http://" + r.Host + r.RequestURI); n > odata.MaxURL {
			t.Errorf("a URL of %d bytes", n)
		}
	}
	if n := s.rec.count(); n > 8 {
		t.Errorf("%d requests", n)
	}
}

func TestFindTogether_AnIncompleteAnswerSaysNothing(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]http.HandlerFunc{
		"fault": answering(503, nil, ""), "throttled": answering(429, nil, ""), "broken off": brokenOff(200),
	} {
		s := newService(someIDs(2)...)
		s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Query().Has("$skiptoken") {
				second(w, r)
				return true
			}
			fmt.Fprintf(w, `{"value":[{"id":"1","number":"CT0"}],"@odata.nextLink":"contacts?$skiptoken=2"}`)
			return true
		}
		for _, f := range find(t, s.client(t, importer.KeyGUID), numbers("CT0", "CT1")...) {
			if f.Disposition != importer.Lost && f.Disposition != importer.NotDone || len(f.IDs) > 0 || f.Fault.Code == "" {
				t.Errorf("%s: found %+v", name, f)
			}
		}
	}
}

func TestFindTogether_AnswersThatCannotBeUsedAreAskedForAlone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "[]", "<html>", `{"value":[{"id":"1"}]}`, `{"value":[{"id":"1","num`, `{"value":[],"@odata.nextLink":"http://x/y"}`} {
		s := newService(someIDs(2)...)
		s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.Contains(r.URL.RawQuery, "%20or%20") {
				return false
			}
			io.WriteString(w, body)
			return true
		}
		var log bytes.Buffer
		c := s.client(t, importer.KeyGUID, logTo(&log))
		for range 5 {
			same(t, foundIDs(find(t, c, numbers("CT0", "CT1")...)), []string{"1 0", "1 1"})
		}
		if n := s.rec.count(); n != 5*2+3 || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s: %d requests, log %q", body, n, log.String())
		}
	}
}

func TestFindTogether_OneKeyThatIsRefusedStandsAlone(t *testing.T) {
	t.Parallel()
	s := newService(someIDs(16)...)
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.RawQuery, "CT5%27") {
			return false
		}
		w.WriteHeader(400)
		io.WriteString(w, `{"error":{"code":"BadRequest","message":"no"}}`)
		return true
	}
	var log bytes.Buffer
	c := s.client(t, importer.KeyGUID, logTo(&log))
	var keys []string
	for i := range 16 {
		keys = append(keys, fmt.Sprintf("CT%d", i))
	}
	for i, f := range find(t, c, numbers(keys...)...) {
		if want := map[bool]importer.Disposition{true: importer.Refused, false: importer.Confirmed}[i == 5]; f.Disposition != want {
			t.Errorf("%d: %+v", i, f)
		}
	}
	if log.Len() > 0 || c.lookups.of(mapping.MatchNumber).Next(100) != 100 {
		t.Errorf("lookups of %d at once are left, log %q", c.lookups.of(mapping.MatchNumber).Next(100), log.String())
	}
}

func TestFindTogether_ServerThatRefusesTheFilter(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 501} {
		s := newService(someIDs(8)...)
		s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.Contains(r.URL.RawQuery, "%20or%20") {
				return false
			}
			w.WriteHeader(status)
			return true
		}
		var log bytes.Buffer
		c := s.client(t, importer.KeyGUID, logTo(&log))
		for range 2 {
			same(t, foundIDs(find(t, c, numbers("CT0", "CT1", "CT2", "CT3")...)), []string{"1 0", "1 1", "1 2", "1 3"})
		}
		if n := s.rec.count(); n > 8+3 || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%d: sent %v, log %q", status, s.sent(), log.String())
		}
	}
}

func TestFindTogether_ServerThatIgnoresTheFilter(t *testing.T) {
	t.Parallel()
	s := newService()
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Has("$skiptoken") {
			io.WriteString(w, `{"value":[{"id":"4","number":"CT1"}]}`)
			return true
		}
		io.WriteString(w, `{"value":[{"id":"1","number":"A"},{"id":"2","number":"CT0"},{"id":"3","number":""}],"@odata.nextLink":"contacts?$skiptoken=2"}`)
		return true
	}
	same(t, foundIDs(find(t, s.client(t, importer.KeyGUID), numbers("CT0", "CT1")...)), []string{"1 2", "1 4"})
}
