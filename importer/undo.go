package importer

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Undo folds what a run did to one contact into the entry that puts it back:
// each field gets the value from before the run's first write to it, where it
// still holds what the run left. It is pure; the zero value is ready.
type Undo struct {
	line    int
	key     string
	id      string
	name    string
	number  string
	writes  []orderedWrite
	pending Pending
}

// orderedWrite is a change with its place in the order in which the run wrote.
type orderedWrite struct {
	Change
	order int64
	// withOthers is the place of the row's first write for a field that none of its
	// writes names: it changed with those of its group.
	withOthers int64
	// seen is what the record held before an open write.
	seen []mapping.Value
}

// undone is one field that the run changed or may have changed.
type undone struct {
	field  string
	before string
	left   []string // what the run is known to have left, and what may have landed since
	open   bool     // something may have landed since
}

// Pending is a write that may yet land as long as the contact has the eTag that
// the write is conditional on, and only until a time: Business Central ends a
// request after ten minutes (dynamics-rate-limits.md).
type Pending struct {
	ETag  ETag
	Until time.Time
}

// landing is how long a lost write may still land; a margin beyond the service's
// own limit.
const landing = 15 * time.Minute

// Add takes the next row of the contact, in input order. writeOrder tells for each
// field in which order the run wrote it: rows that were tried again are not in the
// order of the input. seen is Intent.Seen of its last write.
func (u *Undo) Add(o Outcome, writeOrder map[string]int64, seen []mapping.Value) {
	if u.id == "" {
		u.line, u.key, u.id = o.Line, o.Key, o.ID
	}
	u.name, u.number = cmp.Or(u.name, o.Name), cmp.Or(u.number, o.Number)
	for _, c := range o.Changes {
		w := orderedWrite{Change: c, order: writeOrder[c.Field], withOthers: writeOrder[c.Field]}
		if _, written := writeOrder[c.Field]; !written && len(writeOrder) > 0 {
			w.withOthers = slices.Min(slices.Collect(maps.Values(writeOrder)))
		}
		if c.Open {
			w.seen = seen
			u.pending = Pending{o.ETagBefore, o.FinishedAt.Add(landing)}
		}
		u.writes = append(u.writes, w)
	}
}

// fields folds the writes, in the order in which they were made.
func (u *Undo) fields(set *entity.Entity) []undone {
	var fields []undone
	for i, w := range u.writes {
		if slices.Contains(set.Order, w.Field) {
			u.writes[i].order = w.withOthers
		}
	}
	slices.SortStableFunc(u.writes, func(a, b orderedWrite) int { return cmp.Compare(a.order, b.order) })
	writes := make([]orderedWrite, 0, len(u.writes))
	for _, w := range u.writes {
		writes = append(append(writes, w), w.mayClear(set)...)
	}
	for _, w := range writes {
		i := slices.IndexFunc(fields, func(f undone) bool { return f.field == w.Field })
		if i < 0 {
			i, fields = len(fields), append(fields, undone{field: w.Field, before: w.Before})
		}
		f := &fields[i]
		if f.open = w.Open; !w.Open {
			f.left = f.left[:0]
		}
		f.left = append(f.left, w.Left())
	}
	return fields
}

// mayClear is what an open write may have cleared besides, if it has landed: the validation
// of a field of a group clears those that it settles.
func (w orderedWrite) mayClear(set *entity.Entity) []orderedWrite {
	if !w.Open || !slices.Contains(set.Order, w.Field) || slices.Contains(set.Settled, w.Field) {
		return nil
	}
	var cleared []orderedWrite
	for _, v := range w.seen {
		if slices.Contains(set.Settled, v.Field) {
			cleared = append(cleared, orderedWrite{Change: Change{Field: v.Field, Before: v.Text, Open: true}})
		}
	}
	return cleared
}

// Entry returns what puts the record of a set back, for the fields wanted (nil for all),
// and whether there is anything to put back.
func (u *Undo) Entry(set *entity.Entity, seq int, wanted []string) (Entry, bool) {
	e := Entry{
		Row: Row{Seq: seq, Line: u.line}, Locator: Locator{ID: u.id},
		Edit: mapping.Edit{Key: u.key}, Baseline: Baseline{}, FieldByField: true, Pending: u.pending,
		Name: u.name, Number: u.number,
	}
	for _, f := range u.fields(set) {
		if f.open && slices.Contains(set.Settled, f.field) {
			f.left = append(f.left, "") // the validation of another field may have cleared it
		}
		back := !slices.ContainsFunc(f.left, func(text string) bool { return !Identical(set, f.field, text, f.before) })
		if back || wanted != nil && !slices.Contains(wanted, f.field) {
			continue
		}
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: f.field, Text: f.before})
		e.Edit.Exact = append(e.Edit.Exact, f.field) // the run may have made an invisible change
		e.Baseline = append(e.Baseline, Expectation{Field: f.field, Texts: slices.Clone(f.left)})
	}
	return e, len(e.Edit.Values) > 0
}
