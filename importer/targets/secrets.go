package targets

import (
	"bytes"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/keychain"
	"bcimport/importer/yamlfile"
)

// readSecret reads a file that holds a secret alone, as any editor saves it.
func readSecret(file string) (string, error) {
	data, err := yamlfile.ReadSmall(file)
	if err != nil {
		return "", err
	}
	switch {
	case len(data) > 64<<10:
		return "", importer.Errorf("it is too large for a secret")
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return "", importer.Errorf("it is not UTF-8 text; save it as UTF-8")
	}
	secret := strings.TrimRight(strings.TrimPrefix(string(data), "\ufeff"), "\r\n")
	if secret == "" {
		return "", importer.Errorf("it is empty")
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
		return nil, importer.Invalidf("%s has no certificate in PEM format (-----BEGIN CERTIFICATE-----)", file).Hintf("convert a DER file with: openssl x509 -inform der")
	}
	return roots, nil
}

// signIn is where a person's sign-in is kept: one for each app registration of a
// tenant.
func signInOf(k businesscentral.Credentials, passphrase func() (string, error)) (*signIn, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return nil, importer.Invalidf("find the configuration folder: %w", err).Hintf("set HOME or XDG_CONFIG_HOME")
	}
	if passphrase == nil {
		passphrase = Passphrase(func() (string, error) { return "", NoPassphrase() })
	}
	return &signIn{keychain.Entry{
		Name: k.TokenURL + " " + k.ClientID, Folder: filepath.Join(folder, "bcimport", "sign-in"),
		FileOnly: os.Getenv("BCIMPORT_KEYCHAIN") == "file", Passphrase: passphrase,
	}}, nil
}

// signIn turns the keychain's errors into the adapter's: no user is signed in.
type signIn struct{ keychain.Entry }

// Load returns the refresh token.
func (s *signIn) Load() (string, error) {
	token, err := s.Entry.Load()
	return token, notSignedIn(err)
}

// Passphrase takes that of a kept sign-in from the environment, and else asks once.
func Passphrase(ask func() (string, error)) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		if p := os.Getenv("BCIMPORT_PASSPHRASE"); p != "" {
			return p, nil
		}
		return ask()
	})
}

// NoPassphrase is the problem of a sign-in that can be kept nowhere.
func NoPassphrase() error {
	return importer.Invalidf("this machine has no usable keychain, and a sign-in is stored in a file only with a passphrase").
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

// notSignedIn says in the adapter's words that there is no sign-in.
func notSignedIn(err error) error {
	if errors.Is(err, keychain.ErrNotFound) {
		return importer.Errorf("%w: %w", businesscentral.ErrNotSignedIn, err)
	}
	return err
}

// environWithoutSecrets is the environment for another program: without what signs this
// one in.
func (t *Target) environWithoutSecrets() []string {
	secret := map[string]bool{
		"BCIMPORT_CLIENT_SECRET": true, "BCIMPORT_PASSWORD": true, "BCIMPORT_TOKEN": true, "BCIMPORT_CLIENT_CERTIFICATE_PASSWORD": true, "BCIMPORT_PASSPHRASE": true,
	}
	for _, name := range t.block.references {
		secret[strings.ToUpper(name)] = true
	}
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return secret[strings.ToUpper(name)]
	})
}
