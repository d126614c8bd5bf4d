package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"bcimport/importer/cli/terminal"
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
		in, ok := c.In.(*os.File)
		if !ok || !c.Interactive() {
			return "", targets.NoPassphrase()
		}
		shown, err := term.GetState(int(in.Fd()))
		if err != nil {
			return "", err
		}
		fmt.Fprint(c.Err, "Passphrase of the kept sign-in: ")
		// The read can't be interrupted; after a stop it ends with the process.
		typed := make(chan string, 1)
		go func() {
			text, _ := term.ReadPassword(int(in.Fd()))
			typed <- string(text)
		}()
		select {
		case text := <-typed:
			fmt.Fprintln(c.Err)
			if text == "" {
				return "", targets.NoPassphrase()
			}
			return text, nil
		case <-ctx.Done():
			fmt.Fprintln(c.Err)
			return "", errors.Join(errInterruptedEarly(), term.Restore(int(in.Fd()), shown))
		}
	})
}
