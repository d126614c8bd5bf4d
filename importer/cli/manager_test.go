package cli

import (
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
)

// TestOfRecordedSet_NoOtherSetIsAWayOut: a run that is resumed or undone has the record set
// that it was made with, so that the hint does not name another.
func TestOfRecordedSet_NoOtherSetIsAWayOut(t *testing.T) {
	t.Parallel()
	gone := importer.Invalidf("$metadata has no entity set %q%w", "binContents", importer.ErrSetGone).Hintf("use bins")
	for name, c := range map[string]struct {
		err  error
		hint string
	}{
		"a set that is gone": {fmt.Errorf("connect: %w", gone), "the run was made with this record set"},
		"anything else":      {importer.Invalidf("no such company").Hintf("set the company"), "set the company"},
	} {
		hints := importer.Hints(ofRecordedSet(c.err))
		if len(hints) != 1 || !strings.Contains(hints[0].In(flagWords{}), c.hint) {
			t.Errorf("%s: the hints are %v", name, hints)
		}
	}
	if ofRecordedSet(gone).Error() != gone.Error() || gone.Hint.Empty() {
		t.Error("the error itself has changed")
	}
}
