package entra

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

// Approve enters a user code, as a person does in a browser, and reports whether a client
// waits for it.
func (s *Service) Approve(userCode string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.devices {
		if strings.EqualFold(d.userCode, strings.TrimSpace(userCode)) && s.config.Now().Before(d.expires) {
			d.approved = true
			return true
		}
	}
	return false
}

// deviceCode begins a sign-in by device code.
func (s *Service) deviceCode(r Request, form url.Values) Answer {
	client := form.Get("client_id")
	if s.config.NoPersons {
		return errorAnswer(http.StatusUnauthorized, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
	}
	if _, known := s.config.Apps[client]; !known {
		return errorAnswer(http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '"+client+"' was not found in the directory.")
	}
	d := &device{
		client: client, userCode: rand.Text()[:9], expires: s.config.Now().Add(deviceLife),
		offline: strings.Contains(" "+form.Get("scope")+" ", " offline_access "),
	}
	code := rand.Text()
	s.mu.Lock()
	s.devices[code] = d
	s.mu.Unlock()
	address := r.Base + "/devicelogin"
	b := odata.AppendString([]byte(`{"user_code":`), d.userCode)
	b = odata.AppendString(append(b, `,"device_code":`...), code)
	b = odata.AppendString(append(b, `,"verification_uri":`...), address)
	b = append(b, `,"expires_in":900,"interval":1,"message":`...)
	b = odata.AppendString(b, "To sign in, use a web browser to open the page "+address+" and enter the code "+d.userCode+" to authenticate.")
	return Answer{Status: http.StatusOK, ContentType: "application/json; charset=utf-8", Body: append(b, '}')}
}

// deviceLogin returns the page where a person enters a code.
func (s *Service) deviceLogin(r Request) Answer {
	query, _ := url.ParseQuery(r.Query)
	words := `<form>Code <input name="code" autofocus> <button>Next</button></form>`
	if code := query.Get("code"); code != "" {
		words = "That code didn't work. Check the code and try again."
		if s.Approve(code) {
			words = "You have signed in. You may now close this window."
		}
	}
	return Answer{Status: http.StatusOK, ContentType: "text/html; charset=utf-8", Body: []byte("<!doctype html><title>Enter code</title>" + words)}
}

// deviceToken returns the answer to a client that asks whether the person has signed in.
func (s *Service) deviceToken(form url.Values) Answer {
	code := form.Get("device_code")
	s.mu.Lock()
	d := s.devices[code]
	waits := d != nil && !d.approved
	if d != nil && d.approved {
		delete(s.devices, code)
	}
	s.mu.Unlock()
	switch {
	case d == nil || d.client != form.Get("client_id"):
		return errorAnswer(http.StatusBadRequest, "invalid_grant", 70000, "The provided value for the 'device_code' is not valid.")
	case !s.config.Now().Before(d.expires):
		return errorAnswer(http.StatusBadRequest, "expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.")
	case waits:
		return errorAnswer(http.StatusBadRequest, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
	case !d.offline:
		return s.grantAnswer(d.client, nil)
	}
	return s.grantAnswer(d.client, s.forPerson(d.client))
}

// refreshed exchanges a refresh token for a new one and a token.
func (s *Service) refreshed(form url.Values) Answer {
	old := form.Get("refresh_token")
	s.mu.Lock()
	client, known := s.refresh[old]
	s.mu.Unlock()
	if !known || client != form.Get("client_id") {
		return errorAnswer(http.StatusBadRequest, "invalid_grant", 70000, "The provided value for the input parameter 'refresh_token' is not valid.")
	}
	return s.grantAnswer(client, s.forPerson(client))
}

// forPerson returns what a person's token comes with. Old refresh tokens stay valid, as in
// Entra.
func (s *Service) forPerson(client string) map[string]string {
	token := "refresh." + rand.Text() + rand.Text()
	s.mu.Lock()
	s.refresh[token] = client
	s.mu.Unlock()
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"preferred_username":"` + deviceUser + `"}`))
	return map[string]string{"refresh_token": token, "id_token": "e30." + claims + "."}
}

// RevokeRefreshTokens ends every person's sign-in, as an administrator can.
func (s *Service) RevokeRefreshTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.refresh)
}
