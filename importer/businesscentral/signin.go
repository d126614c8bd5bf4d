package businesscentral

import (
	"context"

	"bcimport/importer/businesscentral/signin"
)

// The types of package signin that a Config consists of.
type (
	Auth        = signin.Auth
	Credentials = signin.Credentials
	Certificate = signin.Certificate
	Identity    = signin.Identity
)

// The ways to sign in.
const (
	ClientCredentials = signin.ClientCredentials
	DeviceCode        = signin.DeviceCode
	Azure             = signin.Azure
	Basic             = signin.Basic
	Token             = signin.Token
	None              = signin.None
)

// ErrNotSignedIn is signin.ErrNotSignedIn.
var ErrNotSignedIn = signin.ErrNotSignedIn

// TokenURL is signin.TokenURL.
func TokenURL(tenant string) string { return signin.TokenURL(tenant) }

// Loopback is signin.Loopback.
func Loopback(host string) bool { return signin.Loopback(host) }

// SignIn signs a person in by device code over the connections of the config; see
// signin.ByDeviceCode.
func SignIn(ctx context.Context, config Config, show func(address, code string)) (user, refreshToken string, err error) {
	if err := config.Credentials.Validate(false); err != nil {
		return "", "", err
	}
	client := newClient(config.withDefaults(), nil)
	defer client.Close()
	return signin.ByDeviceCode(ctx, config.Credentials, client.signIn, show)
}
