package input

import (
	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/profile"
)

// ErrUndescribed means that nothing is known of a record set without asking the service.
var ErrUndescribed = importer.Errorf("nothing is known of this record set without a connection")

// Undescribed is ErrUndescribed of a set, with what to do.
func Undescribed(set string) error {
	target, sandbox := importer.Option{Name: "target", Value: "NAME"}, importer.Option{Name: "sandbox"}
	wrong := importer.Invalidf("%s: %w", set, ErrUndescribed)
	route, _ := entity.SplitSet(set)
	if near := mapping.Nearest(set, profile.All()); route == "" && len(near) > 0 {
		return wrong.Hintf("did you mean %s? Else pass %s or %s", phrase.Or(near), target, sandbox)
	}
	return wrong.Hintf("pass %s or %s, or correct the name", target, sandbox)
}
