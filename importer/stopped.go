package importer

import "bcimport/mapping/phrase"

// Reasons for which a run stops before its last row. Adapters wrap them.
var (
	ErrSignIn      = phrase.Errorf("sign-in was refused")
	ErrCompanyGone = phrase.Errorf("the company is gone")
	ErrServerDown  = phrase.Errorf("the service stayed unavailable")
	// ErrUnreachable means that no Business Central API answers at the address. It ends
	// what needs a connection before anything is sent.
	ErrUnreachable     = phrase.Errorf("no Business Central API answers at this address")
	ErrInterrupted     = phrase.Errorf("interrupted")
	ErrTooManyFailures = phrase.Errorf("too many rows failed")
	// ErrJournal is no orderly stop: the run on disk can't be written.
	ErrJournal   = phrase.Errorf("journal")
	ErrUnsettled = phrase.Errorf("rows wait for a record whose last write could not be settled")
)

// Stopped is the error of a run that ended in order before its last row.
// The journal is whole and the run can be resumed.
type Stopped struct{ Reason error }

func (s *Stopped) Error() string { return s.Phrase().String() }

// Phrase returns the text of the error as data.
func (s *Stopped) Phrase() phrase.Phrase { return phrase.New("stopped: %s", s.Reason) }

// Unwrap gives the reason, one of the Err values of this package.
func (s *Stopped) Unwrap() error { return s.Reason }
