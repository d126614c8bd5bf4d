package sandbox

import "strings"

// targetKind is the kind of resource of a URL.
type targetKind int

const (
	unknownTarget targetKind = iota
	tokenTarget
	deviceCodeTarget
	deviceLoginTarget
	discoveryTarget
	metadataTarget
	batchTarget
	companiesTarget
	contactsTarget // customerContacts or contacts
)

// target is a parsed URL path.
type target struct {
	kind        targetKind
	root        string // the path up to and including /api/v2.0
	environment string
	company     string // the key of the company, "" for none
	set         string
	key         string
	keyed       bool
}

// parseTarget reads the paths of the service, with or without a tenant before
// the environment, and those of the sign-in.
func parseTarget(path string) target {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if kind := signInTarget(parts); kind != unknownTarget {
		return target{kind: kind}
	}
	for i := 2; i <= 3 && i+2 < len(parts); i++ {
		if parts[0] == "v2.0" && parts[i] == "api" && parts[i+1] == "v2.0" {
			t := parseResource(parts[i+2:])
			t.environment = parts[i-1]
			t.root = "/" + strings.Join(parts[:i+2], "/")
			return t
		}
	}
	return target{}
}

// signInTarget reads the paths of Entra, all but one below a tenant.
func signInTarget(parts []string) targetKind {
	if len(parts) == 1 && parts[0] == "devicelogin" {
		return deviceLoginTarget
	}
	if len(parts) != 4 {
		return unknownTarget
	}
	switch strings.Join(parts[1:], "/") {
	case "oauth2/v2.0/token":
		return tokenTarget
	case "oauth2/v2.0/devicecode":
		return deviceCodeTarget
	case "v2.0/.well-known/openid-configuration":
		return discoveryTarget
	}
	return unknownTarget
}

// signsIn reports whether a request is a sign-in and so needs none.
func (k targetKind) signsIn() bool {
	return k == tokenTarget || k == deviceCodeTarget || k == deviceLoginTarget || k == discoveryTarget
}

func parseResource(parts []string) target {
	var t target
	t.set, t.key, t.keyed = splitKey(parts[0])
	switch {
	case len(parts) == 1 && t.set == "$metadata":
		t.kind = metadataTarget
	case len(parts) == 1 && t.set == "$batch":
		t.kind = batchTarget
	case len(parts) == 1 && t.set == "companies":
		t.kind = companiesTarget
	case len(parts) == 2 && t.set == "companies" && t.keyed:
		t.company = t.key
		t.set, t.key, t.keyed = splitKey(parts[1])
		parts = parts[1:]
	}
	if t.kind == unknownTarget && len(parts) == 1 && (t.set == "customerContacts" || t.set == "contacts") {
		t.kind = contactsTarget
	}
	return t
}

// splitKey splits set(key).
func splitKey(part string) (set, key string, keyed bool) {
	set, key, keyed = strings.Cut(part, "(")
	if !keyed {
		return part, "", false
	}
	key, closed := strings.CutSuffix(key, ")")
	return set, key, closed
}
