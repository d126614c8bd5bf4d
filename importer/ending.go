package importer

import (
	"encoding/json"
	"time"
)

// EndKind is how a run stands when it has ended. The zero value is that of a run that
// never got to say so, because it was killed.
type EndKind string

// The kinds of an end.
const (
	EndSucceeded  EndKind = "succeeded"  // every row succeeded, was planned or is no record
	EndIncomplete EndKind = "incomplete" // every row has ended, and some did not succeed or the file looks wrong
	EndStopped    EndKind = "stopped"    // it ended early, or rows are left that only a resumption can settle
	EndBroken     EndKind = "broken"     // the program failed; the journal says what was done
	EndRefused    EndKind = "refused"    // it was not allowed to begin writing
)

// Ending is how a run ended. The zero value is a run that was killed.
type Ending struct {
	FinishedAt time.Time `json:"finished_at"`
	State      string    `json:"state"` // finished or stopped
	Reason     string    `json:"reason,omitempty"`
	Kind       EndKind   `json:"kind,omitempty"`
	// StoppedByFailureLimit reports whether too many rows failed: going on is a person's decision.
	StoppedByFailureLimit bool `json:"braked,omitempty"` // its name in older journals
}

// UnmarshalJSON reads an ending of any version: earlier ones recorded the exit code of
// the program and no kind.
func (e *Ending) UnmarshalJSON(data []byte) error {
	type plain Ending // without this method
	read := struct {
		*plain
		ExitCode *int `json:"exit_code"`
	}{plain: (*plain)(e)}
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	if e.Kind == "" && read.ExitCode != nil {
		e.Kind = map[int]EndKind{0: EndSucceeded, 1: EndRefused, 2: EndBroken, 3: EndIncomplete, 4: EndStopped}[*read.ExitCode]
	}
	return nil
}
