package importer

import (
	"context"
	"errors"
	"time"

	"bcimport/mapping"
)

// Contacts is the remote set of contacts, a chunk at a time. Every method
// returns exactly one answer per argument, in the arguments' order, whatever
// happens: an operation for which nothing was sent has the zero End.
//
// A non-nil error is a reason to stop the whole run (ErrSignIn, ErrCompanyGone);
// the answers are true all the same. When ctx ends, requests under way are given
// a short grace to finish and nothing more is sent. Implementations keep the
// service's limits, and are safe for concurrent use.
type Contacts interface {
	// Find resolves keys to ids.
	Find(ctx context.Context, lookups []Lookup) ([]Found, error)
	// Read reads the contacts with values and eTags as they are on the primary.
	Read(ctx context.Context, ids []string) ([]Response, error)
	// Write sends one conditional update per intent.
	Write(ctx context.Context, intents []Intent) ([]Response, error)
}

// Disposition is how one operation ended.
type Disposition int

const (
	NotSent   Disposition = iota // nothing went out for it
	Confirmed                    // the service answered with the contact
	Missing                      // no such contact
	Stale                        // the precondition failed: the eTag has moved
	Refused                      // the service refuses it and will do so again
	NotDone                      // surely not done: throttled, locked, or nothing reached the server
	Lost                         // anything else: it may have been done, or may yet be
)

// Response is the end of one operation with what it brought.
type Response struct {
	Disposition Disposition
	Contact     Contact // when Confirmed
	Fault       Fault   // otherwise
	// Exclusion is why the set does not show a contact that exists; empty where that is
	// not known. Only with Missing.
	Exclusion ExclusionReason
	// Person names the contact, where Outside tells that it exists.
	Person Person
	// Attempts counts how often the operation was sent.
	Attempts int
}

// ExclusionReason is why a contact that exists is not among those that are written.
type ExclusionReason string

const (
	IsCompany        ExclusionReason = "company"     // it is a company, no person
	SeveralRelations ExclusionReason = "several"     // its company is a customer and something else
	NoCustomer       ExclusionReason = "no_customer" // its company is no customer
	NotShown         ExclusionReason = "not_shown"   // for a reason that nobody told
)

// Person is a contact as far as a message names it.
type Person struct {
	ID   string `json:"id"`
	Key  string `json:"key,omitzero"` // its number or e-mail address
	Name string `json:"name,omitzero"`
}

const (
	MostPeople  = 5 // that a message names of those that a key finds
	MostNearest = 3 // that it names of those that may have been meant
)

// Fault is why an operation did not succeed, as the wire told it.
type Fault struct {
	HTTPStatus int    // 0 when there was no answer
	Code       string // the server's code, or ours; never empty on a fault
	Message    string // the server's words on one line
	RequestID  string
}

// Found is what a lookup brought: no id, one, or several.
type Found struct {
	Lookup      Lookup
	Disposition Disposition // Confirmed when IDs is the answer
	IDs         []string
	Fault       Fault
	// People says more for a message: with several ids who they are, with none who
	// may have been meant, or with Outside who it is.
	People    []Person
	Exclusion ExclusionReason
}

// Intent is one conditional write: it stands in the journal before it is sent.
type Intent struct {
	Seq     int
	Line    int
	Key     string
	Raw     []byte // the row's own bytes, for the report of a run that was killed
	Attempt int    // from 1
	ID      string
	ETag    ETag
	Changes []Change
	At      time.Time
	// Landed is what of the row had landed before, and LandedETag the eTag under
	// which it was found.
	Landed     []Change
	LandedETag ETag
	// Seen are the contact's values that the write was planned on, for a row whose
	// eTag is compared.
	Seen []mapping.Value
	// Again reports whether the row has an outcome from an earlier part of the run,
	// which is not true any more.
	Again bool
}

// Target is where a run writes: the journal records it and nothing else will do
// for the same run.
type Target struct {
	Name        string `json:"name,omitempty"`
	Config      string `json:"config,omitempty"`  // the target's file, where the user named it
	Sandbox     bool   `json:"sandbox,omitempty"` // the built-in stand-in
	APIRoot     string `json:"api_root"`
	Tenant      string `json:"tenant,omitempty"`
	Environment string `json:"environment,omitempty"`
	Company     string `json:"company"`
	CompanyID   string `json:"company_id"`
	// User is who Business Central takes the program for: the client ids of the
	// application users, or the user name.
	User string `json:"user,omitempty"`
}

// Requests counts requests that were written to the wire, repeats included.
type Requests struct {
	Total      int `json:"total"` // without Token
	Reads      int `json:"reads"`
	Writes     int `json:"writes"`
	Batches    int `json:"batches"`
	Operations int `json:"operations"` // updates sent, alone or in a batch
	Retries    int `json:"retries"`    // requests that had to be sent again
	Throttled  int `json:"throttled"`  // answered by 429
	Token      int `json:"token"`
}

// Spent is what a run has used up so far. It is recorded with every chunk, so that
// a resumption goes on counting and keeps the service's limits.
type Spent struct {
	Requests Requests      `json:"requests"`
	Recent   []Sent        `json:"recent,omitempty"` // what still counts against the limits
	Worked   time.Duration `json:"worked"`           // pauses between the parts of a run aside
}

// Sent is a number of requests of one user answered at about the same time, not
// after At.
type Sent struct {
	User     string    `json:"user,omitzero"` // the client id
	At       time.Time `json:"at"`
	Requests int       `json:"requests"`
}

// Plus adds the counts of another part of the run.
func (r Requests) Plus(o Requests) Requests {
	return Requests{
		r.Total + o.Total, r.Reads + o.Reads, r.Writes + o.Writes, r.Batches + o.Batches,
		r.Operations + o.Operations, r.Retries + o.Retries, r.Throttled + o.Throttled, r.Token + o.Token,
	}
}

// Minus takes counts off.
func (r Requests) Minus(o Requests) Requests {
	return r.Plus(Requests{-o.Total, -o.Reads, -o.Writes, -o.Batches, -o.Operations, -o.Retries, -o.Throttled, -o.Token})
}

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
	ErrUnsettled = errors.New("rows wait for a contact whose last write could not be settled")
)

// Stopped is the error of a run that ended in order before its last row.
// The journal is whole and the run can be resumed.
type Stopped struct{ Reason error }

func (s *Stopped) Error() string { return "stopped: " + s.Reason.Error() }

// Unwrap gives the reason, one of the Err values of this package.
func (s *Stopped) Unwrap() error { return s.Reason }
