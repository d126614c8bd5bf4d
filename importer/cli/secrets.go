package cli

import (
	"context"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// secretFlags are flags that there are not, and what to do instead.
func secretFlags() map[string]string {
	instead := map[string]string{
		"client-secret": "set BCIMPORT_CLIENT_SECRET, or client_secret_file in bcimport.yaml",
		"password":      "set BCIMPORT_PASSWORD, or password_file in bcimport.yaml",
		"token":         "set BCIMPORT_TOKEN, or token_file in bcimport.yaml",
		"passphrase":    "set BCIMPORT_PASSPHRASE",

		"client-certificate-password": "set BCIMPORT_CLIENT_CERTIFICATE_PASSWORD, or client_certificate_password_file in bcimport.yaml",
	}
	for alias, name := range map[string]string{"secret": "client-secret", "web-service-access-key": "password", "access-token": "token", "bearer": "token"} {
		instead[alias] = instead[name]
	}
	return instead
}

func askPassphrase(ctx context.Context, c *terminal.Console) func() (string, error) {
	return targets.Passphrase(func() (string, error) {
		typed, err := c.AskSecret(ctx, "Passphrase of the stored sign-in: ")
		switch {
		case err != nil && ctx.Err() != nil:
			return "", runs.Interrupted()
		case err == nil && typed == "":
			err = targets.NoPassphrase()
		}
		return typed, err
	})
}
