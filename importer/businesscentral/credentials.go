package businesscentral

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"bcimport/importer"
)

// Auth names a way to sign in.
type Auth string

const (
	ClientCredentials Auth = "client-credentials" // an Entra app registration
	Basic             Auth = "basic"              // on-premises user and web service access key
	Token             Auth = "token"              // a bearer token that somebody else got
	None              Auth = "none"
)

// Credentials are what a way to sign in needs; the rest is ignored.
type Credentials struct {
	Auth         Auth
	TokenURL     string
	ClientID     string
	ClientSecret string
	Scope        string
	Username     string
	Password     string
	Token        string
}

// secrets are what must never come back in a message: the parts of a credential
// and what it was made of.
func (k Credentials) secrets(credential string) []string {
	_, value, _ := strings.Cut(credential, " ")
	return []string{value, k.ClientSecret, k.Password, k.Token}
}

// App is an app registration. Business Central's limits are per user, and an app
// is one (operational-limits-online.md).
type App struct {
	ClientID     string
	ClientSecret string
}

// signIns are the credentials of each user.
func (c Config) signIns() []Credentials {
	if len(c.Apps) == 0 {
		return []Credentials{c.Credentials}
	}
	all := make([]Credentials, len(c.Apps))
	for i, app := range c.Apps {
		all[i] = c.Credentials
		all[i].ClientID, all[i].ClientSecret = app.ClientID, app.ClientSecret
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
		if app.ClientSecret == "" {
			errs = append(errs, fmt.Errorf("app %d has no client secret", i+1))
		}
		known[id] = true
	}
	return errors.Join(errs...)
}

// validate tells what is missing; apps bring client ids and secrets of their own.
func (k Credentials) validate(apps bool) error {
	var errs []error
	missing := func(value, name, env string) {
		if value == "" {
			errs = append(errs, &importer.Hinted{
				Err:  fmt.Errorf("auth %s needs %s", k.Auth, name),
				Hint: "set " + env,
			})
		}
	}
	switch k.Auth {
	case ClientCredentials:
		if !apps {
			missing(k.ClientID, "a client id", "--client-id or BCIMPORT_CLIENT_ID")
			missing(k.ClientSecret, "a client secret", "BCIMPORT_CLIENT_SECRET, or client_secret_file in bcimport.yaml")
		}
		if k.TokenURL == "" {
			missing("", "a tenant", "--tenant or BCIMPORT_TENANT (or --token-url)")
		} else {
			errs = append(errs, checkURL("token_url", k.TokenURL))
		}
	case Basic:
		missing(k.Username, "a user name", "--username or BCIMPORT_USERNAME")
		missing(k.Password, "a web service access key", "BCIMPORT_PASSWORD")
	case Token:
		missing(k.Token, "a bearer token", "BCIMPORT_TOKEN")
		if strings.ContainsFunc(k.Token, unicode.IsControl) {
			errs = append(errs, errors.New("the bearer token holds a line break or another control character"))
		}
	case None:
	default:
		errs = append(errs, &importer.Hinted{
			Err:  fmt.Errorf("unknown auth %q", k.Auth),
			Hint: "use client-credentials, basic, token or none",
		})
	}
	return errors.Join(errs...)
}

// signedInAs names the users that requests are sent as, as far as they are known.
func (c Config) signedInAs() string {
	var names []string
	for _, k := range c.signIns() {
		switch k.Auth {
		case ClientCredentials:
			names = append(names, k.ClientID)
		case Basic:
			names = append(names, k.Username)
		}
	}
	return strings.Join(names, ", ")
}
