package businesscentral

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

// TestPeople_NothingDependsOnThem: a service that refuses, ignores or garbles what is
// asked to say more leaves the answers as they are, and is not asked for ever.
func TestPeople_NothingDependsOnThem(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"refuses":   answering(400, nil, `{"error":{"code":"BadRequest","message":"no"}}`),
		"is down":   answering(503, nil, ""),
		"garbles":   answering(200, nil, "<html>"),
		"ignores":   answering(200, nil, `{"value":[`+strings.TrimSuffix(strings.Repeat(`{"id":"x","number":"1"},`, 5000), ",")+`]}`),
		"is silent": answering(200, nil, `{"value":[]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			c := connected(t, func(w http.ResponseWriter, r *http.Request) {
				asked++
				answer(w, r)
			})
			c.explanations.left = 3
			c.schema.Key = importer.KeyGUID
			for range 10 {
				found := []importer.Found{{Lookup: importer.Lookup{By: mapping.MatchNumber, Key: "CT123"}, Disposition: importer.Confirmed}}
				c.explainFound(t.Context(), found)
				if len(found[0].People) > 0 || found[0].Exclusion != "" {
					t.Errorf("found %+v", found[0])
				}
				answers := []importer.Response{{Disposition: importer.Missing}}
				c.explainMissing(t.Context(), []string{anID}, answers)
				if answers[0].Exclusion != "" {
					t.Errorf("answer %+v", answers[0])
				}
			}
			if asked > 3 {
				t.Errorf("%d requests", asked)
			}
		})
	}
}

func TestPeople_WhyAContactIsOutside(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, relation string
		want           importer.ExclusionReason
	}{
		{"Company", "Customer", importer.IsCompany},
		{"Person", "Multiple", importer.SeveralRelations},
		{"Person", "Vendor", importer.NoCustomer},
		{"Person", "None", importer.NoCustomer},
		{"Person", "Customer", importer.NotShown},
		{"", "", importer.NotShown},
	} {
		c := connected(t, answering(200, nil, fmt.Sprintf(`{"value":[{"id":%q,"type":%q,"contactBusinessRelation":%q}]}`, strings.ToUpper(anID), test.kind, test.relation)))
		c.explanations.left, c.schema.Key = 1, importer.KeyGUID
		answers := []importer.Response{{Disposition: importer.Missing}, {Disposition: importer.Confirmed}}
		c.explainMissing(t.Context(), []string{anID, anID}, answers)
		if answers[0].Exclusion != test.want || answers[1].Exclusion != "" {
			t.Errorf("%s, %s: %q", test.kind, test.relation, answers[0].Exclusion)
		}
	}
}
