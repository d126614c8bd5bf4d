package pipeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// end makes the outcome final. A failure keeps the row's own bytes.
func (t *task) end(status importer.Status, code string, m importer.Message, now time.Time) {
	if len(t.entry.Gone) > 0 {
		status, code, m = t.withGone(status, code, m)
	}
	t.done = true
	t.blocks = status == importer.Unknown
	o := &t.outcome
	o.ID, o.Status, o.Code, o.Message, o.FinishedAt = t.id, status, code, m, now
	o.Name = cmp.Or(o.Name, t.entry.Name)
	if status.Result() == "failure" {
		o.Raw = t.entry.Row.Raw
	}
}

// endPlanned ends a row of a dry run that would be written.
func (t *task) endPlanned(changes []importer.Change, now time.Time) {
	if len(t.collisions) > 0 {
		t.endCollided(now)
		return
	}
	t.outcome.Changes, t.outcome.ETagBefore = changes, t.current.ETag
	code := t.remarks(false)
	t.end(importer.WouldUpdate, code, t.remarkMessage(code, nil), now)
	after := t.current.With(changes)
	t.current = &after
}

// endWritten ends a row all of whose writes are done.
func (t *task) endWritten(byReading bool, now time.Time) {
	t.collideAgain()
	if len(t.collisions) > 0 {
		t.endCollided(now)
		return
	}
	t.outcome.Changes = effective(t.applied)
	code := t.remarks(byReading)
	t.end(importer.Updated, code, t.remarkMessage(code, t.applied), now)
}

func (t *task) endCollided(now time.Time) {
	t.outcome.Blames = make([]string, len(t.collisions))
	for i, c := range t.collisions {
		t.outcome.Blames[i] = c.Field
	}
	t.endConflict("changed_by_another", t.collisionMessage(), now)
}

// endMoved ends a row whose contact is not in the state any more that the row was made
// on, where any move is a conflict.
func (t *task) endMoved(now time.Time) {
	anything := importer.Baseline{}
	for _, v := range t.entry.Edit.Values {
		anything = append(anything, importer.Expectation{Field: v.Field})
	}
	t.collisions = importer.Plan(t.set, t.entry.Edit, *t.current, anything).Collisions
	for _, c := range t.collisions {
		t.outcome.Blames = append(t.outcome.Blames, c.Field)
	}
	t.endConflict("etag_moved", t.movedSinceMessage(), now)
}

func (t *task) endConflict(code string, m importer.Message, now time.Time) {
	t.outcome.Changes = t.applied
	t.end(importer.Conflicted, code, m, now)
}

// endRejected ends a row that the service refuses. What landed of it stays told.
func (t *task) endRejected(f importer.Fault, m importer.Message, now time.Time) {
	t.outcome.Changes = t.applied
	t.outcome.HTTPStatus = f.HTTPStatus
	t.end(importer.Rejected, f.Code, sentences(m, appliedWords(t.applied)), now)
}

func (t *task) endMissing(a importer.Response, now time.Time) {
	f, outside := a.Fault, a.Exclusion
	t.introduce(a.Person)
	t.outcome.Blames = []string{importer.BlamesKey}
	t.outcome.Changes = t.applied
	t.outcome.HTTPStatus = f.HTTPStatus
	if outside == "" && t.set.Set == entity.CustomerContacts && t.entry.Locator.Lookup.By == mapping.MatchNumber {
		outside = importer.NotShown // the lookup found it among all contacts
	}
	if outside != "" {
		t.end(importer.NotFound, "outside_set", outsideSetMessage(t.keyWords(), outside), now)
		return
	}
	t.end(importer.NotFound, f.Code, notFoundMessage(t.entry.Edit.Key, f), now)
}

// endUnknown ends a row that may have changed the contact and can't be finished.
func (t *task) endUnknown(f importer.Fault, now time.Time) {
	t.outcome.Changes = slices.Clone(t.applied)
	m := halfDoneMessage(t.applied, f)
	if t.pendingWrite != nil {
		t.outcome.ETagBefore, t.outcome.OwnMove = t.pendingWrite.ETag, false
		m = unknownMessage(f)
		for _, c := range t.pendingWrite.Changes {
			c.Open = true
			t.outcome.Changes = append(t.outcome.Changes, c)
		}
	}
	code := f.Code
	if code == "" {
		code = "outcome_unknown"
	}
	t.end(importer.Unknown, code, m, now)
}

// fault puts the row back for a later try. jitter is in [0,1).
func (t *task) fault(f importer.Fault, now time.Time, jitter float64) {
	t.last = f
	t.faults++
	t.notBefore = alignToRetrySlot(now.Add(importer.Backoff(t.faults, jitter)))
}

// giveUp ends a row whose tries are used up. What is not known is not called failed.
func (t *task) giveUp(m importer.Message, now time.Time) {
	if t.touched() {
		t.endUnknown(t.last, now)
		return
	}
	t.outcome.HTTPStatus = t.last.HTTPStatus
	t.end(importer.Failed, t.last.Code, m, now)
}

// touched reports whether the contact was or may have been changed by this row.
func (t *task) touched() bool { return t.pendingWrite != nil || len(t.applied) > 0 }

// abandon ends a row that the run leaves behind when it stops. It reports whether
// there is an outcome to record: a row for which nothing was journaled has none.
func (t *task) abandon(now time.Time) bool {
	switch {
	case t.replaces() && !t.intends:
		return false // its earlier outcome is still true
	case t.touched():
		t.endUnknown(t.last, now)
	case t.intends:
		t.end(importer.NotAttempted, "stopped", importer.NotAttemptedMessage(), now)
	default:
		return false
	}
	return true
}

// remarks lists what is worth knowing about a success.
func (t *task) remarks(byReading bool) string {
	var codes []string
	if byReading {
		codes = append(codes, importer.RemarkConfirmedByReading)
	}
	if slices.ContainsFunc(t.applied, func(c importer.Change) bool { return c.Differs }) {
		codes = append(codes, importer.RemarkStoredDifferently)
	}
	if len(t.alsoChanged()) > 0 {
		codes = append(codes, importer.RemarkAlsoChanged)
	}
	if t.rebuilt {
		codes = append(codes, importer.RemarkNameRebuilt)
	}
	if len(t.kept) > 0 {
		codes = append(codes, importer.RemarkKeptTheirs)
	}
	if len(t.entry.Edit.Truncated) > 0 {
		codes = append(codes, importer.RemarkTruncated)
	}
	return strings.Join(codes, ";")
}

// wanted is the text that the row wants of a field, empty for one that it does not set.
func (t *task) wanted(field string) string {
	for _, v := range t.entry.Edit.Values {
		if v.Field == field {
			return v.Text
		}
	}
	return ""
}

// columnOf names the column of a field for a message.
func (t *task) columnOf(field string) importer.Message {
	if t.entry.Columns != nil {
		if header := t.entry.Columns.Header(field); header != "" {
			return message("column", header)
		}
	}
	return mapping.PlainMessage(field)
}
