package pipeline

import (
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// Business Central's validation of one field may clear or replace others, as that of a
// country does with the post code and the city. What a row sets of such fields
// (Entity.Settled) is written once more where the answer does not hold it; what else has
// changed is recorded as the run's own, so that the report tells it and an undo puts it
// back.

// besides returns what a write changed of a group of fields beside what it says: those of
// the row that another field's validation cleared or replaced, and those that the row does
// not set. The eTag proves that nothing else moved the record from before to after.
func (t *task) besides(written []importer.Change, before, after importer.Contact) []importer.Change {
	var more []importer.Change
	for _, field := range t.set.Order {
		old, known := before.Lookup(field)
		now, held := after.Lookup(field)
		if known && held && !hasChange(written, field) && !importer.Identical(t.set, field, old, now) {
			more = append(more, t.displaced(written, field, old, now))
		}
	}
	return more
}

// displaced is the change of a field that a write had from one text to another.
func (t *task) displaced(sent []importer.Change, field, old, now string) importer.Change {
	c := importer.Change{Field: field, Before: old, After: now}
	want, wants := t.wantsBack(sent, field, old)
	if wants && !importer.SameFor(t.set, t.entry.Edit, field, now, want) {
		c.After, c.Stored, c.Differs = want, now, true
	}
	if p := t.putBackOf(field); p != nil {
		p.left, p.away = now, c.Differs
	}
	return c
}

// restore has fields written once more that a write of the row's own is known to have
// changed and that hold something else now than the row wants. What the write did not
// change is not the row's to restore: it may be as somebody else left it.
func (t *task) restore(c importer.Contact, changed []importer.Change) {
	if t.restored {
		return
	}
	var ours importer.Baseline
	for _, field := range t.set.Settled {
		held := c.Text(field)
		want, wants := t.wants(field)
		if wants && hasChange(changed, field) && !importer.SameFor(t.set, t.entry.Edit, field, held, want) {
			ours = append(ours, importer.Expectation{Field: field, Texts: []string{held}})
		}
	}
	t.restoring = t.restoring || len(ours) > 0 || len(t.toPutBack(c)) > 0
	t.base = t.base.AllowingAlso(ours)
}

// endRestoring ends a write. What one that restores did not bring about is stored
// differently; after any other one there may be something to restore.
func (t *task) endRestoring(written []importer.Change) {
	t.restored = t.restoring && !slices.ContainsFunc(written, func(c importer.Change) bool { return !slices.Contains(t.set.Settled, c.Field) })
	t.restoring = false
}

// stillToWrite leaves out what has landed and is stored differently, but for what a second
// write is to restore.
func (t *task) stillToWrite(all []importer.Change) []importer.Change {
	if !t.restoring && !t.restored {
		return all
	}
	return slices.DeleteFunc(all, func(c importer.Change) bool {
		if t.restoring && (slices.Contains(t.set.Settled, c.Field) || t.yields && slices.Contains(t.set.Order, c.Field)) {
			return false
		}
		return slices.ContainsFunc(t.applied, func(l importer.Change) bool {
			return l.Field == c.Field && l.Differs && importer.Identical(t.set, c.Field, l.Stored, c.Before)
		})
	})
}

// landedBesides takes what a write whose answer never came cleared of its group of fields.
// What clears them has to have landed: under another country they are as others left them.
func (t *task) landedBesides(in importer.Intent, held []importer.Change) (cleared []importer.Change) {
	before := importer.Contact{Values: t.seen}
	t.putInPlace(held)
	for _, field := range t.set.Order {
		old, now := before.Text(field), t.current.Text(field)
		if now == "" && (old != "" || hasChange(in.Changes, field)) && !hasChange(held, field) && t.validates(held, field) {
			cleared = append(cleared, t.displaced(in.Changes, field, old, now))
		}
	}
	t.applied = merged(t.applied, cleared)
	t.base = t.base.With(t.applied)
	t.restore(*t.current, cleared)
	return cleared
}

// validates reports whether a write sets a field whose validation clears another: one of
// the group that is not itself cleared.
func (t *task) validates(written []importer.Change, field string) bool {
	return slices.Contains(t.set.Settled, field) && slices.ContainsFunc(written, func(c importer.Change) bool {
		return slices.Contains(t.set.Order, c.Field) && !slices.Contains(t.set.Settled, c.Field)
	})
}

// effective leaves out fields that a second write has put back to what they were.
func effective(applied []importer.Change) []importer.Change {
	return slices.DeleteFunc(slices.Clone(applied), func(c importer.Change) bool {
		return c.Before == c.Left()
	})
}

// isWhole reports whether all of a write whose answer never came has landed: what is not
// found may have been cleared by what is.
func (t *task) isWhole(sent, found []importer.Change) bool {
	return !slices.ContainsFunc(sent, func(c importer.Change) bool {
		cleared := t.current.Text(c.Field) == "" && t.validates(found, c.Field)
		return !cleared && !hasChange(found, c.Field)
	})
}

// touches reports whether a write sets one of a group of fields.
func touches(group []string, written []importer.Change) bool {
	return slices.ContainsFunc(written, func(c importer.Change) bool { return slices.Contains(group, c.Field) })
}

// alsoChanged are the changes of fields that the row does not set.
func (t *task) alsoChanged() []importer.Change {
	var also []importer.Change
	for _, c := range t.applied {
		if slices.Contains(t.set.Order, c.Field) && !slices.Contains(t.outcome.Sets, c.Field) && !c.Differs && c.Before != c.Left() {
			also = append(also, c)
		}
	}
	return also
}

// groupOf are the values of a record that a write may change besides its own; none where
// it touches nothing of the group.
func (t *task) groupOf(c importer.Contact, written []importer.Change) []mapping.Value {
	var values []mapping.Value
	if !touches(t.set.Order, written) {
		return nil
	}
	for _, field := range t.set.Order {
		if text, held := c.Lookup(field); held {
			values = append(values, mapping.Value{Field: field, Text: text})
		}
	}
	return values
}

func hasChange(all []importer.Change, field string) bool {
	return slices.ContainsFunc(all, func(c importer.Change) bool { return c.Field == field })
}
