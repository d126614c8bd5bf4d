package cli

import (
	"errors"

	"bcimport/importer"
)

// beforeFolder is the error of a command that ended before it had a run folder: there
// is nothing to resume, whatever it was that ended it.
func beforeFolder(err error) error {
	var done *ended
	if err == nil || errors.As(err, &done) || codeOf(err) != Halted {
		return err
	}
	return &importer.Problem{Kind: importer.KindInvalid, Cause: err}
}
