package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// site serves $metadata and leaves companies to the test.
func site(companies http.HandlerFunc, metadata http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(rootPath+"/companies", companies)
	mux.HandleFunc(rootPath+"/$metadata", metadata)
	return mux
}

const twoCompanies = `{"value":[{"id":"11111111-1111-1111-1111-111111111111","name":"CRONUS International Ltd."},` +
	`{"id":"22222222-2222-2222-2222-222222222222","name":"My Company"}]}`

func open(t *testing.T, companies, metadata http.HandlerFunc, change ...func(*Config)) (*Client, error) {
	t.Helper()
	server := httptest.NewServer(site(companies, metadata))
	t.Cleanup(server.Close)
	c := unopened(t, server.URL, change...)
	return c, c.open(t.Context())
}

func named(company string) func(*Config) { return func(c *Config) { c.Company = company } }

var goodMetadata = answering(200, nil, edmx("Edm.Guid", entity.CustomerContacts))

func TestConnect_Company(t *testing.T) {
	t.Parallel()
	one := `{"value":[{"id":"c-1","name":"Only"}]}`
	alike := `{"value":[{"id":"c-1","name":"Two"},{"id":"c-2","name":"TWO"}]}`
	tests := map[string]struct {
		list, wanted string
		id           string
		err, hint    string
	}{
		"the only one":           {list: one, id: "c-1"},
		"by name":                {list: twoCompanies, wanted: "My Company", id: "22222222-2222-2222-2222-222222222222"},
		"by name without case":   {list: twoCompanies, wanted: "my company ", id: "22222222-2222-2222-2222-222222222222"},
		"exact name goes first":  {list: alike, wanted: "TWO", id: "c-2"},
		"names alike":            {list: alike, wanted: "two", err: `no company "two"`},
		"by id":                  {list: twoCompanies, wanted: "{22222222-2222-2222-2222-222222222222}", id: "22222222-2222-2222-2222-222222222222"},
		"several":                {list: twoCompanies, err: "several companies", hint: `"My Company" (2222`},
		"unknown":                {list: twoCompanies, wanted: "Contoso", err: `no company "Contoso"`, hint: "CRONUS"},
		"the only one is not it": {list: one, wanted: "Contoso", err: `no company "Contoso"`},
		"none":                   {list: `{"value":[]}`, err: "no company", hint: "permission"},
		"no list":                {list: `{}`, err: "not a list of companies"},
		"without ids":            {list: `{"value":[{"name":"x"}]}`, err: "not a list of companies"},
		"HTML":                   {list: `<html>`, err: "not a list of companies"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := open(t, answering(200, nil, tt.list), goodMetadata, named(tt.wanted))
			if tt.err == "" {
				if err != nil || c.Target().CompanyID != tt.id || c.company != "companies("+tt.id+")/" {
					t.Fatalf("target %+v, error %v", c.Target(), err)
				}
				return
			}
			var hinted *importer.Problem
			if !errors.As(err, &hinted) || !strings.Contains(err.Error(), tt.err) || !strings.Contains(hinted.Hint.In(plainWords{}), tt.hint) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestConnect_ServerThatListsNoCompanies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status  int
		body    string
		company string
		signIn  bool
		ok      bool
	}{
		"404 and a name":              {404, "", "CRONUS Ltd.", false, true},
		"501 and a name":              {501, "", "CRONUS Ltd.", false, true},
		"404 alone":                   {404, "", "", false, false},
		"no such environment":         {404, `{"error":{"code":"NoEnvironment","message":"no"}}`, "CRONUS Ltd.", false, false},
		"400":                         {400, "", "CRONUS Ltd.", false, false},
		"403 is a lack of permission": {403, "", "CRONUS Ltd.", true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := open(t, answering(tt.status, nil, tt.body), answering(404, nil, ""), named(tt.company))
			if (err == nil) != tt.ok || errors.Is(err, importer.ErrSignIn) != tt.signIn {
				t.Fatalf("error %v", err)
			}
			if tt.ok && (c.company != "companies(CRONUS%20Ltd.)/" || c.Target().Company != tt.company) {
				t.Errorf("path %s, target %+v", c.company, c.Target())
			}
		})
	}
}

func TestConnect_FirstRequestsOutlastPassingFaults(t *testing.T) {
	t.Parallel()
	faults := []http.HandlerFunc{
		answering(503, nil, ""), answering(500, nil, "<html>"), answering(200, nil, `{"val`),
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	spoilt := func(good http.HandlerFunc) http.HandlerFunc {
		var n atomic.Int32
		return func(w http.ResponseWriter, r *http.Request) {
			if i := int(n.Add(1)) - 1; i < len(faults) {
				faults[i](w, r)
				return
			}
			good(w, r)
		}
	}
	c, err := open(t, spoilt(answering(200, nil, twoCompanies)), spoilt(goodMetadata), func(c *Config) { c.Company, c.Patience = "My Company", time.Minute })
	if err != nil || c.KeyKind() != importer.KeyGUID || c.Entity().Find("email").Length != 80 {
		t.Fatalf("error %v, key %v", err, c.KeyKind())
	}
	if n := c.Requests(); n.Total != 10 || n.Reads != 10 || n.Token != 0 {
		t.Errorf("requests %+v", n)
	}
}

// TestConnect_IsGivenUpWithThePatience: whatever of the first requests meets trouble,
// and whichever kind.
func TestConnect_IsGivenUpWithThePatience(t *testing.T) {
	t.Parallel()
	over := make(chan struct{}) // no handler outlives the test
	servers := make(chan *httptest.Server, 12)
	t.Cleanup(func() {
		close(over)
		close(servers)
		for server := range servers {
			server.Close()
		}
	})
	silent := func(http.ResponseWriter, *http.Request) { <-over }
	busy := answering(503, nil, "")
	good := answering(200, nil, twoCompanies)
	for name, tt := range map[string]struct{ companies, metadata, token http.HandlerFunc }{
		"companies":            {busy, goodMetadata, nil},
		"companies in silence": {silent, goodMetadata, nil},
		"metadata":             {good, busy, nil},
		"metadata in silence":  {good, silent, nil},
		"token":                {good, goodMetadata, busy},
		"token in silence":     {good, goodMetadata, silent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // far beyond the patience
			defer cancel()
			server := httptest.NewServer(site(tt.companies, tt.metadata))
			servers <- server
			config := func(c *Config) { c.Patience, c.Company = 20*time.Millisecond, "My Company" }
			if tt.token != nil {
				endpoint := httptest.NewServer(tt.token)
				servers <- endpoint
				config = func(c *Config) {
					c.Patience, c.Company = 20*time.Millisecond, "My Company"
					c.Credentials = Credentials{Auth: ClientCredentials, TokenURL: endpoint.URL, ClientID: "a", ClientSecret: "b", Scope: "c"}
				}
			}
			err := unopened(t, server.URL, config).open(ctx)
			var hinted *importer.Problem
			if !errors.As(err, &hinted) || !errors.Is(err, importer.ErrServerDown) || ctx.Err() != nil {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestConnect_DoubtfulAddressIsGivenUpAfterTenTries(t *testing.T) {
	t.Parallel()
	var rec recorder
	_, err := open(t, rec.wrap(answering(200, nil, "no JSON")), goodMetadata, func(c *Config) { c.Patience = time.Minute })
	var hinted *importer.Problem
	if !errors.As(err, &hinted) || errors.Is(err, importer.ErrServerDown) || rec.count() != connectTries {
		t.Errorf("error %v after %d tries", err, rec.count())
	}
}

func TestConnect_Metadata(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		metadata http.HandlerFunc
		key      importer.KeyKind
		err      bool
	}{
		"string key":              {answering(200, nil, edmx("Edm.String", entity.CustomerContacts)), importer.KeyString, false},
		"absent":                  {answering(404, nil, ""), importer.KeyUndeclared, false},
		"never readable":          {answering(200, nil, "<html>"), importer.KeyUndeclared, false},
		"of another API":          {answering(200, nil, edmx("Edm.Guid", "x")), importer.KeyUndeclared, false},
		"never to be had for now": {answering(503, nil, ""), importer.KeyUndeclared, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			patience := time.Minute
			if tt.err {
				patience = 100 * time.Millisecond
			}
			c, err := open(t, answering(200, nil, twoCompanies), tt.metadata, named("My Company"), func(c *Config) { c.Patience = patience })
			if (err != nil) != tt.err || c.KeyKind() != tt.key {
				t.Errorf("key %v, error %v", c.KeyKind(), err)
			}
		})
	}
}

func TestConnect_RedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere recorder
	other := httptest.NewServer(elsewhere.wrap(answering(200, nil, twoCompanies)))
	t.Cleanup(other.Close)
	_, err := open(t, answering(307, map[string]string{"Location": other.URL}, ""), goodMetadata, bearer)
	if err == nil || elsewhere.count() != 0 {
		t.Errorf("error %v, %d requests went elsewhere", err, elsewhere.count())
	}
}

func TestConnect_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := connected(t, func(w http.ResponseWriter, _ *http.Request) { cancel(); w.WriteHeader(503) })
	if err := c.open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
