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

// validate tells everything that is missing.
func (k Credentials) validate() error {
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
		missing(k.ClientID, "a client id", "--client-id or BCIMPORT_CLIENT_ID")
		missing(k.ClientSecret, "a client secret", "BCIMPORT_CLIENT_SECRET, or client_secret_file in bcimport.yaml")
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
