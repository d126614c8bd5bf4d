package reports

import (
	"fmt"
	"os"
)

// WriteFailed writes the failed rows of a run alone into a folder, in the form of the run's
// input, and returns the name of the file; empty where no row failed. Its messages are in the
// language of the run's words.
func WriteFailed(folder string, run Run) (name string, err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", fmt.Errorf("open folder: %w", err)
	}
	defer root.Close()
	w := &writing{run: run, root: root, nouns: run.About.Nouns()}
	defer w.discard()
	for o, err := range run.Outcomes {
		if err != nil {
			return "", err
		}
		if o.Status.Result() != "failure" || o.Superseded {
			continue
		}
		if err := w.addFailed(o, MessageText(o.Message, run.Words, w.nouns)); err != nil {
			return "", err
		}
	}
	if err := w.endFailed(); err != nil {
		return "", err
	}
	return w.summary.Failed(), nil
}
