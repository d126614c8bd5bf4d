package input

import (
	"errors"

	"bcimport/importer"
)

// ErrUndescribed means that nothing is known of a record set without asking the service.
var ErrUndescribed = errors.New("nothing is known of this record set without a connection")

// Undescribed is ErrUndescribed of a set, with what to do.
func Undescribed(set string) error {
	return importer.Invalidf("%s: %w", set, ErrUndescribed).Hintf("pass %s or %s, or correct the name", importer.Option{Name: "target", Value: "NAME"}, importer.Option{Name: "sandbox"})
}
