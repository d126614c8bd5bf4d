package runs

import (
	"fmt"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/reports"
)

// Result is how a run ended, for whoever asked for it.
type Result struct {
	File   string // what messages call its input
	Folder string // its run folder; empty where there is none
	About  importer.About
	Kind   importer.EndKind
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
	ErrInputChanged = input.ErrChanged
	// ErrOpenRows is a run all of whose rows have been tried and that has some whose writes
	// are open.
	ErrOpenRows = importer.Errorf("the outcome of some writes is unknown; resume settles them")
)

// TooManyUpdates is a run that would change more rows than it may; nothing was written.
type TooManyUpdates struct {
	Updates, Rows int
	Most          string // as it was said
}

func (e *TooManyUpdates) Error() string {
	return fmt.Sprintf("%d of %d rows would change, and the limit is %s", e.Updates, e.Rows, e.Most)
}

// FileError is a mapping or an input that is wrong. Its text may quote it.
type FileError struct{ Err error }

func (e *FileError) Error() string { return e.Err.Error() }

// Unwrap returns the error itself.
func (e *FileError) Unwrap() error { return e.Err }

// Interrupted is the error of work that was ended before anything was written.
func Interrupted() error { return input.Interrupted() }

// EndOf is the end of a run that ended with an error and has no folder of its own.
func EndOf(err error) importer.EndKind {
	switch importer.KindOf(err) {
	case importer.KindBroken:
		return importer.EndBroken
	case importer.KindHalted:
		return importer.EndStopped
	}
	return importer.EndRefused
}

// Suspicious is a file that no run begins with: it looks wrong as a whole.
type Suspicious = input.Suspicious
