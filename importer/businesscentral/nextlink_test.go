package businesscentral

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

func TestNextPage(t *testing.T) {
	t.Parallel()
	const link = "https://bc.example.com/v2.0/e/api/v2.0/companies(1)/contacts?x=1"
	for name, tt := range map[string]struct{ next, want string }{
		"end":              {"", ""},
		"absolute":         {"https://bc.example.com/v2.0/e/api/v2.0/x?$skiptoken=a%20b", "https://bc.example.com/v2.0/e/api/v2.0/x?$skiptoken=a%20b"},
		"host's own port":  {"https://BC.example.com:443/x", "https://BC.example.com:443/x"},
		"relative":         {"contacts?$skiptoken=2", "https://bc.example.com/v2.0/e/api/v2.0/companies(1)/contacts?$skiptoken=2"},
		"only a query":     {"?$skiptoken=2", "https://bc.example.com/v2.0/e/api/v2.0/companies(1)/contacts?$skiptoken=2"},
		"other host":       {"https://evil.example.com/x", "!another host"},
		"host without one": {"//evil.example.com/x", "!another host"},
		"other port":       {"https://bc.example.com:8443/x", "!another host"},
		"other scheme":     {"http://bc.example.com/x", "!another host"},
		"user":             {"https://bc.example.com@evil.example.com/x", "!another host"},
		"own host, user":   {"https://u@bc.example.com/x", "!another host"},
		"not a URL":        {"%zz", "!not a URL"},
		"the same page":    {link, "!the same page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := nextPage(link, tt.next, 1)
			if problem, wanted := strings.CutPrefix(tt.want, "!"); wanted {
				if err == nil || !strings.Contains(err.Error(), problem) {
					t.Errorf("got %q, %v", got, err)
				}
			} else if got != tt.want || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	if _, err := nextPage(link, "/y", mostPages); err == nil {
		t.Error("pages without end are followed")
	}
}

func TestInContext(t *testing.T) {
	t.Parallel()
	const link = "companies(1)/contacts?$skiptoken=2"
	for _, tt := range []struct{ context, next, want string }{
		{"", link, link},
		{"$metadata#companies", "companies?$skiptoken=1", "companies?$skiptoken=1"},
		{"../$metadata#contacts", link, "../" + link},
		{"../$metadata?a=/b#companies(1)/contacts", link, "../" + link},
		{"https://bc.example.com/v2.0/e/api/v2.0/$metadata#companies(1)/contacts", link, "https://bc.example.com/v2.0/e/api/v2.0/" + link},
		{"../$metadata#contacts", "", ""},
		{"../$metadata#contacts", "?$skiptoken=2", "?$skiptoken=2"},
		{"../$metadata#contacts", "/x?$skiptoken=2", "/x?$skiptoken=2"},
		{"../$metadata#contacts", "//evil.example.com/x", "//evil.example.com/x"},
		{"../$metadata#contacts", "https://bc.example.com/x", "https://bc.example.com/x"},
		{"../$metadata#contacts", "%zz", "%zz"},
	} {
		if got := inContext(tt.context, tt.next); got != tt.want {
			t.Errorf("%q in %q is %q, want %q", tt.next, tt.context, got, tt.want)
		}
	}
}

func TestFind_FollowsALinkFromTheRoot(t *testing.T) {
	t.Parallel()
	c := connected(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != rootPath+"/companies(c1)/contacts" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if r.URL.Query().Has("$skiptoken") {
			fmt.Fprint(w, `{"value":[{"id":"2","number":"K1"}]}`)
			return
		}
		fmt.Fprint(w, `{"@odata.context":"../$metadata#contacts","value":[{"id":"1","number":"K1"}],"@odata.nextLink":"companies(c1)/contacts?$skiptoken=2"}`)
	})
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.End != importer.Confirmed || strings.Join(f.IDs, " ") != "1 2" {
		t.Errorf("found %+v", f)
	}
}

func TestConnect_CompaniesOnSeveralPages(t *testing.T) {
	t.Parallel()
	page := func(next string) string {
		return fmt.Sprintf(`{"value":[{"id":"c-1","name":"One"}],"@odata.nextLink":%q}`, next)
	}
	pages := func(first string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery == "" {
				fmt.Fprint(w, page(first))
				return
			}
			fmt.Fprint(w, `{"value":[{"id":"c-2","name":"Two"}]}`)
		}
	}
	c, err := open(t, pages("companies?$skiptoken=2"), goodMetadata, named("Two"))
	if err != nil || c.Target().CompanyID != "c-2" {
		t.Errorf("target %+v, error %v", c.Target(), err)
	}
	if _, err := open(t, pages("https://evil.example.com/x"), goodMetadata, named("Two"), bearer); err == nil {
		t.Error("a foreign next link was followed")
	}
}

func TestFind_FollowsPagesAndRefusesForeignOnes(t *testing.T) {
	t.Parallel()
	next := "contacts?$skiptoken=2"
	c := connected(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("$skiptoken") {
			fmt.Fprintf(w, `{"value":[{"id":"2","number":"K1"},{"id":"1","number":"K1"}]}`)
			return
		}
		fmt.Fprintf(w, `{"value":[{"id":"1","number":"K1"}],"@odata.nextLink":%q}`, next)
	})
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.End != importer.Confirmed || strings.Join(f.IDs, " ") != "1 2" {
		t.Errorf("found %+v", f)
	}
	next = "https://evil.example.com/contacts?$skiptoken=2"
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.End != importer.Lost || f.IDs != nil || !strings.Contains(f.Fault.Message, "another host") {
		t.Errorf("found %+v", f)
	}
}
