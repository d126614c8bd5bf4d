package odata

import (
	"strings"
	"testing"
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
			got, err := NextPage(link, tt.next, 1)
			if problem, wanted := strings.CutPrefix(tt.want, "!"); wanted {
				if err == nil || !strings.Contains(err.Error(), problem) {
					t.Errorf("got %q, %v", got, err)
				}
			} else if got != tt.want || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	if _, err := NextPage(link, "/y", MaxPages); err == nil {
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
		if got := InContext(tt.context, tt.next); got != tt.want {
			t.Errorf("%q in %q is %q, want %q", tt.next, tt.context, got, tt.want)
		}
	}
}
