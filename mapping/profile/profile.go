package profile

import (
	"embed"
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

//go:embed *.yaml
var files embed.FS

// All returns the names of the sets that have a profile, those first that are updated in
// bulk most often. The slice is the caller's own.
func All() []string {
	return []string{
		entity.CustomerContacts,
	}
}

// Find returns the profile of a set of api/v2.0 and reports whether there is one, also
// for the small sets that others refer to. It reads the set's file alone; what it returns
// is the caller's own.
func Find(set string) (entity.Entity, bool) {
	if slices.Contains(All(), set) {
		return load(set + ".yaml")[0].entity(), true
	}
	if strings.Contains(set, "/") {
		return entity.Entity{}, false
	}
	for _, d := range load("references.yaml") {
		if d.Set == set {
			return d.entity(), true
		}
	}
	return entity.Entity{}, false
}
