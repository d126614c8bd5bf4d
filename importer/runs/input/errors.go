package input

import (
	"bcimport/importer"
)

// ErrChanged is an input that is no longer what the first pass read.
var ErrChanged = importer.Errorf("the input has changed since the run began")

// Interrupted is work that was ended before anything was written.
func Interrupted() error {
	return &importer.Problem{Kind: importer.KindHalted, Cause: importer.Errorf("interrupted before anything was written")}
}
