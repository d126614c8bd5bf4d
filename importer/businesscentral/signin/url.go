package signin

import (
	"net/netip"
	"net/url"
	"strings"

	"bcimport/importer"
)

// TokenURL returns the Entra v2.0 token endpoint of a tenant.
func TokenURL(tenant string) string {
	return "https://login.microsoftonline.com/" + url.PathEscape(tenant) + "/oauth2/v2.0/token"
}

// CheckURL refuses a URL that could leak credentials: plain http to another machine, and user
// names or secrets in the URL.
func CheckURL(name, raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		// The parser's error repeats the URL, which may hold a secret.
		return importer.Errorf("%s is not a URL", name)
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return &importer.Problem{Cause: importer.Errorf("%s is not an http(s) URL", name), Hint: importer.PlainHint("use the form https://host/path")}
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return importer.Errorf("%s must not hold a user name, a query or a fragment", name)
	case u.Scheme == "http" && !Loopback(u.Hostname()):
		return &importer.Problem{Cause: importer.Errorf("%s is plain http to %s", name, u.Hostname()), Hint: importer.PlainHint("use https: over http, others could read the token")}
	}
	return nil
}

// Loopback reports whether a host name means this machine, without asking a name server.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
