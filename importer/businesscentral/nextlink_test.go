package businesscentral

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

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
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.Disposition != importer.Confirmed || strings.Join(f.IDs, " ") != "1 2" {
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
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.Disposition != importer.Confirmed || strings.Join(f.IDs, " ") != "1 2" {
		t.Errorf("found %+v", f)
	}
	next = "https://evil.example.com/contacts?$skiptoken=2"
	if f := findOne(t, c, mapping.MatchNumber, "K1"); f.Disposition != importer.Lost || f.IDs != nil || !strings.Contains(f.Fault.Message, "another host") {
		t.Errorf("found %+v", f)
	}
}
