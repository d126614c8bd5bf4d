package businesscentral

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bcimport/mapping/entity"
)

// examined is what an examination of a service finds, by what it looked at.
func examined(t *testing.T, api http.HandlerFunc, change func(*Config)) (map[string]Finding, bool) {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	config := Config{Root: server.URL + "/api/v2.0", Company: "A", Credentials: Credentials{Auth: None}}
	if change != nil {
		change(&config)
	}
	found := map[string]Finding{}
	well := Examine(t.Context(), config, func(f Finding) { found[f.What] = f })
	return found, well
}

// healthy answers as the API does, but where the test has an answer of its own.
func healthy(own func(w http.ResponseWriter, r *http.Request) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case own != nil && own(w, r):
		case strings.HasSuffix(r.URL.Path, "/companies"):
			w.Write([]byte(`{"value":[{"id":"a1","name":"A"},{"id":"b1","name":"B"}]}`))
		case r.Method == http.MethodPatch:
			w.WriteHeader(http.StatusNotFound)
		case strings.HasSuffix(r.URL.Path, "ontacts"):
			w.Write([]byte(`{"value":[]}`))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}
}

func TestExamine_TellsWhatIsWrongAndWhatToDo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		own        func(w http.ResponseWriter, r *http.Request) bool
		what       string
		words, how string
	}{
		"may not write": {func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPatch {
				return false
			}
			w.WriteHeader(http.StatusForbidden)
			w.Write([]byte(`{"error":{"code":"Internal_ServerError","message":"the current permissions prevented the action"}}`))
			return true
		}, "writing", "may not change customerContacts", "permission set"},
		"in trouble": {func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPatch {
				return false
			}
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}, "writing", "http_503", "does not show"},
		"may not read contacts": {func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/contacts") {
				return false
			}
			w.WriteHeader(http.StatusForbidden)
			return true
		}, "contacts", "http_403", "permission set"},
		"clock": {func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Date", time.Now().Add(10*time.Minute).UTC().Format(http.TimeFormat))
			return false
		}, "clock", "behind the service's", "NTP"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "https://elsewhere.example.com/", http.StatusTemporaryRedirect)
			return true
		}, "network", "redirects to another address", "never followed"},
		"another API": {func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, entity.CustomerContacts) {
				return false
			}
			w.WriteHeader(http.StatusNotFound)
			return true
		}, entity.CustomerContacts, "http_404", "API v2.0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, well := examined(t, healthy(tt.own), nil)
			f := found[tt.what]
			if well || !f.Bad || !strings.Contains(f.Words, tt.words) || !strings.Contains(hintsOf(f), tt.how) {
				t.Errorf("well %v, found %+v", well, found)
			}
		})
	}
}

func TestExamine_LooksAtEveryUser(t *testing.T) {
	t.Parallel()
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":3600}`, "token-of-"+r.FormValue("client_id"))
	}))
	t.Cleanup(sts.Close)
	found, well := examined(t, healthy(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.Header.Get("Authorization"), "token-of-two") || strings.HasSuffix(r.URL.Path, "/companies") {
			return false
		}
		w.WriteHeader(http.StatusForbidden)
		return true
	}), func(c *Config) {
		c.Credentials = Credentials{Auth: ClientCredentials, TokenURL: sts.URL + "/t/oauth2/v2.0/token", Scope: "s"}
		c.Apps = []App{{ClientID: "one", ClientSecret: "s"}, {ClientID: "two", ClientSecret: "s"}}
	})
	if well || !found[entity.CustomerContacts+" of two"].Bad || found[entity.CustomerContacts+" of one"].Bad || found[entity.CustomerContacts+" of one"].Words == "" {
		t.Errorf("well %v, found %+v", well, found)
	}
}

func TestExamine_ChangesNoContactThatThereIs(t *testing.T) {
	t.Parallel()
	_, well := examined(t, healthy(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet && (r.Method != http.MethodPatch || !strings.Contains(r.URL.Path, "(00000000-0000-4000-8000-000000000000)") ||
			r.Header.Get("If-Match") == "" || r.Header.Get("If-Match") == "*") {
			t.Errorf("%s %s with If-Match %q", r.Method, r.URL, r.Header.Get("If-Match"))
		}
		return false
	}), nil)
	if !well {
		t.Error("a service without a fault is not well")
	}
}

func TestExamine_ReadsWhatATokenPermits(t *testing.T) {
	t.Parallel()
	jwt := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
	}
	for claims, want := range map[string]string{
		`{"aud":"https://graph.microsoft.com"}`:                                                   "the token is for https://graph.microsoft.com",
		`{"aud":"https://api.businesscentral.dynamics.com","roles":["Automation.ReadWrite.All"]}`: "API.ReadWrite.All",
		`{"aud":"https://api.businesscentral.dynamics.com","roles":["API.ReadWrite.All"]}`:        "",
		`{"aud":"https://api.businesscentral.dynamics.com","scp":"user_impersonation"}`:           "",
		`nonsense`: "",
	} {
		found, well := examined(t, healthy(nil), func(c *Config) { c.Credentials = Credentials{Auth: Token, Token: jwt(claims)} })
		f := found["sign-in"]
		if well != (want == "") || !strings.Contains(f.Words, want) || strings.Contains(f.Words, "e30.") {
			t.Errorf("%s: well %v, %+v", claims, well, f)
		}
	}
}

// hintsOf joins what a finding says to do.
func hintsOf(f Finding) string {
	words := make([]string, len(f.Hints))
	for i, h := range f.Hints {
		words[i] = h.In(plainWords{})
	}
	return strings.Join(words, "; ")
}
