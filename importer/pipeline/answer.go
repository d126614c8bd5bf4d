package pipeline

import (
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// readAnswered takes what a read brought.
func (t *task) readAnswered(a importer.Response, policy importer.ConflictPolicy, now time.Time, jitter float64) {
	switch a.Disposition {
	case importer.NotSent:
	case importer.Confirmed:
		t.current = &a.Contact
		if t.pendingWrite != nil {
			t.settle(policy, now)
		}
	case importer.Missing:
		t.endMissing(a, now)
	case importer.Refused:
		if t.pendingWrite != nil {
			t.endUnknown(a.Fault, now)
			return
		}
		t.endRejected(a.Fault, readRefusedMessage(a.Fault), now)
	default:
		t.fault(a.Fault, now, jitter)
	}
}

// settle decides what became of a write whose answer never came, from eTag and
// fields together (contract, promise 5).
func (t *task) settle(policy importer.ConflictPolicy, now time.Time) {
	var held []importer.Change
	moved := t.current.ETag != t.pendingWrite.ETag
	for _, c := range t.pendingWrite.Changes {
		text := t.current.Text(c.Field)
		switch {
		case landedAs(t.set, c, text, t.entry.Edit):
		case moved && landedRounded(t.set, c, text):
			c.Stored, c.Differs = text, true
		default:
			continue
		}
		c.Found = true
		held = append(held, c)
	}
	switch {
	case len(held) == len(t.pendingWrite.Changes):
		t.land(held)
		if !t.more(*t.current) {
			t.kept = t.compare(*t.current, t.base).Kept
			t.endWritten(true, now)
		}
	case moved:
		ours := t.isWhole(t.pendingWrite.Changes, held)
		t.land(held)
		if policy == importer.Fail && !ours {
			t.endConflict("etag_moved", t.movedMessage(), now)
		}
	case t.refusal == nil:
		t.mustResend = true
	case t.refusal.HTTPStatus == 401 || t.refusal.HTTPStatus == 403:
		// A permission may have been there when the lost one arrived.
		t.endUnknown(*t.refusal, now)
	default:
		// The same write on the same contact: the lost one is refused like this one.
		t.outcome.Blames = importer.Blamed(t.set, t.pendingWrite.Changes, *t.refusal)
		t.endRejected(*t.refusal, t.writeRefusedMessage(*t.refusal), now)
	}
}

// landedAs reports whether a field holds what a lost write of an edit set. Where that is what
// it held before but for what nobody sees, each sign counts, as where the edit says so.
func landedAs(set *entity.Entity, c importer.Change, held string, edit mapping.Edit) bool {
	if importer.Same(set, c.Field, c.Before, c.After) {
		return importer.Identical(set, c.Field, held, c.After)
	}
	return importer.SameFor(set, edit, c.Field, held, c.After)
}

// landedRounded reports whether a field holds what a lost write set, with the decimals that
// the service keeps.
func landedRounded(set *entity.Entity, c importer.Change, held string) bool {
	return !importer.Same(set, c.Field, c.Before, held) && set.Find(c.Field).Rounds(c.After, held)
}

// land closes the open write, of which the held changes have landed. They are
// the run's own from now on: whoever changes them again is another user.
func (t *task) land(held []importer.Change) {
	in := t.pendingWrite
	t.pendingWrite, t.refusal, t.mustResend = nil, nil, false
	before := t.movedBefore(*in)
	t.movedFrom, t.outcome.OwnMove = "", false
	if len(held) == 0 {
		return
	}
	if len(held) == len(in.Changes) {
		t.endRestoring(in.Changes)
	}
	t.applied = merged(t.applied, held)
	t.outcome.ETagAfter = t.current.ETag
	t.base = t.base.With(held)
	held = append(slices.Clip(held), t.landedBesides(*in, held)...)
	if t.entry.Edit.ETag != "" && t.seen != nil && t.isWhole(in.Changes, held) && t.sameBeside(slices.Concat(in.Changes, held)) {
		t.movedFrom, t.outcome.ETagBefore, t.outcome.OwnMove = before, before, true
	}
}

// movedBefore is the eTag from which the row's own writes alone bring the contact to where a
// write leaves it.
func (t *task) movedBefore(in importer.Intent) importer.ETag {
	if t.movedFrom != "" && in.ETag == t.outcome.ETagAfter {
		return t.movedFrom
	}
	return in.ETag
}

// sameBeside reports whether the contact differs from the values seen before in
// nothing but the changes. What nobody can set tells of no other user.
func (t *task) sameBeside(written []importer.Change) bool {
	before := importer.Contact{Values: t.seen}
	for _, v := range t.current.Values {
		if !hasChange(written, v.Field) && v.Text != before.Text(v.Field) && t.set.Find(v.Field).ReadOnly == "" {
			return false
		}
	}
	return true
}

// merged adds changes to those that landed before; a field keeps its first Before.
func merged(landed, more []importer.Change) []importer.Change {
	for _, c := range more {
		i := slices.IndexFunc(landed, func(l importer.Change) bool { return l.Field == c.Field })
		if i < 0 {
			landed = append(landed, c)
			continue
		}
		c.Before = landed[i].Before
		landed[i] = c
	}
	return landed
}

// writeAnswered takes what a write brought.
func (t *task) writeAnswered(in importer.Intent, a importer.Response, policy importer.ConflictPolicy, now time.Time, jitter float64) {
	t.outcome.Attempts += a.Attempts
	if a.Attempts > 0 {
		t.outcome.ETagBefore = t.movedBefore(in)
	}
	if a.Disposition != importer.NotSent {
		t.outcome.HTTPStatus = a.Fault.HTTPStatus
	}
	switch a.Disposition {
	case importer.NotSent:
	case importer.Confirmed:
		t.confirm(in, a.Contact, now)
	case importer.Missing:
		t.current = nil // reading tells
		t.fault(a.Fault, now, jitter)
	case importer.Stale:
		t.stale(a.Fault, policy, now, jitter)
	case importer.Refused:
		if t.pendingWrite != nil {
			t.refusal, t.mustResend, t.current = &a.Fault, false, nil
			return
		}
		t.outcome.Blames = importer.Blamed(t.set, in.Changes, a.Fault)
		t.endRejected(a.Fault, t.writeRefusedMessage(a.Fault), now)
	case importer.NotDone:
		t.fault(a.Fault, now, jitter)
	case importer.Lost:
		t.pendingWrite, t.mustResend, t.current = &in, false, nil
		t.fault(a.Fault, now, jitter)
	}
}

func (t *task) confirm(in importer.Intent, c importer.Contact, now time.Time) {
	t.outcome.HTTPStatus = 200
	t.movedFrom = t.movedBefore(in)
	t.outcome.ETagBefore, t.outcome.ETagAfter = t.movedFrom, c.ETag
	changes := slices.Clone(in.Changes)
	for i, ch := range changes {
		stored, held := c.Lookup(ch.Field)
		if held && !importer.SameFor(t.set, t.entry.Edit, ch.Field, stored, ch.After) {
			changes[i].Stored, changes[i].Differs = stored, true
		}
	}
	t.applied = merged(t.applied, changes)
	if t.current != nil {
		changes = append(changes, t.besides(in.Changes, *t.current, c)...)
		t.applied = merged(t.applied, changes)
	}
	t.endRestoring(in.Changes)
	t.pendingWrite, t.refusal, t.mustResend, t.current = nil, nil, false, nil
	if c.ETag != "" {
		t.current, t.outcome.OwnMove = &c, true
		t.leftAway(changes, c)
		t.restore(c, changes)
		t.yieldPutBacks(in.Changes, changes)
	}
	if !t.more(c) {
		t.endWritten(false, now)
	}
}

// more reports whether there is more to write: what the write before cleared or replaced
// and, where fields are taken one by one, what collided before and may have become free
// since. What else has landed and is stored differently is not written again.
func (t *task) more(c importer.Contact) bool {
	if t.restoring {
		return true
	}
	if !t.entry.FieldByField {
		return false
	}
	t.base = t.base.With(t.applied)
	d := t.compare(c, t.base)
	t.collisions = d.Collisions
	return slices.ContainsFunc(d.Changes, func(c importer.Change) bool {
		return !slices.ContainsFunc(t.applied, func(l importer.Change) bool { return l.Field == c.Field })
	})
}

// stale takes a refused precondition: the eTag has moved since it was read.
func (t *task) stale(f importer.Fault, policy importer.ConflictPolicy, now time.Time, jitter float64) {
	t.current = nil
	t.last = f
	t.staleETags++
	switch {
	case t.staleETags > maxStaleETags && t.pendingWrite != nil:
		t.endUnknown(f, now)
	case t.staleETags > maxStaleETags:
		t.endConflict(f.Code, t.contentionMessage(f), now)
	case policy == importer.Fail && t.pendingWrite == nil:
		t.endConflict(f.Code, sentences(t.movedMessage(), said(f)), now)
	case t.staleETags > 1:
		// The first time the contact has moved once; after that it keeps moving,
		// or a lagging replica answers the reads.
		t.notBefore = alignToRetrySlot(now.Add(importer.Backoff(t.staleETags-1, jitter)))
	}
}
