package businesscentral

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"bcimport/importer/businesscentral/signin"
	"bcimport/mapping/phrase"
)

// App is an app registration. Each one is a user with limits of its own
// (operational-limits-online.md).
type App struct {
	ClientID     string
	ClientSecret string
	Certificate  *Certificate
}

// signIns returns the credentials of each user.
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

// checkApps returns what is wrong with the list of apps.
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
		if err := signin.CheckSecret(app.ClientSecret, app.Certificate); err != nil {
			errs = append(errs, fmt.Errorf("app %d: %w", i+1, err))
		}
		known[id] = true
	}
	return errors.Join(errs...)
}

// signedInAs names the users that send the requests, where their names are known.
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

// SignsInBy describes in a few words how requests are signed in.
func (c Config) SignsInBy() phrase.Phrase {
	k := c.Credentials
	switch {
	case k.Auth == Azure:
		return phrase.New("auth %s, identity %s", k.Auth, cmp.Or(k.Identity, signin.AnyIdentity))
	case len(c.Apps) > 0:
		return phrase.New("auth %s, client ids %s", k.Auth, c.signedInAs())
	case k.Auth == ClientCredentials && k.Certificate != nil:
		return phrase.New("auth %s, client id %s, certificate %s", k.Auth, k.ClientID, k.Certificate.Name)
	case k.Auth == ClientCredentials, k.Auth == DeviceCode:
		return phrase.New("auth %s, client id %s", k.Auth, k.ClientID)
	case k.Auth == Basic:
		return phrase.New("auth %s, user %s", k.Auth, k.Username)
	}
	return phrase.New("auth %s", k.Auth)
}
