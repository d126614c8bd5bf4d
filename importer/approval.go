package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
	"time"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Approval says which changes of a plan may be written. The zero value approves nothing.
type Approval struct {
	// Plan is the folder of the plan, in the record of the run that writes its changes.
	Plan   string    `json:"plan,omitempty"`
	Digest string    `json:"digest"` // of the plan that was approved
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"`
	// Changes counts the changes of the plan, one for each field of a row, and Accepted those
	// that may be written.
	Changes  int `json:"changes"`
	Accepted int `json:"accepted"`
	// Marks says which they are; nil: all.
	Marks Marks `json:"marks,omitempty"`
	// Run is the folder of the run that writes them; empty before there is one. Begun reports
	// whether that folder was there: before, nothing can have been written.
	Run   string `json:"run,omitempty"`
	Begun bool   `json:"begun,omitempty"`
}

// IsZero reports whether nothing was approved.
func (a Approval) IsZero() bool { return a.Digest == "" }

// Accepts reports whether the change at a position of the plan may be written.
func (a Approval) Accepts(n int) bool { return a.Marks == nil || a.Marks.Has(n) }

// Marks are a set of positions, a bit each.
type Marks []byte

// NewMarks makes an empty set for n positions.
func NewMarks(n int) Marks { return make(Marks, (n+7)/8) }

// Set puts a position into the set.
func (m Marks) Set(n int) { m[n/8] |= 1 << (n % 8) }

// Has reports whether a position is in the set.
func (m Marks) Has(n int) bool { return n/8 < len(m) && m[n/8]&(1<<(n%8)) != 0 }

// PlanDigest identifies what a plan would change: what is approved is exactly that. The
// zero value is ready.
type PlanDigest struct {
	sum     hash.Hash
	changes int
}

// Add takes the next row of the plan, in input order.
func (d *PlanDigest) Add(o Outcome) {
	if d.sum == nil {
		d.sum = sha256.New()
	}
	if o.Status != WouldUpdate {
		return
	}
	d.number(o.Line)
	d.text(o.Key)
	d.text(o.ID)
	d.text(string(o.ETagBefore))
	d.number(len(o.Changes))
	for _, c := range o.Changes {
		d.text(c.Field)
		d.text(c.Before)
		d.text(c.After)
	}
	d.changes += len(o.Changes)
}

// Changes returns how many changes the rows have.
func (d *PlanDigest) Changes() int { return d.changes }

// Sum returns the digest of the rows so far.
func (d *PlanDigest) Sum() string {
	if d.sum == nil {
		d.sum = sha256.New()
	}
	return hex.EncodeToString(d.sum.Sum(nil))
}

func (d *PlanDigest) number(n int) {
	d.sum.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
}

// text is written with its length, so that no two lists of texts are alike.
func (d *PlanDigest) text(s string) {
	d.number(len(s))
	d.sum.Write([]byte(s))
}

// PlannedEntry is the entry that writes the accepted changes of a planned row. accepted
// tells of each of its changes whether it may be written.
func PlannedEntry(set *entity.Entity, seq int, o Outcome, accepted func(change int) bool) Entry {
	e := Entry{
		Row: Row{Seq: seq, Line: o.Line}, Locator: Locator{ID: o.ID}, Edit: mapping.Edit{Key: o.Key},
		FieldByField: true, Name: o.Name, Number: o.Number,
	}
	for i, c := range o.Changes {
		if !accepted(i) {
			continue
		}
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: c.Field, Text: c.After})
		e.Edit.Base = append(e.Edit.Base, mapping.Value{Field: c.Field, Text: c.Before})
		if Same(set, c.Field, c.Before, c.After) {
			e.Edit.Exact = append(e.Edit.Exact, c.Field) // an invisible change was planned
		}
		if IsAddress(c.Field) {
			e.Whole = append(e.Whole, c.Field)
		}
	}
	e.NotAccepted = len(e.Edit.Values) == 0
	return e
}

// IsAddress reports whether a field is part of a postal address, which is written whole or
// not at all: half of one is wrong, whichever half.
func IsAddress(field string) bool {
	return slices.Contains([]string{"city", "state", "country", "postalCode"}, field) || strings.HasPrefix(field, "addressLine")
}

// Whole makes the decision leave all of the fields alone where one of them collides.
func (d Decision) Whole(fields []string) Decision {
	among := func(field string) bool { return slices.Contains(fields, field) }
	if !slices.ContainsFunc(d.Collisions, func(c Collision) bool { return among(c.Field) }) {
		return d
	}
	var changes []Change
	for _, c := range d.Changes {
		if among(c.Field) {
			d.Collisions = append(d.Collisions, Collision{c.Field, c.Before, c.Before, c.After})
		} else {
			changes = append(changes, c)
		}
	}
	d.Changes = changes
	return d
}
