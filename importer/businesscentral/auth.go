package businesscentral

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"bcimport/importer"
)

// authorizer puts credentials on requests. It is used by several goroutines.
type authorizer interface {
	// authorize sets the Authorization header and returns what it used.
	authorize(ctx context.Context, r *http.Request) (used string, err error)
	// refused tells that the service answered 401 to what was used; it reports
	// whether another try with something fresh makes sense.
	refused(used string) bool
}

func newAuthorizer(k Credentials, client *http.Client, now func() time.Time) authorizer {
	switch k.Auth {
	case ClientCredentials:
		return &appTokens{
			config: clientcredentials.Config{
				ClientID: k.ClientID, ClientSecret: k.ClientSecret, TokenURL: k.TokenURL,
				Scopes: strings.Fields(k.Scope),
				// Entra takes both forms; detecting doubles every failing request.
				AuthStyle: oauth2.AuthStyleInParams,
			},
			client: client, now: now, turn: make(chan struct{}, 1),
		}
	case Basic:
		return fixed(func(r *http.Request) { r.SetBasicAuth(k.Username, k.Password) })
	case Token:
		return fixed(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+k.Token) })
	}
	return fixed(func(*http.Request) {})
}

// fixed is an authorizer whose credentials never change.
type fixed func(*http.Request)

func (f fixed) authorize(_ context.Context, r *http.Request) (string, error) { f(r); return "", nil }
func (fixed) refused(string) bool                                            { return false }

// appTokens shares one token of an application among all workers and renews it
// in time. Client credentials bring no refresh token: a new one is asked for.
type appTokens struct {
	config clientcredentials.Config
	client *http.Client
	now    func() time.Time

	turn    chan struct{} // held by whoever looks at or renews the token
	token   *oauth2.Token
	renewAt time.Time
}

func (a *appTokens) authorize(ctx context.Context, r *http.Request) (string, error) {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { <-a.turn }()
	if a.token == nil || !a.renewAt.IsZero() && !a.now().Before(a.renewAt) {
		if err := a.renew(ctx); err != nil {
			return "", err
		}
	}
	a.token.SetAuthHeader(r)
	return a.token.AccessToken, nil
}

// renew fetches a token. It is renewed a tenth of its life before its end, a
// minute at most: a fixed margin would fetch a short-lived one for every request.
func (a *appTokens) renew(ctx context.Context) error {
	asked := a.now()
	token, err := a.config.Token(context.WithValue(ctx, oauth2.HTTPClient, a.client))
	if err != nil {
		return signInError(ctx, err)
	}
	a.token, a.renewAt = token, time.Time{}
	if !token.Expiry.IsZero() {
		life := token.Expiry.Sub(asked)
		a.renewAt = token.Expiry.Add(-min(life/10, time.Minute))
	}
	return nil
}

// refused drops the token that was used, and only that one: a second worker
// must not drop the fresh one.
func (a *appTokens) refused(used string) bool {
	a.turn <- struct{}{}
	defer func() { <-a.turn }()
	if a.token != nil && a.token.AccessToken == used {
		a.token = nil
	}
	return true
}

// errSignInLater is a token endpoint that may answer later.
var errSignInLater = errors.New("the sign-in service did not answer")

// signInError tells a refusal, which stops a run, from a passing fault. It keeps
// neither the request nor the answer's body.
func signInError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.Response == nil {
		return fmt.Errorf("%w: %s", errSignInLater, oneLine(rootCause(err), longestMessage))
	}
	status := refusal.Response.StatusCode
	f := parseFault(status, refusal.Response.Header, refusal.Body)
	if status == 408 || status == 429 || status >= 500 || status < 400 {
		return fmt.Errorf("%w: %s", errSignInLater, f.Message)
	}
	return &importer.Hinted{Err: fmt.Errorf("%w: %s: %s", importer.ErrSignIn, f.Code, f.Message), Hint: signInHint(f.Message)}
}

// rootCause drops what url.Error adds in front of the reason.
func rootCause(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

// signInHint knows the Entra errors that people meet most.
func signInHint(message string) string {
	hints := []struct{ code, hint string }{
		{"AADSTS7000215", "the client secret is wrong: use the secret's value, not its id"},
		{"AADSTS7000222", "the client secret has expired: make a new one in the app registration"},
		{"AADSTS700016", "the tenant does not know this client id: check both, and that admin consent was given"},
		{"AADSTS90002", "there is no such tenant: check --tenant"},
		{"AADSTS900023", "this is not a tenant's name or id: check --tenant"},
		{"AADSTS70011", "the scope is wrong: check --scope"},
		{"AADSTS1002012", "the scope is wrong: client credentials need one that ends in /.default"},
	}
	for _, h := range hints {
		if strings.Contains(message, h.code) {
			return h.hint
		}
	}
	return "check tenant, client id and client secret"
}
