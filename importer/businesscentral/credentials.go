package businesscentral

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"bcimport/importer"
)

// Auth names a way to sign in.
type Auth string

const (
	ClientCredentials Auth = "client-credentials" // an Entra app registration with a secret or a certificate
	DeviceCode        Auth = "device-code"        // a person who has signed in by SignIn
	Azure             Auth = "azure"              // workload identity, managed identity or the Azure CLI
	Basic             Auth = "basic"              // on-premises user and web service access key
	Token             Auth = "token"              // a bearer token that somebody else got
	None              Auth = "none"
)

// Credentials are what a way to sign in needs; the rest is ignored.
type Credentials struct {
	Auth         Auth
	Tenant       string
	TokenURL     string
	ClientID     string
	ClientSecret string
	// Certificate stands in for the client secret; nil where there is none.
	Certificate *Certificate
	// Identity is the one of Azure's identities to use; empty: whichever is at hand.
	Identity Identity
	// Environ is the environment of the Azure CLI, without secrets that are none of its.
	Environ []string
	// Store keeps a person's sign-in between runs.
	Store    SignInStore
	Scope    string
	Username string
	Password string
	Token    string
}

// secrets are what must never come back in a message: the parts of a credential
// and what it was made of.
func (k Credentials) secrets(credential string) []string {
	_, value, _ := strings.Cut(credential, " ")
	if k.Certificate != nil {
		return []string{value, k.Certificate.Password, k.Password, k.Token}
	}
	return []string{value, k.ClientSecret, k.Password, k.Token}
}

// App is an app registration. Business Central's limits are per user, and an app
// is one (operational-limits-online.md).
type App struct {
	ClientID     string
	ClientSecret string
	Certificate  *Certificate
}

// signIns are the credentials of each user.
func (c Config) signIns() []Credentials {
	if len(c.Apps) == 0 {
		return []Credentials{c.Credentials}
	}
	all := make([]Credentials, len(c.Apps))
	for i, app := range c.Apps {
		all[i] = c.Credentials
		all[i].ClientID, all[i].ClientSecret, all[i].Certificate = app.ClientID, app.ClientSecret, app.Certificate
	}
	return all
}

// checkApps tells what is wrong with a list of apps.
func (c Config) checkApps() error {
	if len(c.Apps) == 0 {
		return nil
	}
	var errs []error
	if c.Credentials.Auth != ClientCredentials {
		errs = append(errs, fmt.Errorf("apps need auth %s", ClientCredentials))
	}
	known := map[string]bool{}
	for i, app := range c.Apps {
		id := strings.ToLower(app.ClientID)
		switch {
		case app.ClientID == "":
			errs = append(errs, fmt.Errorf("app %d has no client id", i+1))
		case known[id]:
			errs = append(errs, fmt.Errorf("app %d has the client id of another: they would share one user's limits", i+1))
		}
		if err := oneSecret(app.ClientSecret, app.Certificate); err != nil {
			errs = append(errs, fmt.Errorf("app %d: %w", i+1, err))
		}
		known[id] = true
	}
	return errors.Join(errs...)
}

// oneSecret wants a secret or a certificate that can be used.
func oneSecret(secret string, certificate *Certificate) error {
	switch {
	case certificate != nil && secret != "":
		return &importer.Problem{Cause: errors.New("there are both a client secret and a client certificate"), Hint: importer.PlainHint("leave one of them out")}
	case certificate != nil:
		_, _, err := certificate.parse()
		return err
	case secret == "":
		return &importer.Problem{
			Cause: fmt.Errorf("auth %s needs a client secret or a client certificate", ClientCredentials),
			Hint:  importer.PlainHint("set BCIMPORT_CLIENT_SECRET, or client_secret_file or client_certificate_file in bcimport.yaml"),
		}
	}
	return nil
}

// Validate tells what is missing; apps bring client ids and secrets of their own.
func (k Credentials) Validate(apps bool) error {
	var errs []error
	missing := func(value, name string, hint importer.Hint) {
		if value == "" {
			errs = append(errs, &importer.Problem{
				Cause: fmt.Errorf("auth %s needs %s", k.Auth, name),
				Hint:  hint,
			})
		}
	}
	switch k.Auth {
	case ClientCredentials:
		if !apps {
			missing(k.ClientID, "a client id", importer.NewHint("set %s or BCIMPORT_CLIENT_ID", importer.Option{Name: "client_id"}))
			errs = append(errs, oneSecret(k.ClientSecret, k.Certificate))
		}
		errs = append(errs, k.checkTokenURL())
	case DeviceCode:
		missing(k.ClientID, "a client id", importer.NewHint("set %s or BCIMPORT_CLIENT_ID: an app registration that allows public client flows", importer.Option{Name: "client_id"}))
		errs = append(errs, k.checkTokenURL())
	case Azure:
		errs = append(errs, k.Identity.validate())
	case Basic:
		missing(k.Username, "a user name", importer.NewHint("set %s or BCIMPORT_USERNAME", importer.Option{Name: "username"}))
		missing(k.Password, "a web service access key", importer.PlainHint("set BCIMPORT_PASSWORD"))
	case Token:
		missing(k.Token, "a bearer token", importer.PlainHint("set BCIMPORT_TOKEN"))
		if strings.ContainsFunc(k.Token, unicode.IsControl) {
			errs = append(errs, errors.New("the bearer token holds a line break or another control character"))
		}
	case None:
	default:
		errs = append(errs, &importer.Problem{
			Cause: fmt.Errorf("unknown auth %q", k.Auth),
			Hint:  importer.PlainHint("use client-credentials, device-code, azure, basic, token or none"),
		})
	}
	return errors.Join(errs...)
}

func (k Credentials) checkTokenURL() error {
	if k.TokenURL == "" {
		return &importer.Problem{
			Cause: fmt.Errorf("auth %s needs a tenant", k.Auth), Hint: importer.NewHint("set %s or BCIMPORT_TENANT (or %s)", importer.Option{Name: "tenant"}, importer.Option{Name: "token_url"}),
		}
	}
	if u, err := url.Parse(k.TokenURL); err == nil && k.Certificate != nil && u.Scheme == "http" {
		return &importer.Problem{Cause: errors.New("signing in with a certificate needs https"), Hint: importer.PlainHint("token_url is plain http")}
	}
	if host, _ := authority(k.TokenURL); k.Certificate != nil && host == "" {
		return &importer.Problem{Cause: errors.New("signing in with a certificate needs an Entra token URL"), Hint: importer.PlainHint("token_url looks like https://HOST/TENANT/oauth2/v2.0/token")}
	}
	return checkURL("token_url", k.TokenURL)
}

// signedInAs names the users that requests are sent as, as far as they are known.
func (c Config) signedInAs() string {
	var names []string
	for _, k := range c.signIns() {
		switch k.Auth {
		case ClientCredentials, DeviceCode, Azure:
			names = append(names, k.ClientID)
		case Basic:
			names = append(names, k.Username)
		}
	}
	return strings.Join(names, ", ")
}

// SignsInBy says in a few words how requests are signed in.
func (c Config) SignsInBy() string {
	k := c.Credentials
	switch {
	case k.Auth == Azure:
		return fmt.Sprintf("auth %s, identity %s", k.Auth, cmp.Or(k.Identity, AnyIdentity))
	case len(c.Apps) > 0:
		return fmt.Sprintf("auth %s, client ids %s", k.Auth, c.signedInAs())
	case k.Auth == ClientCredentials && k.Certificate != nil:
		return fmt.Sprintf("auth %s, client id %s, certificate %s", k.Auth, k.ClientID, k.Certificate.Name)
	case k.Auth == ClientCredentials, k.Auth == DeviceCode:
		return fmt.Sprintf("auth %s, client id %s", k.Auth, k.ClientID)
	case k.Auth == Basic:
		return fmt.Sprintf("auth %s, user %s", k.Auth, k.Username)
	}
	return "auth " + string(k.Auth)
}
