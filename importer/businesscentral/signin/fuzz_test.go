package signin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"bcimport/importer/businesscentral/faults"
)

// FuzzClaims holds that no token brings the program down, and that what is told of it
// stays one line of bounded length.
func FuzzClaims(f *testing.F) {
	for _, seed := range []string{"", "e30", "e30.eyJwcmVmZXJyZWRfdXNlcm5hbWUiOiJhbm5AY29udG9zby5jb20ifQ.x", "e30.eyJhdWQiOiJodHRwczovL2dyYXBoLm1pY3Jvc29mdC5jb20ifQ.x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		line(t, userOf(token), faults.MaxID)
		if err := CheckAudience("Bearer " + token); err != nil {
			line(t, err.Error(), faults.MaxMessage)
		}
	})
}

// FuzzCertificate holds that no file brings the program down as a certificate, and that
// no message holds its password or leaves its line.
func FuzzCertificate(f *testing.F) {
	for _, name := range []string{"app.pem", "app.pfx", "legacy.pfx", "cert.pem"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "cli", "testdata", "signin", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("-----BEGIN CERTIFICATE-----\npfx-password\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &Certificate{Data: data, Password: "pfx-password", Name: "app.pfx"}
		certificates, key, err := c.parse()
		switch {
		case err == nil && (len(certificates) == 0 || key == nil):
			t.Error("taken without a certificate or its key")
		case err != nil && strings.Contains(err.Error(), c.Password):
			t.Errorf("the password is told: %v", err)
		case err != nil:
			line(t, err.Error(), faults.MaxMessage+200)
		}
	})
}

func line(t *testing.T, s string, most int) {
	t.Helper()
	if len(s) > most+len("…") || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		t.Errorf("not one short line: %q", s)
	}
}
