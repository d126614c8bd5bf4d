package terminal

import (
	"encoding/json"
	"strings"
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

// TellNotBegun prints that the run of a file did not begin, on a line of JSON.
func TellNotBegun(c *Console, command, file string, err error, exitCode int) {
	line, _ := json.Marshal(notBegun{ // of texts and numbers alone
		State: "not_begun", Command: command, Inputs: []notBegunInput{{file}},
		Reason: err.Error(), Hint: strings.Join(Hints(err, c.words), "; "), ExitCode: exitCode,
	})
	// What can't be printed on stdout is on stderr as well.
	_, _ = c.Out.Write(append(line, '\n'))
}
