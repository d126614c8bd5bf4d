package cli

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/keychain"
	"bcimport/importer/yamlfile"
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

// readSecret reads a file that holds a secret alone, as any editor saves it.
func readSecret(file string) (string, error) {
	data, err := yamlfile.ReadSmall(file)
	if err != nil {
		return "", err
	}
	switch {
	case len(data) > 64<<10:
		return "", errors.New("it is larger than any secret")
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return "", errors.New("it is no UTF-8 text; save it with the encoding UTF-8")
	}
	secret := strings.TrimRight(strings.TrimPrefix(string(data), "\ufeff"), "\r\n")
	if secret == "" {
		return "", errors.New("it is empty")
	}
	return secret, nil
}

// readCertificate reads a client certificate with its private key.
func readCertificate(file, password string) (*businesscentral.Certificate, error) {
	data, err := yamlfile.ReadSmall(file)
	if err != nil {
		return nil, importer.Invalidf("read the client certificate: %w", err)
	}
	return &businesscentral.Certificate{Data: data, Password: password, Name: file}, nil
}

// readAuthorities adds the authorities of a file to those of the system.
func readAuthorities(file string) (*x509.CertPool, error) {
	data, err := yamlfile.ReadSmall(file)
	if err != nil {
		return nil, importer.Invalidf("read the certificate authorities: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(data) {
		return nil, importer.Invalidf("%s holds no certificate in PEM form", file).Hintf("it begins with -----BEGIN CERTIFICATE-----; a DER file is converted by: openssl x509 -inform der")
	}
	return roots, nil
}

// signIn is where a person's sign-in is kept: one for each app registration of a
// tenant.
func (s *settings) signIn(k businesscentral.Credentials) (*signIn, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return nil, importer.Invalidf("find the configuration folder: %w", err).Hintf("set HOME or XDG_CONFIG_HOME")
	}
	passphrase := s.passphrase
	if passphrase == nil {
		passphrase = passphraseOf(func() (string, error) { return "", noPassphrase() })
	}
	return &signIn{keychain.Entry{
		Name: k.TokenURL + " " + k.ClientID, Folder: filepath.Join(folder, "bcimport", "sign-in"),
		FileOnly: os.Getenv("BCIMPORT_KEYCHAIN") == "file", Passphrase: passphrase,
	}}, nil
}

// signIn says in the adapter's words that nobody is signed in.
type signIn struct{ keychain.Entry }

// Load returns the refresh token.
func (s *signIn) Load() (string, error) {
	token, err := s.Entry.Load()
	return token, notSignedIn(err)
}

func askPassphrase(ctx context.Context, c *console) func() (string, error) {
	return passphraseOf(func() (string, error) {
		in, ok := c.In.(*os.File)
		if !ok || !c.interactive() {
			return "", noPassphrase()
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
				return "", noPassphrase()
			}
			return text, nil
		case <-ctx.Done():
			fmt.Fprintln(c.Err)
			return "", errors.Join(errInterruptedEarly(), term.Restore(int(in.Fd()), shown))
		}
	})
}

// passphraseOf takes the environment's, and else asks once.
func passphraseOf(ask func() (string, error)) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		if p := os.Getenv("BCIMPORT_PASSPHRASE"); p != "" {
			return p, nil
		}
		return ask()
	})
}

func noPassphrase() error {
	return importer.Invalidf("this machine has no keychain that can be used, and a sign-in is kept in a file only with a passphrase").
		Hintf("set BCIMPORT_PASSPHRASE")
}

// ready makes sure, where a file would have to be written, that there is a
// passphrase for it.
func (s *signIn) ready() error {
	if s.FileOnly || !keychain.Reachable() {
		_, err := s.Passphrase()
		return err
	}
	return nil
}
