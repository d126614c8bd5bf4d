package businesscentral

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"bcimport/importer"
)

// authorizer knows what goes into the Authorization header. It is used by
// several goroutines.
type authorizer interface {
	// credential returns the header's value, empty for none. The error is
	// errSignInLater, ErrSignIn, or ctx.Err().
	credential(ctx context.Context) (string, error)
	// refused tells that the service answered 401 to a credential; it reports
	// whether another try with something fresh makes sense.
	refused(credential string) bool
}

func newAuthorizer(k Credentials, client *http.Client) authorizer {
	switch k.Auth {
	case ClientCredentials:
		return &appTokens{
			config: clientcredentials.Config{
				ClientID: k.ClientID, ClientSecret: k.ClientSecret, TokenURL: k.TokenURL,
				Scopes: strings.Fields(k.Scope),
				// Entra takes both forms; detecting doubles every failing request.
				AuthStyle: oauth2.AuthStyleInParams,
			},
			client: client, turn: make(chan struct{}, 1),
		}
	case Basic:
		return fixed("Basic " + base64.StdEncoding.EncodeToString([]byte(k.Username+":"+k.Password)))
	case Token:
		return fixed("Bearer " + k.Token)
	}
	return fixed("")
}

// fixed is a credential that never changes.
type fixed string

func (f fixed) credential(context.Context) (string, error) { return string(f), nil }
func (fixed) refused(string) bool                          { return false }

// appTokens shares one token of an application among all workers and renews it
// in time. Client credentials bring no refresh token: a new one is asked for.
type appTokens struct {
	config clientcredentials.Config
	client *http.Client

	turn    chan struct{} // held by whoever looks at or renews the token
	header  string        // empty: there is no token
	renewAt time.Time     // zero: nobody said when
}

func (a *appTokens) credential(ctx context.Context) (string, error) {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { <-a.turn }()
	if a.header == "" || !a.renewAt.IsZero() && !time.Now().Before(a.renewAt) {
		if err := a.renew(ctx); err != nil {
			return "", err
		}
	}
	return a.header, nil
}

// renew fetches a token. It is renewed a tenth of its life before its end, a
// minute at most: a fixed margin would fetch a short-lived one for every request.
func (a *appTokens) renew(ctx context.Context) error {
	asked := time.Now()
	token, err := a.config.Token(context.WithValue(ctx, oauth2.HTTPClient, a.client))
	if err != nil {
		return a.explain(ctx, err)
	}
	a.header, a.renewAt = token.Type()+" "+token.AccessToken, time.Time{}
	if life := token.Expiry.Sub(asked); !token.Expiry.IsZero() {
		a.renewAt = token.Expiry.Add(-min(life/10, time.Minute))
	}
	return nil
}

// refused drops the token that was used, and only that one: a second worker
// must not drop the fresh one.
func (a *appTokens) refused(credential string) bool {
	a.turn <- struct{}{}
	defer func() { <-a.turn }()
	if a.header == credential {
		a.header = ""
	}
	return true
}

// errSignInLater is a token endpoint that may answer later.
var errSignInLater = errors.New("the sign-in service did not answer")

// explain tells a refusal, which stops a run, from a passing fault. It keeps
// neither the request nor the answer's body.
func (a *appTokens) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.Response == nil {
		return fmt.Errorf("%w: %s", errSignInLater, oneLine(rootCause(err), longestMessage))
	}
	status := refusal.Response.StatusCode
	secret := a.config.ClientSecret
	f := parseFault(status, refusal.Response.Header, refusal.Body, secret, url.QueryEscape(secret))
	if status == http.StatusTooManyRequests || unclear(status) || f.Code == "temporarily_unavailable" || f.Code == "server_error" {
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
