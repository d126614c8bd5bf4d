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

	base       Baseline // what a conflict is measured against
	grounded   bool     // base is set
	ours       []Written
	collisions []Collision // fields that stay as somebody else left them

	current *Contact        // as last seen, with the eTag to write against; nil: read first
	seen    []mapping.Value // the values that the last write was planned on; nil: not known
	open    *Intent         // a write whose answer never came
	refusal *Fault          // the open write, sent again, was refused
	resend  bool            // the open write may yet land: send the same again
	landed  []Change        // what of this row is known to have landed
	intends bool            // an intent for this row stands in the journal
	rebuilt bool            // Business Central will rebuild the display name

	rounds    int   // stale eTags met
	tries     int   // passing faults met
	last      Fault // the last of them
	misses    misses
	notBefore time.Time
}

func newTask(e Entry) *task {
	t := &task{
		entry: e,
		id:    e.Locator.ID,
		outcome: Outcome{
			Seq: e.Row.Seq, Line: e.Row.Line, Key: e.Edit.Key, ID: e.Locator.ID, Sets: sets(e),
		},
	}
	if e.Left != nil {
		t.takeUp(e.Left)
	}
	return t
}

// sets names every field that the row sets, or would if its cell were good.
func sets(e Entry) []string {
	fields := make([]string, 0, len(e.Edit.Values))
	for _, v := range e.Edit.Values {
		fields = append(fields, v.Field)
	}
	for _, r := range e.Refusals {
		if r.Field != "" && !slices.Contains(fields, r.Field) {
			fields = append(fields, r.Field)
		}
	}
	return fields
}

// takeUp goes on where an earlier part of the run left the row.
func (t *task) takeUp(l *Left) {
	t.outcome.Attempts, t.outcome.ETagBefore, t.outcome.ETagAfter = l.Attempts, l.ETagBefore, l.ETagAfter
	t.landed = slices.Clone(l.Landed)
	t.intends = l.Last != nil && l.Status == ""
	if l.Open {
		t.open, t.seen = l.Last, l.Last.Seen
	}
	edit := &t.entry.Edit
	edit.Values = slices.DeleteFunc(slices.Clone(edit.Values), func(v mapping.Value) bool { return slices.Contains(l.Later, v.Field) })
	if !t.touched() || l.Last == nil || l.Status != "" && l.Status != Unknown {
		return
	}
	// The row was good when its write was journaled: it is not refused now.
	t.entry.Refusals = nil
	for _, c := range l.Last.Changes {
		if !slices.ContainsFunc(edit.Values, func(v mapping.Value) bool { return v.Field == c.Field }) {
			edit.Values = append(edit.Values, mapping.Value{Field: c.Field, Text: c.After})
		}
	}
	t.base, t.grounded = baselineBefore(*edit, *l.Last).with(l.Landed), true
}

// compares tells that the row has to know what this run did to its contact
// before, because the contact is not in the state that the row names.
func (t *task) compares() bool {
	e := t.entry.Edit
	return !t.grounded && t.current != nil && t.entry.Baseline == nil &&
		(e.ETag != "" && ETag(e.ETag) != t.current.ETag || e.ETag == "" && len(e.Base) > 0)
}

// plan compares and either ends the row or returns the write to send.
func (t *task) plan(policy ConflictPolicy, dryRun bool, now time.Time) *Intent {
	if t.resend {
		again := *t.open
		again.Attempt, again.At, again.Again = t.outcome.Attempts+1, now, t.replaces()
		return &again
	}
	if !t.grounded {
		base, moved := ground(t.entry, *t.current, t.ours)
		if moved && policy == Fail {
			t.endConflict("etag_moved", movedSinceMessage(t.landed), now)
			return nil
		}
		t.base, t.grounded = base, true
	}
	d := t.decide(policy)
	// What landed unanswered may have filled the name whose rebuilding is told.
	t.rebuilt = d.NameRebuilt || t.rebuilt && len(t.landed) > 0
	switch {
	case len(d.Collisions) > 0:
		t.collisions = append(t.collisions, d.Collisions...)
		t.endCollided(now)
	case len(d.Changes) == 0 && len(t.landed) > 0:
		t.endWritten(true, now)
	case len(d.Changes) == 0 && len(t.collisions) > 0:
		t.endCollided(now)
	case len(d.Changes) == 0:
		t.end(Unchanged, "", "", now)
	case dryRun:
		t.endPlanned(d.Changes, now)
	default:
		return t.intend(d.Changes, now)
	}
	return nil
}

// decide compares the row with the contact. Where fields are taken one by one,
// those that collide are set aside and left as they are.
func (t *task) decide(policy ConflictPolicy) Decision {
	base := t.base
	if policy == Overwrite {
		base = nil
	}
	d := Plan(t.entry.Edit, *t.current, base)
	if !t.entry.FieldByField || len(d.Collisions) == 0 {
		return d
	}
	t.collisions = append(t.collisions, d.Collisions...)
	t.entry.Edit.Values = slices.DeleteFunc(slices.Clone(t.entry.Edit.Values), func(v mapping.Value) bool {
		return slices.ContainsFunc(d.Collisions, func(c Collision) bool { return c.Field == v.Field })
	})
	d.Collisions = nil
	return d
}

// intend makes the write and with it the state that the next plan is measured against.
func (t *task) intend(changes []Change, now time.Time) *Intent {
	t.base = baselineOf(t.entry.Edit, *t.current)
	in := &Intent{
		Seq: t.entry.Row.Seq, Line: t.entry.Row.Line, Key: t.entry.Edit.Key, Raw: t.entry.Row.Raw,
		Attempt: t.outcome.Attempts + 1, ID: t.id, ETag: t.current.ETag, Changes: changes, At: now,
		Landed: slices.Clone(t.landed), LandedETag: t.outcome.ETagAfter, Again: t.replaces(),
	}
	if t.entry.Edit.ETag != "" {
		in.Seen = append([]mapping.Value{}, t.current.Values...)
		t.seen = in.Seen
	}
	return in
}

// replaces tells that the row has an outcome from an earlier part of the run.
func (t *task) replaces() bool { return t.entry.Left != nil && t.entry.Left.Status != "" }

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

// endPlanned ends a row of a dry run that would be written.
func (t *task) endPlanned(changes []Change, now time.Time) {
	if len(t.collisions) > 0 {
		t.endCollided(now)
		return
	}
	t.outcome.Changes = changes
	code := t.remarks(false)
	t.end(WouldUpdate, code, remarkMessage(code, nil), now)
	after := t.current.with(changes)
	t.current = &after
}

// endWritten ends a row all of whose writes are done.
func (t *task) endWritten(byReading bool, now time.Time) {
	if len(t.collisions) > 0 {
		t.endCollided(now)
		return
	}
	t.outcome.Changes = t.landed
	code := t.remarks(byReading)
	t.end(Updated, code, remarkMessage(code, t.landed), now)
}

func (t *task) endCollided(now time.Time) {
	t.endConflict("changed_by_another", collisionMessage(t.collisions, t.landed), now)
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
	t.notBefore = together(now.Add(Backoff(t.tries, jitter)))
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
	case t.replaces() && !t.intends:
		return false // its earlier outcome is still true
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
