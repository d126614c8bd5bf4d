package importer

import (
	"strings"
	"time"
)

// Status is the end of one row, in the words of report.csv.
type Status string

const (
	Updated      Status = "updated"       // a write of this run was accepted, or found in place
	Unchanged    Status = "unchanged"     // the contact already held the values
	Invalid      Status = "invalid"       // refused before anything was written for it
	NotFound     Status = "not_found"     // no such contact
	Ambiguous    Status = "ambiguous"     // the lookup found more than one contact
	Conflicted   Status = "conflict"      // another user changed a field that the row sets
	Rejected     Status = "rejected"      // the service refused the values or the permission
	Failed       Status = "failed"        // a technical error outlasted every retry; surely not changed
	Unknown      Status = "unknown"       // a write was sent and its outcome could not be established
	NotAttempted Status = "not_attempted" // the run stopped before this row
	WouldUpdate  Status = "would_update"  // dry run: a write would be sent
	Skipped      Status = "skipped"       // no record: a total, a heading, a note
	NotAccepted  Status = "not_accepted"  // none of the row's changes was accepted
)

// Statuses lists every status in the order in which summaries show them.
func Statuses() []Status {
	return []Status{Updated, WouldUpdate, Unchanged, Invalid, NotFound, Ambiguous, Conflicted, Rejected, Failed, Unknown, NotAttempted, Skipped, NotAccepted}
}

// Result is success, failure, planned or skipped: the first thing a report tells of a row.
func (s Status) Result() string {
	switch s {
	case Updated, Unchanged:
		return "success"
	case WouldUpdate:
		return "planned"
	case Skipped, NotAccepted:
		return "skipped"
	}
	return "failure"
}

// Remarks that stand in error_code beside a success.
const (
	RemarkConfirmedByReading = "confirmed_by_reading"
	RemarkStoredDifferently  = "stored_differently"
	RemarkAlsoChanged        = "also_changed" // Business Central changed fields that the row does not set
	RemarkNameRebuilt        = "name_will_be_rebuilt"
	RemarkTruncated          = "truncated"
	RemarkKeptTheirs         = "kept_theirs" // a person decided so
)

// BlamesKey is the key among Outcome.Blames.
const BlamesKey = "key"

// Change is one field that a write sets.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`           // what the row wants
	Stored string `json:"stored,omitzero"` // what the service holds after the write, where it differs from After
	// Differs reports whether Stored holds something else than After.
	Differs bool `json:"differs,omitzero"`
	// Open reports whether the write was sent and its outcome is unknown.
	Open bool `json:"open,omitzero"`
	// Found reports whether its answer was lost and it was found in place.
	Found bool `json:"found,omitzero"`
}

// Left returns the value that the write left in the contact.
func (c Change) Left() string {
	if c.Differs {
		return c.Stored
	}
	return c.After
}

// Outcome is the end of one row, complete enough to write every report from it.
type Outcome struct {
	Seq        int
	Line       int
	Key        string
	ID         string
	Status     Status
	HTTPStatus int
	Code       string // the server's code or ours; remarks on a success, joined with ';'
	Message    Message
	Sets       []string // every field that the row sets
	// Blames names what of the row a failure is about: API fields, and BlamesKey
	// for the key. Empty where it is about none of its cells.
	Blames     []string
	Changes    []Change // fields whose value this run changed, would change or (Open) may have changed
	Attempts   int      // write attempts that were sent
	ETagBefore ETag     // what the last write was conditional on
	ETagAfter  ETag     // what it left
	// OwnMove reports whether the contact came from ETagBefore to ETagAfter by this
	// row's write alone.
	OwnMove    bool
	FinishedAt time.Time
	// Name and Number are what people call the record: its name as it was read, and
	// its number where that is known. Either may be empty.
	Name, Number string
	Raw          []byte // the row's own bytes, kept for a failure
	// Superseded reports whether a later row of the same contact set every field this
	// failed row sets. Only the journal knows, when it is read.
	Superseded bool
}

// Called is what people call the record, as far as the row's key does not say it:
// number, name, both or nothing.
func (o Outcome) Called() string {
	if o.Number == "" || strings.EqualFold(o.Number, o.Key) {
		return o.Name
	}
	return strings.TrimSuffix(o.Number+", "+o.Name, ", ")
}
