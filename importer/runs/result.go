package runs

import (
	"errors"
	"fmt"

	"bcimport/importer"
	"bcimport/reports"
)

// State is how a run stands after what was done to it.
type State int

const (
	Finished   State = iota + 1 // every row succeeded, was planned or is no record
	Incomplete                  // every row has ended, and some did not succeed
	Stopped                     // ended early, or rows are left that a resumption can settle
	Broken                      // the program failed; the record says what was done
	Refused                     // something given is wrong; nothing was written
)

// Result is how a run ended, for whoever asked for it.
type Result struct {
	File   string // what messages call its input
	Folder string // its run folder; empty where there is none
	About  importer.About
	State  State
	// Reason is why it ended before its last row.
	Reason error
	// Err is what failed, with what to do about it.
	Err error
	// Summary is what became of the rows; nil where no reports were written.
	Summary *reports.Summary
	// RunTakes forecasts the run of a plan; nil where it is not known.
	RunTakes *Forecast
}

// Why runs end otherwise than by their last row; see also package importer.
var (
	// ErrInputChanged is an input that is no longer what the first pass read.
	ErrInputChanged = errors.New("the input has changed since the run began")
	// ErrOpenRows is a run all of whose rows have been tried and that has some whose writes
	// are open.
	ErrOpenRows = errors.New("what became of some writes is not known; a resumption settles them")
)

// TooManyUpdates is a run that would change more rows than it may; nothing was written.
type TooManyUpdates struct {
	Updates, Rows int
	Most          string // as it was said
}

func (e *TooManyUpdates) Error() string {
	return fmt.Sprintf("more rows would change than allowed: %d of %d, and %s are allowed", e.Updates, e.Rows, e.Most)
}

// FileError is a mapping or an input that is wrong. Its text may quote it.
type FileError struct{ Err error }

func (e *FileError) Error() string { return e.Err.Error() }

// Unwrap returns the error itself.
func (e *FileError) Unwrap() error { return e.Err }

// errInterruptedEarly is work that was ended before anything was written.
func errInterruptedEarly() error {
	return &importer.Problem{Kind: importer.KindHalted, Cause: errors.New("interrupted before anything was written")}
}

// stateOf is the state of a run that ended with an error and has no folder of its own.
func stateOf(err error) State {
	switch importer.KindOf(err) {
	case importer.KindBroken:
		return Broken
	case importer.KindHalted:
		return Stopped
	}
	return Refused
}
