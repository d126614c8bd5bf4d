package pipeline

import (
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// putBack is the value of a field that a write of the row's own has cleared or replaced and
// that was to stay: an undo and the run of a plan change nothing beside what they are to
// change, and a row keeps what its unchanged cells say and what a person decided to keep.
type putBack struct {
	field, text string
	left        string // what the row's own write has left in its place, if it is away
	away        bool
}

// wantsBack is the text that a field is to have again, which a write of the row's own had
// changed from its old one; what the row does not care for is no such text.
func (t *task) wantsBack(sent []importer.Change, field, old string) (text string, wants bool) {
	if p := t.putBackOf(field); p != nil && p.away && importer.Identical(t.set, field, old, p.left) {
		return p.text, true
	}
	text, sets := t.sets(field)
	switch {
	case sets && (hasChange(sent, field) || importer.SameFor(t.set, t.entry.Edit, field, old, text) || t.keptDifferently(field, old)):
		return text, true
	case sets:
		// It was left alone, as somebody else had changed it.
		t.theirs = append(t.theirs, importer.Collision{Field: field, Theirs: old, Ours: text})
	case !t.staysAsItIs(field):
		return "", false
	}
	t.keepBack(putBack{field: field, text: old})
	return old, true
}

// staysAsItIs reports whether a field that the row does not set is to keep its value.
func (t *task) staysAsItIs(field string) bool {
	edit := &t.entry.Edit
	return !t.yields && (t.entry.FieldByField || slices.Contains(edit.Unchanged, field) ||
		slices.ContainsFunc(edit.Kept, func(v mapping.Value) bool { return v.Field == field }))
}

// yieldPutBacks has what the row sets written once more where putting other fields back has
// replaced it, as a known post code does with the country: the row's own values win.
func (t *task) yieldPutBacks(written, changed []importer.Change) {
	if t.yields || !slices.ContainsFunc(written, func(c importer.Change) bool { return t.putBackOf(c.Field) != nil }) {
		return
	}
	for _, c := range changed {
		if want, wants := t.wants(c.Field); wants && c.Differs && c.After == want && !slices.Contains(t.set.Settled, c.Field) {
			t.yields, t.restoring, t.putBacks = true, true, nil
			t.base = t.base.AllowingAlso(importer.Baseline{{Field: c.Field, Texts: []string{c.Stored}}})
		}
	}
}

func (t *task) keepBack(p putBack) {
	if known := t.putBackOf(p.field); known != nil {
		*known = p
		return
	}
	t.putBacks = append(t.putBacks, p)
	t.entry.Edit.Exact = append(slices.Clip(t.entry.Edit.Exact), p.field)
}

func (t *task) putBackOf(field string) *putBack {
	i := slices.IndexFunc(t.putBacks, func(p putBack) bool { return p.field == field })
	if i < 0 {
		return nil
	}
	return &t.putBacks[i]
}

// leftAway takes what a write left in the fields that it was to put back.
func (t *task) leftAway(written []importer.Change, c importer.Contact) {
	for i := range t.putBacks {
		p := &t.putBacks[i]
		if !hasChange(written, p.field) {
			continue
		}
		p.left = c.Text(p.field)
		p.away = !importer.Identical(t.set, p.field, p.left, p.text)
	}
}

// putInPlace takes what a write whose answer never came is found to have put back.
func (t *task) putInPlace(held []importer.Change) {
	for i := range t.putBacks {
		t.putBacks[i].away = t.putBacks[i].away && !hasChange(held, t.putBacks[i].field)
	}
}

// letGo leaves the fields alone that somebody else has set before they were put back. What
// the row's own write made of them is not taken back.
func (t *task) letGo(c importer.Contact) {
	for i := range t.putBacks {
		p := &t.putBacks[i]
		if !p.away || importer.Identical(t.set, p.field, c.Text(p.field), p.left) {
			continue
		}
		p.away = false
		t.notTakenBack(p.field)
	}
}

// notTakenBack leaves what the row's own writes have made of a field as it is.
func (t *task) notTakenBack(field string) {
	for i := range t.applied {
		if a := &t.applied[i]; a.Field == field && a.Differs {
			a.After, a.Stored, a.Differs = a.Stored, "", false
		}
	}
}

// toPutBack are the changes that put fields back. Where somebody else has set one since,
// that stays.
func (t *task) toPutBack(c importer.Contact) []importer.Change {
	var changes []importer.Change
	for _, p := range t.putBacks {
		held := c.Text(p.field)
		if p.away && slices.Contains(t.set.Settled, p.field) && importer.Identical(t.set, p.field, held, p.left) {
			changes = append(changes, importer.Change{Field: p.field, Before: held, After: p.text})
		}
	}
	return changes
}

// putBackAgain goes on with what the row's own writes had changed and was to stay, as an
// earlier part of the run left it. Where it ended, later rows have set their fields after
// its writes; nothing comes after a write that is open.
func (t *task) putBackAgain(l *importer.Unfinished) {
	ended := l.Status != "" && l.Status != importer.Unknown
	for _, c := range l.Applied {
		text, sets := t.sets(c.Field)
		switch {
		case !slices.Contains(t.set.Settled, c.Field):
			continue
		case ended && slices.Contains(l.Later, c.Field):
			t.notTakenBack(c.Field)
			continue
		case sets && importer.SameFor(t.set, t.entry.Edit, c.Field, text, c.After):
			continue
		case sets:
			t.theirs = append(t.theirs, importer.Collision{Field: c.Field, Theirs: c.Before, Ours: text})
		case !c.Differs:
			continue
		}
		t.keepBack(putBack{field: c.Field, text: c.After, left: c.Left(), away: c.Differs})
	}
}

// collideAgain takes up the collisions that an earlier part of the run knew of when it
// restored the other fields: what the row's own write cleared and somebody else has set since.
func (t *task) collideAgain() {
	l := t.entry.Unfinished
	if l == nil || t.current == nil || len(t.collisions) > 0 {
		return
	}
	var seen importer.Contact
	if l.Open {
		seen.Values = l.Last.Seen
	}
	for _, c := range t.compare(*t.current, t.base).Collisions {
		away := func(l importer.Change) bool { return l.Field == c.Field && l.Differs }
		held, known := seen.Lookup(c.Field)
		left := known && !hasChange(l.Last.Changes, c.Field) && !importer.SameFor(t.set, t.entry.Edit, c.Field, held, c.Ours)
		if left || slices.Contains(t.theirs, c) || slices.ContainsFunc(t.applied, away) {
			t.collisions = append(t.collisions, c)
		}
	}
}

// sets is the text to which the row sets a field, whatever it holds.
func (t *task) sets(field string) (text string, sets bool) {
	for _, v := range t.entry.Edit.Values {
		if v.Field == field {
			return v.Text, true
		}
	}
	return "", false
}

// wants is the value that the row sets in a field; what collides stays as it is.
func (t *task) wants(field string) (text string, wants bool) {
	for _, c := range slices.Concat(t.collisions, t.kept) {
		if c.Field == field {
			return "", false
		}
	}
	if t.putBackOf(field) != nil {
		return "", false
	}
	return t.sets(field)
}

// keptDifferently reports whether the service has what the row set in a field as another
// text.
func (t *task) keptDifferently(field, held string) bool {
	return slices.ContainsFunc(t.applied, func(l importer.Change) bool {
		return l.Field == field && l.Differs && importer.Identical(t.set, field, l.Stored, held)
	})
}

// restores reports whether a field is written once more, as a write of the row's own has left
// something else in it.
func (t *task) restores(field string) bool {
	return t.restoring && slices.Contains(t.set.Settled, field) && slices.ContainsFunc(t.applied, func(l importer.Change) bool {
		return l.Field == field && l.Differs
	})
}

// compare is what to do with a contact in this state.
func (t *task) compare(c importer.Contact, base importer.Baseline) importer.Decision {
	edit := t.entry.Edit
	if len(t.putBacks) > 0 {
		edit.Values = slices.DeleteFunc(slices.Clone(edit.Values), func(v mapping.Value) bool { return t.putBackOf(v.Field) != nil })
	}
	d := importer.Plan(t.set, edit, c, base)
	if edit.KeepsTheirs {
		d.Kept = append(d.Kept, t.theirs...)
	} else {
		d.Collisions = append(d.Collisions, t.theirs...)
	}
	d = d.Whole(t.entry.Whole)
	if len(d.Collisions) > 0 && !t.entry.FieldByField {
		// What the row's own write has cleared comes back all the same.
		d.Changes = slices.DeleteFunc(d.Changes, func(c importer.Change) bool { return !t.restores(c.Field) })
	}
	d.Changes = append(d.Changes, t.toPutBack(c)...)
	return d
}
