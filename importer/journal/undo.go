package journal

import (
	"fmt"
	"iter"
	"slices"
	"sort"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// UndoEntries gives an entry for every record of a set that the run changed, or may have
// changed, and that puts back the fields wanted (nil: all), in the order of the records' first
// lines.
func (v *View) UndoEntries(set *entity.Entity, fields []string) iter.Seq2[importer.Entry, error] {
	return func(yield func(importer.Entry, error) bool) {
		var done bits
		next := 0
		for seq := 0; ; seq++ {
			undo, more, err := v.undoAt(&seq, &done)
			if err != nil {
				yield(importer.Entry{}, err)
				return
			}
			if !more {
				return
			}
			e, any := undo.Entry(set, next, fields)
			if !any {
				continue
			}
			next++
			if !yield(e, nil) {
				return
			}
		}
	}
}

// undoAt folds what the rows of a row's record did, where it is the first of them.
func (v *View) undoAt(at *int, done *bits) (undo importer.Undo, more bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return undo, false, err
	}
	*at = v.index.next(*at)
	seq := *at
	s := v.index.of(seq)
	if more = seq < v.index.rows; !more || !s.written() || done.has(seq) {
		return undo, more, nil
	}
	first, err := v.did(s)
	if err != nil {
		return undo, more, err
	}
	rows := []int{seq}
	if s.mark != 0 {
		rows = v.byRecord().of(s.mark, nil)
	}
	for _, row := range rows {
		s := v.index.of(row)
		if !s.written() || row < seq {
			continue
		}
		o, err := v.did(s)
		if err != nil {
			return undo, more, err
		}
		if !sameID(o.ID, first.ID) {
			continue
		}
		done.set(row)
		writeOrder, seen, err := v.wrote(s.ref)
		if err != nil {
			return undo, more, err
		}
		undo.Add(o, writeOrder, seen)
	}
	return undo, more, nil
}

// written reports whether the row changed its record, or may have.
func (s standing) written() bool {
	return s.ref.place > 0 && s.changed && s.status != importer.WouldUpdate
}

// did is what a row did, or may have done.
func (v *View) did(s standing) (importer.Outcome, error) {
	if s.open() {
		in, err := v.intent(s.ref)
		return cutOff(in), err
	}
	return v.outcome(s.ref)
}

// wrote gives the place of the last write of every field of a row, and what its last write
// was planned on.
func (v *View) wrote(r ref) (writeOrder map[string]int64, seen []mapping.Value, err error) {
	intents, at, err := v.intents(r)
	writeOrder = map[string]int64{}
	if len(intents) > 0 {
		seen = intents[0].Seen
	}
	for i, in := range intents {
		for _, c := range in.Changes {
			writeOrder[c.Field] = max(writeOrder[c.Field], at[i])
		}
	}
	return writeOrder, seen, err
}

// bits are a set of positions.
type bits []uint64

func (b *bits) set(n int) {
	for n/64 >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[n/64] |= 1 << (n % 64)
}

func (b bits) has(n int) bool { return n/64 < len(b) && b[n/64]&(1<<(n%64)) != 0 }

// edit is what an undo puts back into one record, or what an approved plan writes.
type edit struct {
	Line   int       `json:"line"`
	Key    string    `json:"key"`
	ID     string    `json:"id"`
	Name   string    `json:"name,omitzero"`
	Number string    `json:"number,omitzero"`
	Fields []restore `json:"fields"`
	ETag   string    `json:"pending_etag,omitzero"`
	Until  int64     `json:"pending_until,omitzero"`
	// Planned tells an edit of a plan. It has no fields where none was accepted.
	Planned bool `json:"planned,omitzero"`
}

// restore is one field of it.
type restore struct {
	Field  string   `json:"field"`
	Holds  []string `json:"holds"` // what the run left, or may have left
	Before string   `json:"before"`
	Exact  bool     `json:"exact,omitzero"` // an invisible difference counts (of a plan)
	Whole  bool     `json:"whole,omitzero"` // it is written with the others that are, or not at all
}

// editRange is an entry of edits.
type editRange struct {
	first, n int
	place    int64
}

// PutBack makes an entry of up to MostRows edits, of an undo or of an approved plan.
func PutBack(place int64, entries []importer.Entry) Entry {
	e := Entry{Place: place, Kind: Edits}
	for _, u := range entries {
		x := edit{Line: u.Row.Line, Key: u.Edit.Key, ID: u.Locator.ID, Name: u.Name, Number: u.Number, ETag: string(u.Pending.ETag)}
		if !u.Pending.Until.IsZero() {
			x.Until = milliseconds(u.Pending.Until)
		}
		if x.Planned = u.Baseline == nil; x.Planned {
			x.plan(u)
		}
		for i := range u.Baseline {
			x.Fields = append(x.Fields, restore{Field: u.Edit.Values[i].Field, Holds: u.Baseline[i].Texts, Before: u.Edit.Values[i].Text})
		}
		e.edits = append(e.edits, x)
	}
	return e
}

func (x edit) entry(seq int) importer.Entry {
	e := importer.Entry{
		FieldByField: true, Row: importer.Row{Seq: seq, Line: x.Line}, Locator: importer.Locator{ID: x.ID}, Name: x.Name, Number: x.Number,
		Edit: mapping.Edit{Key: x.Key}, Pending: importer.Pending{ETag: importer.ETag(x.ETag)},
	}
	if x.Until != 0 {
		e.Pending.Until = moment(x.Until)
	} else {
		e.Pending.Until = time.Time{}
	}
	if x.Planned {
		return x.planned(e)
	}
	for _, f := range x.Fields {
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: f.Field, Text: f.Before})
		e.Edit.Exact = append(e.Edit.Exact, f.Field) // as Undo.Entry says
		e.Baseline = append(e.Baseline, importer.Expectation{Field: f.Field, Texts: f.Holds})
	}
	return e
}

// editRows is how many edits there are.
func (v *View) editRows() int {
	if len(v.edits) == 0 {
		return 0
	}
	last := v.edits[len(v.edits)-1]
	return last.first + last.n
}

// editAt reads the edit of a position.
func (v *View) editAt(seq int) (edit, error) {
	i := sort.Search(len(v.edits), func(i int) bool { return v.edits[i].first > seq }) - 1
	e, err := v.read(v.edits[i].place)
	if err != nil {
		return edit{}, err
	}
	if n := seq - v.edits[i].first; n < len(e.edits) {
		return e.edits[n], nil
	}
	return edit{}, fmt.Errorf("%w: entry %d has no row %d", importer.ErrDamaged, e.Place, seq)
}

// Entries returns up to n entries of an undo from a position.
func (v *View) Entries(from, n int) ([]importer.Entry, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	var entries []importer.Entry
	for seq := from; seq < min(from+n, v.editRows()); seq++ {
		x, err := v.editAt(seq)
		if err != nil {
			return nil, err
		}
		entries = append(entries, x.entry(seq))
	}
	return slices.Clip(entries), nil
}

// notReached is a row of an undo that the run never came to.
func (v *View) notReached(seq int) (importer.Outcome, error) {
	x, err := v.editAt(seq)
	return importer.Outcome{
		Seq: seq, Line: x.Line, Key: x.Key, ID: x.ID, Name: x.Name, Number: x.Number,
		Status: importer.NotAttempted, Code: "stopped", Message: importer.NotAttemptedMessage(),
	}, err
}
