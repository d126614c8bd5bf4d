package businesscentral

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
)

// codesClient is connected to a server that has pages of codes and no $metadata.
func codesClient(t *testing.T, page http.HandlerFunc, change ...func(*Config)) *Client {
	t.Helper()
	return connected(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "$metadata") {
			w.WriteHeader(404)
			return
		}
		page(w, r)
	}, change...)
}

func TestCodes_PagesFollowOneAnotherWithinTheLimits(t *testing.T) {
	t.Parallel()
	var rec recorder
	pages := 0
	c := codesClient(t, rec.wrap(func(w http.ResponseWriter, r *http.Request) {
		pages++
		switch {
		case pages == 2: // a passing fault is no end
			w.WriteHeader(503)
		case r.URL.Query().Get("$skiptoken") == "":
			io.WriteString(w, `{"value":[{"id":"a","code":"TISCH"},{"id":"b","code":""},{"id":"c","code":null}],"@odata.nextLink":"itemCategories?$skiptoken=1"}`)
		default:
			io.WriteString(w, `{"value":[{"id":"A","code":"TISCH"},{"id":"d","code":"STUHL"}]}`)
		}
	}))
	codes, err := c.Codes(t.Context(), "itemCategories", "code")
	same(t, codes, []importer.RecordCode{{ID: "a", Code: "TISCH"}, {ID: "d", Code: "STUHL"}})
	if err != nil || pages != 3 {
		t.Errorf("%d pages, error %v", pages, err)
	}
	for _, r := range rec.requests {
		if r.Header.Get("Data-Access-Intent") != "ReadWrite" {
			t.Errorf("%s may be answered by a replica", r.URL)
		}
	}
	if got := rec.requests[0].URL.RawQuery; got != "$select=id,code" {
		t.Errorf("asked for %s", got)
	}
}

func TestCodes_TooManyAreRefusedBeforeTheLastPage(t *testing.T) {
	t.Parallel()
	pages := 0
	c := codesClient(t, func(w http.ResponseWriter, _ *http.Request) {
		pages++
		var b strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&b, `%s{"id":"%d-%d","code":"C%[2]d-%[3]d"}`, strings.Repeat(",", min(i, 1)), pages, i)
		}
		fmt.Fprintf(w, `{"value":[%s],"@odata.nextLink":"items?$skiptoken=%d"}`, b.String(), pages)
	})
	codes, err := c.Codes(t.Context(), "items", "code")
	if !errors.Is(err, errTooManyCodes) || codes != nil || pages != maxCodes/20_000+1 {
		t.Errorf("%d codes on %d pages, error %v", len(codes), pages, err)
	}
	var p *importer.Problem
	if !errors.As(err, &p) || p.Kind != importer.KindInvalid || !strings.Contains(p.Hint.In(nil), "GUID") {
		t.Errorf("problem %+v", p)
	}
}

func TestCodes_ARefusalSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{403: "permission set", 404: "GUID", 400: "GUID"} {
		c := codesClient(t, answering(status, nil, `{"error":{"code":"BadRequest","message":"no"}}`))
		_, err := c.Codes(t.Context(), "itemCategories", "code")
		var p *importer.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Hint.In(nil), want) {
			t.Errorf("%d: error %v", status, err)
		}
	}
	c := codesClient(t, answering(404, nil, `{"error":{"code":"Internal_CompanyNotFound","message":"no"}}`))
	c.config.Patience = 0
	if _, err := c.Codes(t.Context(), "itemCategories", "code"); err == nil {
		t.Error("a company that is gone has codes")
	}
}

func TestCaptions_AServiceThatGarblesThemHasNone(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"refuses": answering(403, nil, ""), "has none": answering(404, nil, ""), "is down": answering(503, nil, ""), "garbles": answering(200, nil, "<html>"),
		"is empty": answering(200, nil, `{"value":[]}`), "leads elsewhere": answering(200, nil, `{"value":[],"@odata.nextLink":"http://x/y"}`),
	} {
		c := connected(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "$metadata") {
				io.WriteString(w, edmx("Edm.Guid", "customerContacts"))
				return
			}
			answer(w, r)
		})
		if e, err := c.Captions(t.Context(), ""); err != nil || e.Find("email").Name != "email" {
			t.Errorf("%s: %v, error %v", name, e, err)
		}
		if routes, err := c.Routes(t.Context()); err != nil || len(routes) > 0 {
			t.Errorf("%s: routes %v, error %v", name, routes, err)
		}
	}
}
