package signin

import (
	"errors"
	"net/url"
	"strings"
	"unicode"

	"bcimport/importer"
)

// Auth names a way to sign in.
type Auth string

const (
	ClientCredentials Auth = "client-credentials" // an Entra app registration with a secret or a certificate
	DeviceCode        Auth = "device-code"        // a person who has signed in with ByDeviceCode
	Azure             Auth = "azure"              // workload identity, managed identity or the Azure CLI
	Basic             Auth = "basic"              // on-premises user and web service access key
	Token             Auth = "token"              // a bearer token from elsewhere
	None              Auth = "none"
)

// Credentials are what a way to sign in needs; other fields are ignored.
type Credentials struct {
	Auth         Auth
	Tenant       string
	TokenURL     string
	ClientID     string
	ClientSecret string
	// Certificate replaces the client secret; nil if there is none.
	Certificate *Certificate
	// Identity is the identity of Azure to use; empty means AnyIdentity.
	Identity Identity
	// Environ is the environment of the Azure CLI, without this program's secrets.
	Environ []string
	// Store keeps a person's sign-in between runs.
	Store    Store
	Scope    string
	Username string
	Password string
	Token    string
}

// Secrets returns what must never appear in a message: the parts of a credential and what it
// was made of.
func (k Credentials) Secrets(credential string) []string {
	_, value, _ := strings.Cut(credential, " ")
	if k.Certificate != nil {
		return []string{value, k.Certificate.Password, k.Password, k.Token}
	}
	return []string{value, k.ClientSecret, k.Password, k.Token}
}

// CheckSecret returns an error unless there is either a secret or a usable certificate.
func CheckSecret(secret string, certificate *Certificate) error {
	switch {
	case certificate != nil && secret != "":
		return &importer.Problem{Cause: importer.Errorf("there are both a client secret and a client certificate"), Hint: importer.PlainHint("remove one of them")}
	case certificate != nil:
		_, _, err := certificate.parse()
		return err
	case secret == "":
		return &importer.Problem{
			Cause: importer.Errorf("auth %s needs a client secret or a client certificate", ClientCredentials),
			Hint:  importer.PlainHint("set BCIMPORT_CLIENT_SECRET, or client_secret_file or client_certificate_file in bcimport.yaml"),
		}
	}
	return nil
}

// Fixed reports whether requests carry the given credentials as they are, so that only the
// answers show whether they are accepted.
func (k Credentials) Fixed() bool {
	return k.Auth == Basic || k.Auth == Token || k.Auth == None
}

// Validate returns what is missing. With apps, client ids and secrets come from them.
func (k Credentials) Validate(apps bool) error {
	var errs []error
	missing := func(value string, cause error, hint importer.Hint) {
		if value == "" {
			errs = append(errs, &importer.Problem{Cause: cause, Hint: hint})
		}
	}
	switch k.Auth {
	case ClientCredentials:
		if !apps {
			missing(k.ClientID, importer.Errorf("auth %s needs a client id", k.Auth), importer.NewHint("set %s or BCIMPORT_CLIENT_ID", importer.Option{Name: "client_id"}))
			errs = append(errs, CheckSecret(k.ClientSecret, k.Certificate))
		}
		errs = append(errs, k.checkTokenURL())
	case DeviceCode:
		missing(k.ClientID, importer.Errorf("auth %s needs a client id", k.Auth), importer.NewHint("set %s or BCIMPORT_CLIENT_ID: an app registration that allows public client flows", importer.Option{Name: "client_id"}))
		errs = append(errs, k.checkTokenURL())
	case Azure:
		errs = append(errs, k.Identity.validate())
	case Basic:
		missing(k.Username, importer.Errorf("auth %s needs a user name", k.Auth), importer.NewHint("set %s or BCIMPORT_USERNAME", importer.Option{Name: "username"}))
		missing(k.Password, importer.Errorf("auth %s needs a web service access key", k.Auth), importer.PlainHint("set BCIMPORT_PASSWORD"))
	case Token:
		missing(k.Token, importer.Errorf("auth %s needs a bearer token", k.Auth), importer.PlainHint("set BCIMPORT_TOKEN"))
		if strings.ContainsFunc(k.Token, unicode.IsControl) {
			errs = append(errs, importer.Errorf("the bearer token holds a line break or another control character"))
		}
	case None:
	default:
		errs = append(errs, &importer.Problem{
			Cause: importer.Errorf("unknown auth %q", k.Auth),
			Hint:  importer.PlainHint("use client-credentials, device-code, azure, basic, token or none"),
		})
	}
	return errors.Join(errs...)
}

func (k Credentials) checkTokenURL() error {
	if k.TokenURL == "" {
		return &importer.Problem{
			Cause: importer.Errorf("auth %s needs a tenant", k.Auth), Hint: importer.NewHint("set %s or BCIMPORT_TENANT (or %s)", importer.Option{Name: "tenant"}, importer.Option{Name: "token_url"}),
		}
	}
	if u, err := url.Parse(k.TokenURL); err == nil && k.Certificate != nil && u.Scheme == "http" {
		return &importer.Problem{Cause: importer.Errorf("signing in with a certificate needs https"), Hint: importer.PlainHint("token_url is plain http")}
	}
	if host, _ := authority(k.TokenURL); k.Certificate != nil && host == "" {
		return &importer.Problem{Cause: importer.Errorf("signing in with a certificate needs an Entra token URL"), Hint: importer.PlainHint("set token_url to https://HOST/TENANT/oauth2/v2.0/token")}
	}
	return CheckURL("token_url", k.TokenURL)
}
