package sandbox

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

// scope is the only one that an app can request.
const scope = "https://api.businesscentral.dynamics.com/.default"

// tokens are the bearer tokens issued. They live as long as the Server.
type tokens struct {
	apps         map[string]string
	certificates map[string]*x509.Certificate
	federated    map[string]string
	lifetime     time.Duration
	noPersons    bool
	now          func() time.Time

	mu      sync.Mutex
	issued  map[string]grant
	devices map[string]*device // by device code
	refresh map[string]string  // client id by refresh token
}

type grant struct {
	client  string
	expires time.Time
}

func newTokens(c Config) *tokens {
	return &tokens{
		apps: c.Apps, certificates: c.Certificates, federated: c.Federated, lifetime: c.TokenLifetime, noPersons: c.NoPersons, now: c.Now,
		issued: map[string]grant{}, devices: map[string]*device{}, refresh: map[string]string{},
	}
}

// issue returns a token for a client and drops those that have expired.
func (t *tokens) issue(client string) string {
	token := "sandbox." + rand.Text() + rand.Text()
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	for old, g := range t.issued {
		if !now.Before(g.expires) {
			delete(t.issued, old)
		}
	}
	t.issued[token] = grant{client: client, expires: now.Add(t.lifetime)}
	return token
}

func (t *tokens) client(token string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g, found := t.issued[token]
	return g.client, found && t.now().Before(g.expires)
}

func (t *tokens) revoke(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.issued, token)
}

// Token issues a bearer token for a client id without a secret.
func (s *Server) Token(clientID string) string { return s.tokens.issue(clientID) }

// RevokeTokens revokes every token issued so far.
func (s *Server) RevokeTokens() {
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	clear(s.tokens.issued)
}

// serve answers a request for a sign-in.
func (t *tokens) serve(x *exchange) answer {
	switch x.at.kind {
	case discoveryTarget:
		return discovery(x)
	case deviceLoginTarget:
		return t.deviceLogin(x)
	}
	if x.method != http.MethodPost {
		return entraError(http.StatusBadRequest, "invalid_request", 900561, "The endpoint only accepts POST requests.")
	}
	form, err := url.ParseQuery(string(x.body))
	if err != nil || !strings.HasPrefix(x.header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return entraError(http.StatusBadRequest, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
	}
	if x.at.kind == deviceCodeTarget {
		return t.deviceCode(x, form)
	}
	return t.token(x, form)
}

// token returns the answer of the token endpoint, as Entra's: its error is a string
// where that of the API is an object.
func (t *tokens) token(x *exchange, form url.Values) answer {
	client := form.Get("client_id")
	secret, known := t.apps[client]
	switch grantType := form.Get("grant_type"); {
	case grantType == deviceGrant:
		return t.deviceToken(form)
	case grantType == "refresh_token":
		return t.refreshed(form)
	case grantType != "client_credentials":
		return entraError(http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '"+grantType+"'.")
	case !known && t.certificates[client] == nil:
		return entraError(http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '"+client+"' was not found in the directory.")
	case form.Get("client_assertion") != "":
		if refused := t.checkAssertion(x, client, form); refused != nil {
			return *refused
		}
	case !known || subtle.ConstantTimeCompare([]byte(secret), []byte(form.Get("client_secret"))) != 1:
		return entraError(http.StatusUnauthorized, "invalid_client", 7000215, "Invalid client secret provided.")
	}
	// Libraries add scopes of OpenID Connect, which Entra lets pass.
	asked := strings.Fields(form.Get("scope"))
	if !slices.Contains(asked, scope) {
		return entraError(http.StatusBadRequest, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid. The scope '"+form.Get("scope")+"' is not valid.")
	}
	return t.grantAnswer(client, nil)
}

// grantAnswer returns a token, with what else comes with it.
func (t *tokens) grantAnswer(client string, more map[string]string) answer {
	seconds := strconv.Itoa(int(t.lifetime / time.Second))
	b := []byte(`{"token_type":"Bearer","expires_in":` + seconds + `,"ext_expires_in":` + seconds + `,"access_token":`)
	b = odata.AppendString(b, t.issue(client))
	for _, key := range slices.Sorted(maps.Keys(more)) {
		b = odata.AppendString(append(append(b, ',', '"'), key+`":`...), more[key])
	}
	return answer{status: http.StatusOK, contentType: "application/json; charset=utf-8", body: append(b, '}'),
		header: map[string]string{"Cache-Control": "no-store, no-cache"}}
}

func entraError(status int, code string, number int, text string) answer {
	b := odata.AppendString([]byte(`{"error":`), code)
	b = odata.AppendString(append(b, `,"error_description":`...), "AADSTS"+strconv.Itoa(number)+": "+text)
	b = append(b, `,"error_codes":[`+strconv.Itoa(number)+`],"trace_id":`...)
	b = odata.AppendString(b, odata.RandomGUID().String())
	b = odata.AppendString(append(b, `,"correlation_id":`...), odata.RandomGUID().String())
	return answer{status: status, contentType: "application/json; charset=utf-8", body: append(b, '}')}
}

// signIn returns the user behind a request, and the token where it came with one.
func (s *Server) signIn(r *http.Request) (user, token string, refused *answer) {
	if name, password, ok := r.BasicAuth(); ok && s.config.Username != "" {
		if name == s.config.Username && password == s.config.Password {
			return name, "", nil
		}
		return "", "", s.unauthorized()
	}
	header := r.Header.Get("Authorization")
	if header == "" && s.config.Anonymous {
		return "anonymous", "", nil
	}
	if token, ok := strings.CutPrefix(header, "Bearer "); ok {
		if client, good := s.tokens.client(token); good {
			return client, token, nil
		}
	}
	return "", "", s.unauthorized()
}

// unauthorized returns the 401 of the service, in the on-premises form where basic
// authentication is set up.
func (s *Server) unauthorized() *answer {
	if s.config.Username != "" {
		return &answer{status: http.StatusUnauthorized, contentType: jsonType,
			header: map[string]string{"WWW-Authenticate": `Basic realm="Business Central", charset="UTF-8"`},
			body:   []byte(`{"error":{"code":"Unauthorized","message":"The credentials provided are incorrect."}}`)}
	}
	a := refuse(http.StatusUnauthorized, "Authentication_InvalidCredentials",
		"Web service call failed because user could not be authenticated or authorized.").answer()
	return &a
}
