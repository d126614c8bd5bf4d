package terminal

import (
	"errors"

	"bcimport/importer"
)

// Hints are what to do about an error, in some words for options and steps.
func Hints(err error, words importer.Words) []string {
	var found []string
	for _, hint := range importer.Hints(err) {
		found = append(found, hint.In(words))
	}
	if len(found) > 0 {
		return found
	}
	switch {
	case errors.Is(err, importer.ErrInUse):
		return []string{"wait for the other process to end"}
	case errors.Is(err, importer.ErrOlder):
		return []string{"use resume or report of the bcimport version that made it, or run its failed.csv as a new run"}
	case errors.Is(err, importer.ErrNewer):
		return []string{"install that version of bcimport, or a newer one"}
	}
	return nil
}
