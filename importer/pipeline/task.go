package pipeline

import (
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// task is a row on its way to its outcome. It belongs to the dealer or to one
// worker, never to both. Its methods take the time as an argument and do no I/O.
type task struct {
	set     *entity.Entity
	entry   importer.Entry
	id      string
	outcome importer.Outcome
	done    bool // outcome is final
	blocks  bool // it ended unknown: rows of the same contact behind it must wait

	base        importer.Baseline // what a conflict is measured against
	hasBaseline bool              // base is set
	ours        []importer.Written
	collisions  []importer.Collision // fields that stay as somebody else left them
	theirs      []importer.Collision // of them, those that the row's own write cleared: they are put back
	putBacks    []putBack            // what the row's own writes cleared or replaced and was to stay
	kept        []importer.Collision // of them, those that a person decided to leave

	current      *importer.Contact // as last seen, with the eTag to write against; nil: read first
	seen         []mapping.Value   // the values that the last write was planned on; nil: not known
	pendingWrite *importer.Intent  // a write whose answer never came
	refusal      *importer.Fault   // the open write, sent again, was refused
	mustResend   bool              // the open write may yet land: send the same again
	applied      []importer.Change // what of this row is known to have landed
	intends      bool              // an intent for this row stands in the journal
	rebuilt      bool              // Business Central will rebuild the display name
	restoring    bool              // fields that a write cleared or replaced are written once more
	restored     bool              // they have been
	yields       bool              // putting fields back replaced what the row sets: they stay away
	movedFrom    importer.ETag     // where the unbroken chain of the row's own writes begins; empty: there is none

	staleETags int            // stale eTags met
	faults     int            // passing faults met
	last       importer.Fault // the last of them
	rowFaults  rowFaults
	notBefore  time.Time
}

func newTask(set *entity.Entity, e importer.Entry) *task {
	t := &task{
		set:   set,
		entry: e,
		id:    e.Locator.ID,
		outcome: importer.Outcome{
			Seq: e.Row.Seq, Line: e.Row.Line, Key: e.Edit.Key, ID: e.Locator.ID, Sets: sets(e), Number: importer.NumberOf(e),
		},
	}
	if e.Unfinished != nil {
		t.resumeFrom(e.Unfinished)
	}
	return t
}

// sets names every field that the row sets, or would if its cell were good.
func sets(e importer.Entry) []string {
	fields := make([]string, 0, len(e.Edit.Values))
	for _, v := range e.Edit.Values {
		fields = append(fields, v.Field)
	}
	for _, r := range e.Refusals {
		if r.Field != "" && r.Field != mapping.DecisionColumn && !slices.Contains(fields, r.Field) {
			fields = append(fields, r.Field)
		}
	}
	return fields
}

// resumeFrom goes on where an earlier part of the run left the row.
func (t *task) resumeFrom(l *importer.Unfinished) {
	t.outcome.Attempts, t.outcome.ETagBefore, t.outcome.ETagAfter = l.Attempts, l.ETagBefore, l.ETagAfter
	t.movedFrom, t.outcome.OwnMove = l.MovedFrom, l.MovedFrom != "" && !l.Open
	t.introduce(importer.Person{Key: l.Number, Name: l.Name})
	t.applied = slices.Clone(l.Applied)
	t.intends = l.Last != nil && l.Status == ""
	if l.Open {
		t.pendingWrite, t.seen = l.Last, l.Last.Seen
	}
	t.keepLater()
	t.putBackAgain(l)
	t.restoring = slices.ContainsFunc(t.applied, func(c importer.Change) bool { return c.Differs && slices.Contains(t.set.Settled, c.Field) })
	edit := &t.entry.Edit
	if !t.touched() || l.Last == nil || l.Status != "" && l.Status != importer.Unknown {
		return
	}
	// The row was good when its write was journaled: it is not refused now.
	t.entry.Refusals = nil
	for _, c := range l.Last.Changes {
		if _, sets := t.sets(c.Field); !sets && t.putBackOf(c.Field) == nil && !isGone(t.entry, c.Field) {
			edit.Values = append(edit.Values, mapping.Value{Field: c.Field, Text: c.After})
		}
	}
	t.base, t.hasBaseline = importer.BaselineBefore(*edit, *l.Last).With(l.Applied).AllowingAlso(t.entry.Baseline), true
}

// keepLater leaves the fields alone that later rows have set since.
func (t *task) keepLater() {
	edit := &t.entry.Edit
	edit.Values = slices.DeleteFunc(slices.Clone(edit.Values), func(v mapping.Value) bool {
		return slices.Contains(t.entry.Unfinished.Later, v.Field)
	})
	edit.Unchanged = slices.Concat(edit.Unchanged, t.entry.Unfinished.Later)
}

// superseded reports whether later rows have set everything that the row sets: its
// earlier outcome stays.
func (t *task) superseded() bool {
	return t.entry.Unfinished != nil && len(t.entry.Unfinished.Later) > 0 && len(t.entry.Edit.Values) == 0
}

// compares reports whether the row has to know what this run did to its contact
// before, because the contact is not in the state that the row names.
func (t *task) compares() bool {
	e := t.entry.Edit
	return !t.hasBaseline && t.current != nil && t.entry.Baseline == nil &&
		(e.ETag != "" && importer.ETag(e.ETag) != t.current.ETag || e.ETag == "" && len(e.Base) > 0)
}

// plan compares and either ends the row or returns the write to send.
func (t *task) plan(policy importer.ConflictPolicy, dryRun bool, now time.Time) *importer.Intent {
	if t.mustResend {
		again := *t.pendingWrite
		again.Attempt, again.At, again.Again = t.outcome.Attempts+1, now, t.replaces()
		return &again
	}
	if !t.hasBaseline {
		base, moved := importer.EstablishBaseline(t.entry, *t.current, t.ours)
		if moved && policy == importer.Fail {
			t.endMoved(now)
			return nil
		}
		t.base, t.hasBaseline = base, true
	}
	if t.endDamaged(now) {
		return nil
	}
	d := t.decide(policy)
	d.Changes = t.stillToWrite(d.Changes)
	// What landed unanswered may have filled the name whose rebuilding is told.
	t.rebuilt = d.NameRebuilt || t.rebuilt && len(t.applied) > 0
	switch {
	case len(d.Changes) == 0 && !dryRun && t.awaits(now):
		t.end(importer.Unknown, "write_may_land", mayLandMessage(t.entry.Pending.Until), now)
	case len(d.Collisions) > 0 && len(d.Changes) == 0:
		t.endCollided(now)
	case len(d.Changes) == 0 && len(t.applied) > 0:
		t.endWritten(slices.ContainsFunc(t.applied, func(c importer.Change) bool { return c.Found }), now)
	case len(d.Changes) == 0:
		code := t.remarks(false)
		t.end(importer.Unchanged, code, t.remarkMessage(code, nil), now)
	case dryRun:
		t.endPlanned(d.Changes, now)
	default:
		return t.intend(d.Changes, now)
	}
	return nil
}

// awaits reports whether a write of the undone run may yet land: nothing that the
// contact holds now is certain to stay.
func (t *task) awaits(now time.Time) bool {
	p := t.entry.Pending
	return p.ETag != "" && p.ETag == t.current.ETag && now.Before(p.Until)
}

// decide compares the row with the contact.
func (t *task) decide(policy importer.ConflictPolicy) importer.Decision {
	base := t.base
	if policy == importer.Overwrite && !t.entry.Edit.KeepsTheirs {
		base = nil
	}
	t.letGo(*t.current)
	d := t.compare(*t.current, base)
	t.collisions, t.kept = d.Collisions, d.Kept
	return d
}

// intend makes the write and with it the state that the next plan is measured
// against; for what collides, that stays.
func (t *task) intend(changes []importer.Change, now time.Time) *importer.Intent {
	base := importer.BaselineOf(t.entry.Edit, *t.current).AllowingAlso(t.entry.Baseline)
	for _, c := range slices.Concat(t.collisions, t.kept) {
		base.KeepExpectation(c.Field, t.base)
	}
	t.base = base
	in := &importer.Intent{
		Seq: t.entry.Row.Seq, Line: t.entry.Row.Line, Key: t.entry.Edit.Key, Raw: t.entry.Row.Raw,
		Attempt: t.outcome.Attempts + 1, ID: t.id, ETag: t.current.ETag, Changes: changes, At: now,
		Applied: slices.Clone(t.applied), AppliedETag: t.outcome.ETagAfter, MovedFrom: t.movedFrom, Again: t.replaces(),
	}
	if t.seen = t.groupOf(*t.current, changes); t.entry.Edit.ETag != "" {
		t.seen = append([]mapping.Value{}, t.current.Values...)
	}
	in.Seen = t.seen
	return in
}

// replaces reports whether the row has an outcome from an earlier part of the run.
func (t *task) replaces() bool { return t.entry.Unfinished != nil && t.entry.Unfinished.Status != "" }
