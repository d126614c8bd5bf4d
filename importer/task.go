package importer

import (
	"slices"
	"strings"
	"time"
)

// ConflictPolicy is what to do when a contact has moved between read and write.
type ConflictPolicy string

const (
	Merge     ConflictPolicy = "merge"     // keep edits to other fields, refuse to overwrite ours
	Fail      ConflictPolicy = "fail"      // any move is a conflict
	Overwrite ConflictPolicy = "overwrite" // the file wins
)

// task is a row on its way to its outcome. It belongs to the dealer or to one
// worker, never to both. Its methods take the time as an argument and do no I/O.
type task struct {
	entry   Entry
	id      string
	outcome Outcome
	done    bool // outcome is final
	blocks  bool // it ended unknown: rows of the same contact behind it must wait

	base    *Contact // as first seen for this row: what a conflict is measured against
	current *Contact // as last seen, with the eTag to write against; nil: read first
	open    *Intent  // a write whose answer never came
	resend  bool     // the open write may yet land: send the same again
	landed  []Change // what of this row is known to have landed
	intends bool     // an intent for this row stands in the journal
	rebuilt bool     // Business Central will rebuild the display name

	rounds    int // stale eTags met
	tries     int // passing faults met
	firstMiss time.Time
	notBefore time.Time
}

func newTask(e Entry) *task {
	sets := make([]string, len(e.Edit.Values))
	for i, v := range e.Edit.Values {
		sets[i] = v.Field
	}
	return &task{
		entry: e,
		id:    e.Locator.ID,
		outcome: Outcome{
			Seq: e.Row.Seq, Line: e.Row.Line, Key: e.Edit.Key, ID: e.Locator.ID, Sets: sets,
		},
	}
}

// end makes the outcome final. A failure keeps the row's own bytes.
func (t *task) end(status Status, code, message string, now time.Time) {
	t.done = true
	t.blocks = status == Unknown
	o := &t.outcome
	o.ID, o.Status, o.Code, o.Message, o.FinishedAt = t.id, status, code, message, now
	if status.Result() == "failure" {
		o.Raw = t.entry.Row.Raw
	}
}

// fault puts the row back for a later try. jitter is in [0,1).
func (t *task) fault(f Fault, now time.Time, jitter float64) {
	t.outcome.HTTPStatus, t.outcome.Code, t.outcome.Message = f.HTTPStatus, f.Code, f.words()
	t.tries++
	if t.tries == 1 {
		t.firstMiss = now
	}
	t.notBefore = now.Add(Backoff(t.tries, jitter))
}

// giveUp ends a row whose tries are used up. What is not known is not called failed.
func (t *task) giveUp(now time.Time) {
	f := Fault{HTTPStatus: t.outcome.HTTPStatus, Code: t.outcome.Code, Message: t.outcome.Message}
	switch {
	case t.open != nil || len(t.landed) > 0:
		t.endUnknown(f, now)
	default:
		t.end(Failed, f.Code, gaveUpMessage(t.tries, f), now)
	}
}

// endUnknown ends a row with a write that nobody knows the end of.
func (t *task) endUnknown(f Fault, now time.Time) {
	t.outcome.Changes = t.landed
	if t.open != nil {
		for _, c := range t.open.Changes {
			c.Open = true
			t.outcome.Changes = append(t.outcome.Changes[:len(t.outcome.Changes):len(t.outcome.Changes)], c)
		}
	}
	code := f.Code
	if code == "" {
		code = "outcome_unknown"
	}
	t.end(Unknown, code, unknownMessage(f), now)
}

// abandon ends a row that the run leaves behind when it stops. It tells whether
// there is an outcome to record: a row that was never touched has none.
func (t *task) abandon(now time.Time) bool {
	if t.done {
		return true
	}
	f := Fault{HTTPStatus: t.outcome.HTTPStatus, Code: t.outcome.Code, Message: t.outcome.Message}
	switch {
	case t.open != nil || len(t.landed) > 0:
		t.endUnknown(f, now)
	case t.intends:
		t.end(NotAttempted, "stopped", notAttemptedMessage, now)
	default:
		return false
	}
	return true
}

// readAnswered takes what a read brought.
func (t *task) readAnswered(a Answer, policy ConflictPolicy, now time.Time, jitter float64) {
	switch a.End {
	case NotSent:
	case Confirmed:
		t.current = &a.Contact
		if t.open != nil {
			t.settle(policy, now)
		}
	case Missing:
		t.outcome.HTTPStatus = a.Fault.HTTPStatus
		t.endMissing(a.Fault, now)
	case Refused:
		t.outcome.HTTPStatus = a.Fault.HTTPStatus
		if t.open != nil || len(t.landed) > 0 {
			t.endUnknown(a.Fault, now)
			return
		}
		t.end(Rejected, a.Fault.Code, rejectedMessage(a.Fault), now)
	default:
		t.fault(a.Fault, now, jitter)
	}
}

func (t *task) endMissing(f Fault, now time.Time) {
	if t.entry.Locator.Lookup.By == "number" {
		t.end(NotFound, "outside_set", outsideSetMessage(t.entry.Edit.Key), now)
		return
	}
	t.end(NotFound, f.Code, notFoundMessage(t.entry.Edit.Key, f), now)
}

// settle decides what became of a write whose answer never came, from eTag and
// fields together (contract, promise 5).
func (t *task) settle(policy ConflictPolicy, now time.Time) {
	var held []Change
	for _, c := range t.open.Changes {
		if Same(c.Field, t.current.Text(c.Field), c.After) {
			held = append(held, c)
		}
	}
	switch {
	case len(held) == len(t.open.Changes):
		t.landed = merged(t.landed, held)
		t.open, t.resend = nil, false
		t.outcome.ETagAfter = t.current.ETag
		t.endUpdated(true, now)
	case t.current.ETag == t.open.ETag:
		t.resend = true
	default:
		t.landed = merged(t.landed, held)
		t.open, t.resend = nil, false
		if len(held) > 0 {
			t.outcome.ETagAfter = t.current.ETag
		}
		if policy == Fail {
			t.end(Conflicted, "etag_moved", movedMessage(t.landed), now)
			t.outcome.Changes = t.landed
		}
	}
}

// merged adds changes to those that landed before; a field keeps its first Before.
func merged(landed, more []Change) []Change {
	for _, c := range more {
		known := false
		for i := range landed {
			if landed[i].Field == c.Field {
				landed[i].After, landed[i].Stored, landed[i].Differs, known = c.After, c.Stored, c.Differs, true
			}
		}
		if !known {
			landed = append(landed, c)
		}
	}
	return landed
}

// plan compares and either ends the row or returns the write to send.
func (t *task) plan(policy ConflictPolicy, dryRun bool, now time.Time) *Intent {
	if t.resend {
		again := *t.open
		again.Attempt, again.At = t.outcome.Attempts+1, now
		return &again
	}
	if t.base == nil {
		t.base = t.current
	}
	base := t.base
	if policy == Overwrite {
		base = nil
	}
	d := Plan(t.entry.Edit, *t.current, base)
	t.rebuilt = t.rebuilt || d.NameRebuilt
	switch {
	case len(d.Collisions) > 0:
		t.outcome.Changes = t.landed
		t.end(Conflicted, "changed_by_another", collisionMessage(d.Collisions, t.landed), now)
	case len(d.Changes) == 0 && len(t.landed) > 0:
		t.endUpdated(true, now)
	case len(d.Changes) == 0:
		t.end(Unchanged, "", "", now)
	case dryRun:
		t.outcome.Changes = d.Changes
		code := t.remarks(false)
		t.end(WouldUpdate, code, remarkMessage(code, nil), now)
		after := t.current.with(d.Changes)
		t.current = &after
	default:
		return &Intent{
			Seq: t.entry.Row.Seq, Line: t.entry.Row.Line, Key: t.entry.Edit.Key, Raw: t.entry.Row.Raw,
			Attempt: t.outcome.Attempts + 1, ID: t.id, ETag: t.current.ETag, Changes: d.Changes, At: now,
		}
	}
	return nil
}

// writeAnswered takes what a write brought.
func (t *task) writeAnswered(in Intent, a Answer, policy ConflictPolicy, now time.Time, jitter float64) {
	t.outcome.Attempts += a.Attempts
	if a.Attempts > 0 {
		t.outcome.ETagBefore = in.ETag
	}
	if a.End != Confirmed && a.End != NotSent {
		t.outcome.HTTPStatus = a.Fault.HTTPStatus
	}
	switch a.End {
	case NotSent:
	case Confirmed:
		t.confirm(in, a, now)
	case Missing:
		t.current = nil
		t.fault(a.Fault, now, jitter)
	case Stale:
		t.stale(in, a.Fault, policy, now, jitter)
	case Refused:
		t.outcome.Changes = t.landed
		t.end(Rejected, a.Fault.Code, rejectedMessage(a.Fault), now)
	case NotDone:
		t.fault(a.Fault, now, jitter)
	case Lost:
		t.open, t.resend, t.current = &in, false, nil
		t.fault(a.Fault, now, jitter)
	}
}

func (t *task) confirm(in Intent, a Answer, now time.Time) {
	t.outcome.HTTPStatus = 200
	t.outcome.ETagAfter = a.Contact.ETag
	changes := make([]Change, len(in.Changes))
	for i, c := range in.Changes {
		c.Stored = a.Contact.Text(c.Field)
		c.Differs = !Same(c.Field, c.Stored, c.After)
		if !c.Differs {
			c.Stored = ""
		}
		changes[i] = c
	}
	t.landed = merged(t.landed, changes)
	t.open, t.resend, t.current = nil, false, &a.Contact
	if a.Contact.ETag == "" {
		t.current = nil
	}
	t.endUpdated(false, now)
}

func (t *task) endUpdated(byReading bool, now time.Time) {
	t.outcome.Changes = t.landed
	code := t.remarks(byReading)
	t.end(Updated, code, remarkMessage(code, t.landed), now)
}

// remarks lists what is worth knowing about a success.
func (t *task) remarks(byReading bool) string {
	var codes []string
	if byReading {
		codes = append(codes, RemarkConfirmedByReading)
	}
	if slices.ContainsFunc(t.landed, func(c Change) bool { return c.Differs }) {
		codes = append(codes, RemarkStoredDifferently)
	}
	if t.rebuilt {
		codes = append(codes, RemarkNameRebuilt)
	}
	return strings.Join(codes, ";")
}

// stale takes a refused precondition: the eTag has moved since it was read.
func (t *task) stale(in Intent, f Fault, policy ConflictPolicy, now time.Time, jitter float64) {
	t.current = nil
	t.rounds++
	switch {
	case t.rounds > maxRounds && t.open != nil:
		t.endUnknown(f, now)
	case t.rounds > maxRounds:
		t.outcome.Changes = t.landed
		t.end(Conflicted, f.Code, contentionMessage(t.rounds, f), now)
	case policy == Fail && t.open == nil:
		t.outcome.Changes = t.landed
		t.end(Conflicted, f.Code, movedMessage(t.landed), now)
	case t.rounds > 1:
		// The first time the contact has moved once; after that it keeps moving,
		// or a lagging replica answers the reads.
		t.notBefore = now.Add(Backoff(t.rounds-1, jitter))
	}
}
