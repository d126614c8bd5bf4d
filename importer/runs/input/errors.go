package input

import (
	"errors"

	"bcimport/importer"
)

// ErrChanged is an input that is no longer what the first pass read.
var ErrChanged = errors.New("the input has changed since the run began")

// Interrupted is work that was ended before anything was written.
func Interrupted() error {
	return &importer.Problem{Kind: importer.KindHalted, Cause: errors.New("interrupted before anything was written")}
}
