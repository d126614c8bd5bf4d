package sandbox

import (
	"strings"

	"bcimport/importer/sandbox/entra"
	"bcimport/importer/sandbox/sets"
)

// targetKind is the kind of resource of a URL.
type targetKind int

const (
	unknownTarget targetKind = iota
	signInTarget             // an endpoint of Entra's
	metadataTarget
	batchTarget
	companiesTarget
	rootTarget     // entityDefinitions or apicategoryroutes
	contactsTarget // customerContacts or contacts
	recordsTarget  // another set
)

// target is a parsed URL path.
type target struct {
	kind        targetKind
	endpoint    entra.Endpoint // of a sign-in
	root        string         // the path up to and including /api/v2.0 or a custom API's version
	route       string         // publisher/group/version of a custom API, "" for v2.0
	environment string
	company     string // the key of the company, "" for none
	set         string
	key         string
	keyed       bool
}

// ofCompany reports whether the resource is one of a company.
func (t target) ofCompany() bool { return t.kind == contactsTarget || t.kind == recordsTarget }

// parseTarget reads the paths of the service, with or without a tenant before
// the environment, and those of the sign-in.
func parseTarget(path string) target {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if endpoint := entra.EndpointOf(parts); endpoint != entra.None {
		return target{kind: signInTarget, endpoint: endpoint}
	}
	for i := 2; i <= 3 && i+2 < len(parts); i++ {
		if parts[0] != "v2.0" || parts[i] != "api" {
			continue
		}
		route, length := "", 2
		if parts[i+1] != "v2.0" && i+4 < len(parts) {
			route, length = strings.Join(parts[i+1:i+4], "/"), 4
		}
		if route == "" && parts[i+1] != "v2.0" || route != "" && route != sets.Warehouse {
			continue
		}
		t := parseResource(route, parts[i+length:])
		t.environment = parts[i-1]
		t.root = "/" + strings.Join(parts[:i+length], "/")
		return t
	}
	return target{}
}

func parseResource(route string, parts []string) target {
	t := target{route: route}
	t.set, t.key, t.keyed = splitKey(parts[0])
	switch {
	case len(parts) == 1 && t.set == "$metadata":
		t.kind = metadataTarget
	case len(parts) == 1 && t.set == "$batch":
		t.kind = batchTarget
	case len(parts) == 1 && (parts[0] == "entityDefinitions" || parts[0] == "apicategoryroutes"):
		t.kind = rootTarget
	case len(parts) == 1 && t.set == "companies":
		t.kind = companiesTarget
	case len(parts) == 2 && t.set == "companies" && t.keyed:
		t.company = t.key
		t.set, t.key, t.keyed = splitKey(parts[1])
		parts = parts[1:]
	}
	switch {
	case t.kind != unknownTarget || len(parts) != 1:
	case route == "" && (t.set == "customerContacts" || t.set == "contacts"):
		t.kind = contactsTarget
	case sets.Has(route, t.set):
		t.kind = recordsTarget
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
