package importer

import (
	"context"
	"time"

	"bcimport/mapping"
)

// Contacts is the remote set of contacts, a chunk at a time. Every method
// returns exactly one answer per argument, in the arguments' order, whatever
// happens: an operation for which nothing was sent has the zero Disposition.
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

// Settled reports whether asking again would bring nothing else.
func (d Disposition) Settled() bool { return d == Confirmed || d == Missing || d == Refused }

// Response is how one operation ended, with what it brought.
type Response struct {
	Disposition Disposition
	Contact     Contact // when Confirmed
	Fault       Fault   // otherwise
	// Exclusion is why the set does not show a contact that exists; empty where that is
	// not known. Only with Missing.
	Exclusion ExclusionReason
	// Person names the contact, where Outside reports that it exists.
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
	NotShown         ExclusionReason = "not_shown"   // for an unknown reason
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
	// Applied is what of the row had landed before, and AppliedETag the eTag under
	// which it was found.
	Applied     []Change
	AppliedETag ETag
	// MovedFrom is the eTag from which the row's own writes alone have brought the record
	// to AppliedETag; empty where that is not known.
	MovedFrom ETag
	// Seen are the record's values that the write was planned on: all of them for a row
	// whose eTag is compared, else those that the write may change besides its own.
	Seen []mapping.Value
	// Again reports whether the row has an outcome from an earlier part of the run,
	// which is not true any more.
	Again bool
}
