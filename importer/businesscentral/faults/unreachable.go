package faults

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"bcimport/importer"
)

// Untrusted returns the problem of a certificate that can't be verified, nil for any other
// error. A retry would not help.
func Untrusted(err error) error {
	var failed *tls.CertificateVerificationError
	if !errors.As(err, &failed) {
		return nil
	}
	hint := importer.PlainHint("the certificate is not for this host: a proxy answers for it, or the address is wrong")
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		hint = importer.NewHint("the server's certificate has expired, or the clock of this machine is wrong: it says %s", time.Now().Format(time.RFC1123))
	case errors.As(err, &unknown):
		hint = importer.NewHint("the certificate is signed by an authority that this machine does not know; if it is your own, name its file with %s", importer.Option{Name: "ca_file"})
	}
	return &importer.Problem{Cause: importer.Errorf("%w: %s", importer.ErrUnreachable, Line(failed.Error(), MaxMessage)), Hint: hint}
}

// RootCause returns the innermost error's text, without what url.Error adds before it.
func RootCause(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
