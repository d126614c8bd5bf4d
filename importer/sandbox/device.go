package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bcimport/importer/sandbox/odata"
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// deviceLife is the lifetime of a code: Entra's 15 minutes
// (entra: v2-oauth2-device-code).
const deviceLife = 15 * time.Minute

// deviceUser is the person who enters codes.
const deviceUser = "user@sandbox.example"

// device is a sign-in that waits for a person with a browser.
type device struct {
	client, userCode string
	expires          time.Time
	approved         bool
	offline          bool // a refresh token was asked for
}

// ApproveDevice enters a user code, as a person does in a browser, and reports whether
// a client waits for it.
func (s *Server) ApproveDevice(userCode string) bool { return s.tokens.approve(userCode) }

func (t *tokens) approve(userCode string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, d := range t.devices {
		if strings.EqualFold(d.userCode, strings.TrimSpace(userCode)) && t.now().Before(d.expires) {
			d.approved = true
			return true
		}
	}
	return false
}

// deviceCode begins a sign-in by device code.
func (t *tokens) deviceCode(x *exchange, form url.Values) answer {
	client := form.Get("client_id")
	if t.noPersons {
		return entraError(http.StatusUnauthorized, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
	}
	if _, known := t.apps[client]; !known {
		return entraError(http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '"+client+"' was not found in the directory.")
	}
	d := &device{
		client: client, userCode: rand.Text()[:9], expires: t.now().Add(deviceLife),
		offline: strings.Contains(" "+form.Get("scope")+" ", " offline_access "),
	}
	code := rand.Text()
	t.mu.Lock()
	t.devices[code] = d
	t.mu.Unlock()
	address := x.host() + "/devicelogin"
	b := odata.AppendString([]byte(`{"user_code":`), d.userCode)
	b = odata.AppendString(append(b, `,"device_code":`...), code)
	b = odata.AppendString(append(b, `,"verification_uri":`...), address)
	b = append(b, `,"expires_in":900,"interval":1,"message":`...)
	b = odata.AppendString(b, "To sign in, use a web browser to open the page "+address+" and enter the code "+d.userCode+" to authenticate.")
	return answer{status: http.StatusOK, contentType: "application/json; charset=utf-8", body: append(b, '}')}
}

// deviceLogin returns the page where a person enters a code.
func (t *tokens) deviceLogin(x *exchange) answer {
	query, _ := url.ParseQuery(x.query)
	words := `<form>Code <input name="code" autofocus> <button>Next</button></form>`
	if code := query.Get("code"); code != "" {
		words = "That code didn't work. Check the code and try again."
		if t.approve(code) {
			words = "You have signed in. You may now close this window."
		}
	}
	return answer{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: []byte("<!doctype html><title>Enter code</title>" + words)}
}

// deviceToken returns the answer to a client that asks whether the person has signed in.
func (t *tokens) deviceToken(form url.Values) answer {
	code := form.Get("device_code")
	t.mu.Lock()
	d := t.devices[code]
	waits := d != nil && !d.approved
	if d != nil && d.approved {
		delete(t.devices, code)
	}
	t.mu.Unlock()
	switch {
	case d == nil || d.client != form.Get("client_id"):
		return entraError(http.StatusBadRequest, "invalid_grant", 70000, "The provided value for the 'device_code' is not valid.")
	case !t.now().Before(d.expires):
		return entraError(http.StatusBadRequest, "expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.")
	case waits:
		return entraError(http.StatusBadRequest, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
	case !d.offline:
		return t.grantAnswer(d.client, nil)
	}
	return t.grantAnswer(d.client, t.forPerson(d.client))
}

// refreshed exchanges a refresh token for a new one and a token.
func (t *tokens) refreshed(form url.Values) answer {
	old := form.Get("refresh_token")
	t.mu.Lock()
	client, known := t.refresh[old]
	t.mu.Unlock()
	if !known || client != form.Get("client_id") {
		return entraError(http.StatusBadRequest, "invalid_grant", 70000, "The provided value for the input parameter 'refresh_token' is not valid.")
	}
	return t.grantAnswer(client, t.forPerson(client))
}

// forPerson returns what a person's token comes with. Old refresh tokens stay valid, as in
// Entra.
func (t *tokens) forPerson(client string) map[string]string {
	token := "refresh." + rand.Text() + rand.Text()
	t.mu.Lock()
	t.refresh[token] = client
	t.mu.Unlock()
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"preferred_username":"` + deviceUser + `"}`))
	return map[string]string{"refresh_token": token, "id_token": "e30." + claims + "."}
}

// RevokeRefreshTokens ends every person's sign-in, as an administrator can.
func (s *Server) RevokeRefreshTokens() {
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	clear(s.tokens.refresh)
}
