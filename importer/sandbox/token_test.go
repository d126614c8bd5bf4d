package sandbox

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"bcimport/importer/sandbox/entra"
)

func form(id, secret, scope string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "scope": {scope}}
}

func TestToken_SignsIn(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.signIn(form(DefaultClientID, DefaultClientSecret, entra.Scope)).ok(t)
	if got.json["token_type"] != "Bearer" || got.json["expires_in"] != 3600.0 {
		t.Errorf("got %v", got.json)
	}
	c.token = got.json["access_token"].(string)
	c.get("/customerContacts?$top=1").ok(t)
}

func TestToken_RefusesAsEntraDoes(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	password := form(DefaultClientID, DefaultClientSecret, entra.Scope)
	password.Set("grant_type", "password")
	tests := []struct {
		form   url.Values
		status int
		code   string
		words  string
	}{
		{form(DefaultClientID, "wrong", entra.Scope), 401, "invalid_client", "AADSTS7000215: "},
		{form("nobody", DefaultClientSecret, entra.Scope), 400, "unauthorized_client", "AADSTS700016: "},
		{form(DefaultClientID, DefaultClientSecret, "other"), 400, "invalid_scope", "AADSTS70011: "},
		{password, 400, "unsupported_grant_type", "AADSTS70003: "},
		{url.Values{}, 400, "unsupported_grant_type", ""},
	}
	for _, test := range tests {
		got := c.signIn(test.form)
		text, _ := got.json["error_description"].(string)
		if got.status != test.status || got.json["error"] != test.code || !strings.Contains(text, test.words) || got.json["error_codes"] == nil {
			t.Errorf("got %d %s, want %d %s", got.status, got.body, test.status, test.code)
		}
	}
}

func TestSignIn_RefusesExpiredDeadAndMissingTokens(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, Config{Now: clock.now, TokenLifetime: time.Minute})
	c.get("/customerContacts?$top=1").ok(t)
	clock.pass(time.Minute)
	c.get("/customerContacts").refused(t, 401, "Authentication_InvalidCredentials", "could not be authenticated")
	c.token = c.server.Token(DefaultClientID)
	c.get("/customerContacts?$top=1").ok(t)
	c.server.RevokeTokens()
	c.get("/customerContacts").refused(t, 401, "Authentication_InvalidCredentials", "")
	c.get("/customerContacts", "Authorization", "").refused(t, 401, "Authentication_InvalidCredentials", "")
}

func TestSignIn_BasicIsRefusedWithoutCorrelationID(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Username: "admin", Password: "key"})
	c.get("/customerContacts?$top=1", "Authorization", "Basic YWRtaW46a2V5").ok(t)
	got := c.get("/customerContacts", "Authorization", "Basic YWRtaW46eA==")
	if got.status != 401 || got.body != `{"error":{"code":"Unauthorized","message":"The credentials provided are incorrect."}}` ||
		!strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("got %d %s %v", got.status, got.body, got.header)
	}
}

func TestSignIn_AnonymousOnlyWhereConfigured(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Anonymous: true})
	c.get("/customerContacts?$top=1", "Authorization", "").ok(t)
	c.get("/customerContacts", "Authorization", "Bearer wrong").refused(t, 401, "Authentication_InvalidCredentials", "")
}
