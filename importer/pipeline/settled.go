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
		if !known || !held || hasChange(written, field) || importer.Identical(t.set, field, old, now) {
			continue
		}
		c := importer.Change{Field: field, Before: old, After: now}
		if t.entry.FieldByField {
			t.setToo(field, old)
		}
		if want, wants := t.wants(field); wants && !importer.SameFor(t.set, t.entry.Edit, field, now, want) {
			c.After, c.Stored, c.Differs = want, now, true
		}
		more = append(more, c)
	}
	return more
}

// setToo has an undo put a field back that its own write has changed: it is to change
// nothing that the run did not, and nothing that somebody else has changed since.
func (t *task) setToo(field, text string) {
	edit := &t.entry.Edit
	if i := slices.IndexFunc(edit.Values, func(v mapping.Value) bool { return v.Field == field }); i >= 0 {
		want := edit.Values[i].Text
		if t.entry.Baseline.Allows(t.set, field, text) || importer.SameFor(t.set, *edit, field, text, want) {
			return
		}
		t.theirs = append(t.theirs, importer.Collision{Field: field, Theirs: text, Ours: want})
		edit.Values = slices.Delete(slices.Clone(edit.Values), i, i+1)
	}
	edit.Values = append(slices.Clip(edit.Values), mapping.Value{Field: field, Text: text})
	edit.Exact = append(slices.Clip(edit.Exact), field)
}

// putBackToo goes on with what an undo's own writes had changed besides.
func (t *task) putBackToo(applied []importer.Change) {
	for _, c := range applied {
		if c.Before == c.After && c.Differs {
			t.setToo(c.Field, c.Before)
		}
	}
}

// putsBack reports whether a field gets the value again that somebody else gave it.
func (t *task) putsBack(field string) bool {
	return slices.ContainsFunc(t.theirs, func(c importer.Collision) bool { return c.Field == field })
}

// wants is the value that the row sets in a field; what collides stays as it is.
func (t *task) wants(field string) (text string, wants bool) {
	for _, c := range slices.Concat(t.collisions, t.kept) {
		if c.Field == field && !t.putsBack(field) {
			return "", false
		}
	}
	i := slices.IndexFunc(t.entry.Edit.Values, func(v mapping.Value) bool { return v.Field == field })
	if i < 0 {
		return "", false
	}
	return t.entry.Edit.Values[i].Text, true
}

// restore has fields that the row sets written once more, where a write of the row's own
// has cleared or replaced them. cleared limits that to those
// which are empty: after an answer that never came, another value may be somebody else's.
func (t *task) restore(c importer.Contact, cleared bool) {
	if t.restored {
		return
	}
	var ours importer.Baseline
	for _, field := range t.set.Settled {
		held := c.Text(field)
		want, wants := t.wants(field)
		if wants && (!cleared || held == "") && !importer.SameFor(t.set, t.entry.Edit, field, held, want) {
			ours = append(ours, importer.Expectation{Field: field, Texts: []string{held}})
		}
	}
	if len(ours) > 0 {
		t.restoring = true
		t.base = t.base.AllowingAlso(ours)
	}
}

// endRestoring ends a write. What one that restores did not bring about is stored
// differently; after any other one there may be something to restore.
func (t *task) endRestoring() { t.restored, t.restoring = t.restoring, false }

// stillToWrite leaves out what has landed and is stored differently, but for what a second
// write is to restore.
func (t *task) stillToWrite(all []importer.Change) []importer.Change {
	if !t.restoring && !t.restored {
		return all
	}
	return slices.DeleteFunc(all, func(c importer.Change) bool {
		if t.restoring && slices.Contains(t.set.Settled, c.Field) {
			return false
		}
		return slices.ContainsFunc(t.applied, func(l importer.Change) bool {
			return l.Field == c.Field && l.Differs && importer.Identical(t.set, c.Field, l.Stored, c.Before)
		})
	})
}

// landedBesides takes what a write whose answer never came cleared of its group of fields.
func (t *task) landedBesides(held []importer.Change) (cleared []importer.Change) {
	if !touches(t.set.Order, held) {
		return nil
	}
	for _, c := range t.besides(held, importer.Contact{Values: t.seen}, *t.current) {
		if c.Left() == "" {
			cleared = append(cleared, c)
		}
	}
	t.applied = merged(t.applied, cleared)
	t.base = t.base.With(t.applied)
	t.restore(*t.current, true)
	return cleared
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
	group := touches(t.set.Order, found)
	return !slices.ContainsFunc(sent, func(c importer.Change) bool {
		cleared := group && slices.Contains(t.set.Settled, c.Field) && t.current.Text(c.Field) == ""
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
		if slices.Contains(t.set.Order, c.Field) && !slices.Contains(t.outcome.Sets, c.Field) && c.Before != c.Left() {
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
