package importer

import (
	"slices"
	"strings"
	"time"

	"bcimport/mapping"
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
	refusal *Fault   // the open write, sent again, was refused
	resend  bool     // the open write may yet land: send the same again
	landed  []Change // what of this row is known to have landed
	intends bool     // an intent for this row stands in the journal
	rebuilt bool     // Business Central will rebuild the display name

	rounds    int   // stale eTags met
	tries     int   // passing faults met
	last      Fault // the last of them
	misses    misses
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
	// What landed unanswered may have filled the name whose rebuilding is told.
	t.rebuilt = d.NameRebuilt || t.rebuilt && len(t.landed) > 0
	switch {
	case len(d.Collisions) > 0:
		t.endConflict("changed_by_another", collisionMessage(d.Collisions, t.landed), now)
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

func (t *task) endUpdated(byReading bool, now time.Time) {
	t.outcome.Changes = t.landed
	code := t.remarks(byReading)
	t.end(Updated, code, remarkMessage(code, t.landed), now)
}

func (t *task) endConflict(code, message string, now time.Time) {
	t.outcome.Changes = t.landed
	t.end(Conflicted, code, message, now)
}

// endRejected ends a row that the service refuses. What landed of it stays told.
func (t *task) endRejected(f Fault, message string, now time.Time) {
	t.outcome.Changes = t.landed
	t.outcome.HTTPStatus = f.HTTPStatus
	t.end(Rejected, f.Code, message+landedWords(t.landed), now)
}

func (t *task) endMissing(f Fault, now time.Time) {
	t.outcome.Changes = t.landed
	t.outcome.HTTPStatus = f.HTTPStatus
	if t.entry.Locator.Lookup.By == mapping.MatchNumber {
		t.end(NotFound, "outside_set", outsideSetMessage(t.entry.Edit.Key), now)
		return
	}
	t.end(NotFound, f.Code, notFoundMessage(t.entry.Edit.Key, f), now)
}

// endUnknown ends a row that may have changed the contact and can't be finished.
func (t *task) endUnknown(f Fault, now time.Time) {
	t.outcome.Changes = slices.Clone(t.landed)
	message := halfDoneMessage(t.landed, f)
	if t.open != nil {
		message = unknownMessage(f)
		for _, c := range t.open.Changes {
			c.Open = true
			t.outcome.Changes = merged(t.outcome.Changes, []Change{c})
		}
	}
	code := f.Code
	if code == "" {
		code = "outcome_unknown"
	}
	t.end(Unknown, code, message, now)
}

// fault puts the row back for a later try. jitter is in [0,1).
func (t *task) fault(f Fault, now time.Time, jitter float64) {
	t.last = f
	t.tries++
	t.notBefore = now.Add(Backoff(t.tries, jitter))
}

// giveUp ends a row whose tries are used up. What is not known is not called failed.
func (t *task) giveUp(message string, now time.Time) {
	if t.touched() {
		t.endUnknown(t.last, now)
		return
	}
	t.outcome.HTTPStatus = t.last.HTTPStatus
	t.end(Failed, t.last.Code, message, now)
}

// touched tells that the contact was or may have been changed by this row.
func (t *task) touched() bool { return t.open != nil || len(t.landed) > 0 }

// abandon ends a row that the run leaves behind when it stops. It tells whether
// there is an outcome to record: a row for which nothing was journaled has none.
func (t *task) abandon(now time.Time) bool {
	switch {
	case t.touched():
		t.endUnknown(t.last, now)
	case t.intends:
		t.end(NotAttempted, "stopped", NotAttemptedMessage, now)
	default:
		return false
	}
	return true
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
