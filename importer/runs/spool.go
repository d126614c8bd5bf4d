package runs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"bcimport/reports/atomicfile"
)

// spooledName is what the copy of a stream is called in a run folder.
const spooledName = "input"

// copySpooled gives a run folder its own name for the copy of a stream, or a copy where
// that is on another disk.
func copySpooled(spooled, folder string) error {
	to := filepath.Join(folder, spooledName)
	if os.Link(spooled, to) == nil {
		return nil
	}
	in, err := os.Open(spooled)
	if err != nil {
		return fmt.Errorf("store the input: %w", err)
	}
	defer in.Close()
	if err := atomicfile.CopyInto(context.Background(), to, in); err != nil {
		return fmt.Errorf("store the input: %w", err)
	}
	return nil
}
