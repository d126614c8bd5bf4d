package fleet

import (
	"errors"

	"bcimport/importer"
)

// What an attempt that has not ended its run means to a dispatcher. Worker.Do wraps one of
// them in an Error.
var (
	// ErrRefused is a run that did not begin and never will: it is not to be tried again.
	// Its result is written.
	ErrRefused = errors.New("the run was refused")
	// ErrFenced is an attempt that was given up: another one has the run. Nothing is to be
	// done about it.
	ErrFenced = importer.ErrFenced
	// ErrLater is an attempt that did what it could: the next one goes on.
	ErrLater = errors.New("the run is to be tried again")
)

// The causes with which a caller may end the context of an attempt. For any other cause the
// attempt ends as for ErrDrained.
var (
	// ErrDrained stops the run in order and hands it over: it has not ended.
	ErrDrained = errors.New("the worker ends")
	// ErrCancelled stops the run in order for good: it ends, and its reports are written.
	ErrCancelled = errors.New("the run was cancelled")
)

// Error is why an attempt has not ended its run. Its text is made of codes alone; what a
// person needs to know, which may quote a file or an address, is in Detail and never in
// what Error unwraps to.
type Error struct {
	Kind   error // ErrRefused, ErrFenced or ErrLater
	Reason Reason
	detail error
}

func (e *Error) Error() string { return e.Kind.Error() + ": " + string(e.Reason) }

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

// Detail is the error itself, for the messages of the machine that it happened on; nil
// where the codes say it all.
func (e *Error) Detail() error { return e.detail }
