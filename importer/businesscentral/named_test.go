package businesscentral

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
)

func TestNamed_OneRequestForAHundred(t *testing.T) {
	t.Parallel()
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprintf("6f1a0c3e-0d5e-4a52-9c1b-%012d", i)
	}
	asked := 0
	c := connected(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if n := strings.Count(r.URL.Query().Get("$filter"), "id eq "); n != len(ids) || !strings.HasSuffix(r.URL.Path, "/contacts") {
			t.Errorf("%d ids in %s", n, r.URL)
		}
		fmt.Fprintf(w, `{"value":[{"id":%q,"number":"CT7","displayName":"Anna\nBerg"}]}`, strings.ToUpper(ids[7]))
	})
	c.explanations.left, c.schema.Key = 10, importer.KeyGUID
	people, again := c.Named(t.Context(), ids)
	if !again || asked != 1 || len(people) != 1 || people[0].Key != "CT7" || people[0].Name != "Anna Berg" {
		t.Errorf("%d requests, %+v", asked, people)
	}
}

// TestNamed_NothingDependsOnIt: whoever does not answer is not asked again.
func TestNamed_NothingDependsOnIt(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"refuses": answering(403, nil, `{"error":{"code":"Forbidden","message":"no"}}`),
		"is down": answering(503, nil, ""),
		"garbles": answering(200, nil, "<html>"),
		"ignores": answering(200, nil, `{"value":[`+strings.TrimSuffix(strings.Repeat(`{"id":"x","number":"1"},`, 5000), ",")+`]}`),
	} {
		c := connected(t, answer)
		c.explanations.left, c.schema.Key = 10, importer.KeyGUID
		if people, again := c.Named(t.Context(), []string{anID}); again || len(people) > 0 {
			t.Errorf("%s: %+v, %v", name, people, again)
		}
	}
	c := connected(t, func(http.ResponseWriter, *http.Request) { t.Error("asked beyond the allowance, or for what is no id") })
	c.explanations.left, c.schema.Key = 0, importer.KeyGUID
	if _, again := c.Named(t.Context(), []string{anID}); again {
		t.Error("asked beyond the allowance")
	}
	c.explanations.left = 10
	if people, again := c.Named(t.Context(), []string{"CONT1"}); len(people) > 0 || !again {
		t.Errorf("of what is no id: %+v", people)
	}
}
