package fleet

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/targets"
)

// TargetKey is the key of a target: tenant, environment and application users, as a name
// that is safe in stores, addresses and logs. Runs of one key share the service's limits,
// whatever their company.
func TargetKey(of targets.Known) string {
	where, users := place(of), users(of)
	sum := sha256.Sum256([]byte(strings.Join(append(where, users...), "\n")))
	key := ""
	for _, part := range where {
		if part = escape(part); part != "" {
			key += part[:min(len(part), 24)] + "-"
		}
	}
	return key + hex.EncodeToString(sum[:8])
}

// place is where a target's limits count, whatever its company and its record sets: host,
// tenant and environment. The host of Business Central online goes without saying.
func place(of targets.Known) []string {
	host := ""
	if root, err := url.Parse(of.Root); err == nil && !strings.EqualFold(root.Hostname(), "api.businesscentral.dynamics.com") {
		host = strings.ToLower(root.Host)
	}
	return []string{host, strings.ToLower(strings.TrimSpace(of.Tenant)), strings.ToLower(strings.TrimSpace(of.Environment))}
}

// users are the application users of a target, in one spelling and order.
func users(of targets.Known) []string {
	names := make([]string, 0, len(of.Users))
	for _, user := range of.Users {
		names = append(names, strings.ToLower(strings.Trim(user, "{} ")))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// CheckUsers refuses a target that shares an application user with another one of the same
// tenant and environment that has a different key: their runs would use up each other's
// limits.
func CheckUsers(of targets.Known, all []targets.Known) error {
	own, where, key := users(of), place(of), TargetKey(of)
	for _, other := range all {
		if TargetKey(other) == key || !slices.Equal(place(other), where) {
			continue
		}
		for _, user := range users(other) {
			if slices.Contains(own, user) {
				return importer.Invalidf("the targets %s and %s share the application user %s, and each has others besides", of.Name, other.Name, user).
					Hintf("give both the same list of apps, or apps that only one of them uses: whatever shares a user shares its limits")
			}
		}
	}
	return nil
}

// find is the target of a name, checked against the others.
func find(name string, all []targets.Known) (targets.Known, error) {
	for _, known := range all {
		if known.Name == name {
			return known, CheckUsers(known, all)
		}
	}
	return targets.Known{}, importer.Invalidf("there is no target %q", name).Hintf("add it to %s, or correct the name", targets.FileName)
}

// escape makes a name of a text: small letters, digits and dashes.
func escape(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(text)), "-")
}

var idForm = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}(-[a-z0-9-]*)?-[a-z0-9]{8}$`)

// checkID refuses what is no id of a run: it becomes part of names.
func checkID(id string) error {
	if !idForm.MatchString(id) || len(id) > 100 {
		return importer.Invalidf("%q is no run of a fleet", id).Hintf("runs are called as they were when they were submitted")
	}
	return nil
}
