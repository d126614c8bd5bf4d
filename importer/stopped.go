package importer

import (
	"errors"
)

// Reasons for which a run stops before its last row. Adapters wrap them.
var (
	ErrSignIn      = errors.New("sign-in was refused")
	ErrCompanyGone = errors.New("the company is gone")
	ErrServerDown  = errors.New("the service stayed unavailable")
	// ErrUnreachable means that no Business Central API answers at the address. It ends
	// what needs a connection before anything is sent.
	ErrUnreachable     = errors.New("no Business Central API answers at this address")
	ErrInterrupted     = errors.New("interrupted")
	ErrTooManyFailures = errors.New("too many rows failed")
	// ErrJournal is no orderly stop: the run on disk can't be written.
	ErrJournal   = errors.New("journal")
	ErrUnsettled = errors.New("rows wait for a record whose last write could not be settled")
)

// Stopped is the error of a run that ended in order before its last row.
// The journal is whole and the run can be resumed.
type Stopped struct{ Reason error }

func (s *Stopped) Error() string { return "stopped: " + s.Reason.Error() }

// Unwrap gives the reason, one of the Err values of this package.
func (s *Stopped) Unwrap() error { return s.Reason }
