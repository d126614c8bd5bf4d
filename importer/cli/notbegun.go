package cli

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"bcimport/importer"
)

// notBegun is what --json prints of a file whose run did not begin: there is no run
// folder, so a script must not go on with an older one.
type notBegun struct {
	Run      string          `json:"run"`
	State    string          `json:"state"` // not_begun
	Command  string          `json:"command"`
	Inputs   []notBegunInput `json:"inputs"`
	Reason   string          `json:"reason"`
	Hint     string          `json:"hint,omitempty"`
	ExitCode int             `json:"exit_code"`
}

type notBegunInput struct {
	File string `json:"file"`
}

// tellNotBegun prints it, on a line.
func tellNotBegun(w io.Writer, command, file string, err error) {
	line, _ := json.Marshal(notBegun{ // of texts and numbers alone
		State: "not_begun", Command: command, Inputs: []notBegunInput{{file}},
		Reason: err.Error(), Hint: strings.Join(hints(err), "; "), ExitCode: int(codeOf(err)),
	})
	// What can't be printed on stdout is on stderr as well.
	_, _ = w.Write(append(line, '\n'))
}

// beforeFolder is the error of a command that ended before it had a run folder: there
// is nothing to resume, whatever it was that ended it.
func beforeFolder(err error) error {
	var done *ended
	if err == nil || errors.As(err, &done) || codeOf(err) != Halted {
		return err
	}
	return &importer.Problem{Kind: importer.KindInvalid, Cause: err}
}
