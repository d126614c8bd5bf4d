package entra

import (
	"crypto/rand"
	"crypto/subtle"
	"crypto/x509"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bcimport/importer/sandbox/odata"
)

// Scope is the only one that an app can request.
const Scope = "https://api.businesscentral.dynamics.com/.default"

// Config says who may sign in, and for how long.
type Config struct {
	// Apps maps client ids to their secrets.
	Apps map[string]string
	// Certificates maps client ids to the certificates that they may sign in with.
	Certificates map[string]*x509.Certificate
	// Federated maps client ids to a token of another issuer that stands in for them.
	Federated map[string]string
	// TokenLifetime is how long a token is valid.
	TokenLifetime time.Duration
	// NoPersons refuses a sign-in by device code.
	NoPersons bool
	// Now is the clock.
	Now func() time.Time
}

// Service issues bearer tokens, which live as long as it does. It is safe for
// concurrent use.
type Service struct {
	config Config

	mu      sync.Mutex
	issued  map[string]grant
	devices map[string]*device // by device code
	refresh map[string]string  // client id by refresh token
}

type grant struct {
	client  string
	expires time.Time
}

// New returns a Service that has issued nothing yet.
func New(config Config) *Service {
	return &Service{config: config, issued: map[string]grant{}, devices: map[string]*device{}, refresh: map[string]string{}}
}

// Issue returns a token for a client and drops those that have expired.
func (s *Service) Issue(client string) string {
	token := "sandbox." + rand.Text() + rand.Text()
	now := s.config.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for old, g := range s.issued {
		if !now.Before(g.expires) {
			delete(s.issued, old)
		}
	}
	s.issued[token] = grant{client: client, expires: now.Add(s.config.TokenLifetime)}
	return token
}

// Client returns the client that a token was issued to and reports whether the token is valid.
func (s *Service) Client(token string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, found := s.issued[token]
	return g.client, found && s.config.Now().Before(g.expires)
}

// Revoke ends one token.
func (s *Service) Revoke(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.issued, token)
}

// RevokeTokens ends every token issued so far.
func (s *Service) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.issued)
}

// Serve answers a request for a sign-in.
func (s *Service) Serve(r Request) Answer {
	switch r.Endpoint {
	case Discovery:
		return discovery(r)
	case DeviceLogin:
		return s.deviceLogin(r)
	}
	if r.Method != http.MethodPost {
		return errorAnswer(http.StatusBadRequest, "invalid_request", 900561, "The endpoint only accepts POST requests.")
	}
	form, err := url.ParseQuery(string(r.Body))
	if err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return errorAnswer(http.StatusBadRequest, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
	}
	if r.Endpoint == DeviceCode {
		return s.deviceCode(r, form)
	}
	return s.token(r, form)
}

// token returns the answer of the token endpoint, as Entra's: its error is a string
// where that of the API is an object.
func (s *Service) token(r Request, form url.Values) Answer {
	client := form.Get("client_id")
	secret, known := s.config.Apps[client]
	switch grantType := form.Get("grant_type"); {
	case grantType == deviceGrant:
		return s.deviceToken(form)
	case grantType == "refresh_token":
		return s.refreshed(form)
	case grantType != "client_credentials":
		return errorAnswer(http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '"+grantType+"'.")
	case !known && s.config.Certificates[client] == nil:
		return errorAnswer(http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '"+client+"' was not found in the directory.")
	case form.Get("client_assertion") != "":
		if refused := s.checkAssertion(r, client, form); refused != nil {
			return *refused
		}
	case !known || subtle.ConstantTimeCompare([]byte(secret), []byte(form.Get("client_secret"))) != 1:
		return errorAnswer(http.StatusUnauthorized, "invalid_client", 7000215, "Invalid client secret provided.")
	}
	// Libraries add scopes of OpenID Connect, which Entra lets pass.
	asked := strings.Fields(form.Get("scope"))
	if !slices.Contains(asked, Scope) {
		return errorAnswer(http.StatusBadRequest, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid. The scope '"+form.Get("scope")+"' is not valid.")
	}
	return s.grantAnswer(client, nil)
}

// grantAnswer returns a token, with what else comes with it.
func (s *Service) grantAnswer(client string, more map[string]string) Answer {
	seconds := strconv.Itoa(int(s.config.TokenLifetime / time.Second))
	b := []byte(`{"token_type":"Bearer","expires_in":` + seconds + `,"ext_expires_in":` + seconds + `,"access_token":`)
	b = odata.AppendString(b, s.Issue(client))
	for _, key := range slices.Sorted(maps.Keys(more)) {
		b = odata.AppendString(append(append(b, ',', '"'), key+`":`...), more[key])
	}
	return Answer{Status: http.StatusOK, ContentType: "application/json; charset=utf-8", Body: append(b, '}'),
		Header: map[string]string{"Cache-Control": "no-store, no-cache"}}
}

func errorAnswer(status int, code string, number int, text string) Answer {
	b := odata.AppendString([]byte(`{"error":`), code)
	b = odata.AppendString(append(b, `,"error_description":`...), "AADSTS"+strconv.Itoa(number)+": "+text)
	b = append(b, `,"error_codes":[`+strconv.Itoa(number)+`],"trace_id":`...)
	b = odata.AppendString(b, odata.RandomGUID().String())
	b = odata.AppendString(append(b, `,"correlation_id":`...), odata.RandomGUID().String())
	return Answer{Status: status, ContentType: "application/json; charset=utf-8", Body: append(b, '}')}
}
