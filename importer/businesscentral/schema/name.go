package schema

import (
	"regexp"

	"bcimport/importer"
)

// setName is the name of a set, or of a custom API's set with its route: it becomes part of a
// path. A route may stand without a set.
var setName = regexp.MustCompile(`^([\pL\pN_][\pL\pN\pM_.-]*/){3}([\pL_][\pL\pN\pM_]*)?$|^[\pL_][\pL\pN\pM_]*$`)

// CheckName reports a name that no set has; an empty one means customerContacts.
func CheckName(set string) error {
	if set == "" || setName.MatchString(set) {
		return nil
	}
	return &importer.Problem{
		Cause: importer.Errorf("%q is no name of an entity set", set),
		Hint:  importer.PlainHint("use a name such as items, or publisher/group/version/set for a custom API"),
	}
}
