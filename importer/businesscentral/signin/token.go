package signin

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// Authorizer provides the value of the Authorization header. It is safe for concurrent use.
type Authorizer interface {
	// Credential returns the header's value, empty for none. The error is
	// ErrLater, ErrSignIn, or ctx.Err().
	Credential(ctx context.Context) (string, error)
	// Refused records that the service answered 401 to a credential. It reports whether
	// another try with a fresh one makes sense.
	Refused(credential string) bool
}

// New returns the authorizer of valid credentials; client sends its token requests.
func New(k Credentials, client *http.Client) Authorizer {
	switch {
	case k.Auth == ClientCredentials && k.Certificate != nil, k.Auth == Azure:
		return newCachedToken(&azure{credentials: k, client: client})
	case k.Auth == ClientCredentials:
		return newCachedToken(appSecret{
			config: clientcredentials.Config{
				ClientID: k.ClientID, ClientSecret: k.ClientSecret, TokenURL: k.TokenURL,
				Scopes: strings.Fields(k.Scope),
				// Entra accepts both forms; detecting would double every failing request.
				AuthStyle: oauth2.AuthStyleInParams,
			},
			client: client,
		})
	case k.Auth == DeviceCode:
		return newCachedToken(&deviceUser{config: deviceConfig(k), client: client, store: k.Store})
	case k.Auth == Basic:
		return staticHeader("Basic " + base64.StdEncoding.EncodeToString([]byte(k.Username+":"+k.Password)))
	case k.Auth == Token:
		return staticHeader("Bearer " + k.Token)
	}
	return staticHeader("")
}

// staticHeader is a header that never changes.
type staticHeader string

func (f staticHeader) Credential(context.Context) (string, error) { return string(f), nil }
func (staticHeader) Refused(string) bool                          { return false }

// tokenSource gets tokens in one of the ways to sign in. Its caller makes one call at a time.
type tokenSource interface {
	// token fetches a fresh token. The error is ErrLater, ErrSignIn, or ctx.Err().
	token(ctx context.Context) (*oauth2.Token, error)
}

// cachedToken shares one token among all workers and renews it in time.
type cachedToken struct {
	source tokenSource

	lock    chan struct{} // held while the token is read or renewed
	header  string        // empty without a token
	renewAt time.Time     // zero if the expiry is unknown
	until   time.Time     // the token's expiry, if known
}

func newCachedToken(s tokenSource) *cachedToken {
	return &cachedToken{source: s, lock: make(chan struct{}, 1)}
}

func (s *cachedToken) Credential(ctx context.Context) (string, error) {
	select {
	case s.lock <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { <-s.lock }()
	if s.header == "" || !s.renewAt.IsZero() && !time.Now().Before(s.renewAt) {
		err := s.renew(ctx)
		if errors.Is(err, ErrLater) && s.header != "" && time.Now().Add(retryRenewal).Before(s.until) {
			s.renewAt = time.Now().Add(retryRenewal)
			return s.header, nil
		}
		if err != nil {
			return "", err
		}
	}
	return s.header, nil
}

// retryRenewal is how long a valid token is used before the next try to renew it.
const retryRenewal = 5 * time.Second

// renew fetches a token. Its renewal is due a tenth of its lifetime before it expires, a
// minute at most: with a fixed margin, every request would fetch a short-lived one.
func (s *cachedToken) renew(ctx context.Context) error {
	asked := time.Now()
	token, err := s.source.token(ctx)
	if err != nil {
		return err
	}
	s.header, s.renewAt, s.until = token.Type()+" "+token.AccessToken, time.Time{}, token.Expiry
	if life := token.Expiry.Sub(asked); !token.Expiry.IsZero() {
		s.renewAt = token.Expiry.Add(-min(life/10, time.Minute))
	}
	return nil
}

// Refused drops the token that was used, and only that one: a second worker must not drop the
// fresh one.
func (s *cachedToken) Refused(credential string) bool {
	s.lock <- struct{}{}
	defer func() { <-s.lock }()
	if s.header == credential {
		s.header = ""
	}
	return true
}

// appSecret gets tokens of an application by its client secret. There are no refresh tokens
// with client credentials.
type appSecret struct {
	config clientcredentials.Config
	client *http.Client
}

func (a appSecret) token(ctx context.Context) (*oauth2.Token, error) {
	token, err := a.config.Token(context.WithValue(ctx, oauth2.HTTPClient, a.client))
	if err != nil {
		return nil, explain(ctx, err, a.config.ClientSecret)
	}
	return token, nil
}

// ErrLater means that the token endpoint may give a token later, ErrSilent that it did not
// answer at all.
var (
	ErrLater  = importer.Errorf("the sign-in is unavailable for now")
	ErrSilent = importer.Errorf("%w: the sign-in service did not answer", ErrLater)
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 1 << 20

// explain turns an error into ErrSignIn for a refusal, which stops a run, or ErrLater for a
// transient fault. It keeps neither the request nor the answer's body, and masks secrets.
func explain(ctx context.Context, err error, secrets ...string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := faults.Untrusted(err); err != nil {
		return importer.Errorf("%w: %w", importer.ErrSignIn, err)
	}
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.Response == nil {
		host := ""
		if asked := (*url.Error)(nil); errors.As(err, &asked) {
			if u, parseErr := url.Parse(asked.URL); parseErr == nil {
				host = u.Host + ": "
			}
		}
		return importer.Errorf("%w: %s", ErrSilent, faults.Line(host+faults.RootCause(err), faults.MaxMessage))
	}
	return refusedSignIn(refusal.Response, refusal.Body, secrets, checkApp())
}

// refusedSignIn returns the error of a token endpoint's answer without a token.
func refusedSignIn(r *http.Response, body []byte, secrets []string, otherwise importer.Hint) error {
	for _, s := range slices.Clone(secrets) {
		secrets = append(secrets, url.QueryEscape(s))
	}
	f := faults.Parse(r.StatusCode, r.Header, body, secrets...)
	if r.StatusCode == http.StatusTooManyRequests || faults.Unclear(r.StatusCode) || f.Code == "temporarily_unavailable" || f.Code == "server_error" {
		return importer.Errorf("%w: %s", ErrLater, f.Message)
	}
	return &importer.Problem{Cause: importer.Errorf("%w: %s: %s", importer.ErrSignIn, f.Code, f.Message), Hint: signInHint(f, otherwise)}
}

// checkApp is the hint for an unknown refusal of an app registration.
func checkApp() importer.Hint {
	return importer.PlainHint("check tenant, client id and client secret or certificate")
}

// signInHint returns the hint for the most frequent errors of Entra.
func signInHint(f importer.Fault, otherwise importer.Hint) importer.Hint {
	hints := []struct {
		code string
		hint importer.Hint
	}{
		{"AADSTS7000215", importer.PlainHint("the client secret is wrong: use the secret's value, not its id")},
		{"AADSTS7000222", importer.PlainHint("the client secret has expired: create a new one in the app registration")},
		{"AADSTS700016", importer.PlainHint("the tenant does not know this client id: check both, and give admin consent")},
		{"AADSTS900023", importer.NewHint("this is not a tenant's name or id: check %s", importer.Option{Name: "tenant"})}, // before its own prefix
		{"AADSTS90002", importer.NewHint("the tenant does not exist: check %s", importer.Option{Name: "tenant"})},
		{"AADSTS700027", importer.PlainHint("the app registration does not know this certificate, or it has expired: upload it under Certificates & secrets")},
		{"AADSTS7000218", importer.PlainHint("allow public client flows in the app registration (Authentication), or sign in with a secret or a certificate")},
		{"AADSTS70011", importer.NewHint("the scope is wrong: check %s", importer.Option{Name: "scope"})},
		{"AADSTS1002012", importer.PlainHint("the scope is wrong: client credentials need one that ends in /.default")},
	}
	for _, h := range hints {
		if strings.Contains(f.Message, h.code) {
			return h.hint
		}
	}
	switch f.Code {
	case "invalid_grant":
		return importer.NewHint("the sign-in has expired: sign in again with %s", importer.Step{Kind: importer.StepSignIn})
	case "expired_token", "bad_verification_code":
		return importer.NewHint("the code has expired: start again with %s", importer.Step{Kind: importer.StepSignIn})
	case "authorization_declined", "access_denied":
		return importer.NewHint("it was declined in the browser: start again with %s", importer.Step{Kind: importer.StepSignIn})
	}
	return otherwise
}
