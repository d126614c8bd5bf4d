package journal

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"bcimport/importer"
)

// Known gives the rows of what is sought that have been recorded, whatever became of them, in
// no order. Like Past it reads the log once, and of entries before the first that is about
// the rows it reads no more than whether they are.
func (v *View) Known(s importer.Sought) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		found, err := v.seek(s)
		if err != nil {
			yield(importer.Outcome{}, err)
			return
		}
		for _, at := range found {
			o, _, err := v.timed(at)
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// Past gives what the run wrote to the records that are sought, or may have written, in the
// order in which it did. What a plan would write is none of it.
func (v *View) Past(s importer.Sought) iter.Seq2[importer.Past, error] {
	return func(yield func(importer.Past, error) bool) {
		writes, err := v.writes(s)
		if err != nil {
			yield(importer.Past{}, err)
			return
		}
		for _, w := range writes {
			p, err := v.past(w)
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// write is when a row changed its record; several of a row are told apart by their times.
type write struct {
	at  time.Time
	row standing
}

func (v *View) writes(s importer.Sought) ([]write, error) {
	found, err := v.seek(s)
	if err != nil {
		return nil, err
	}
	var writes []write
	for _, row := range found {
		if !row.written() {
			continue
		}
		o, times, err := v.timed(row)
		if err != nil {
			return nil, err
		}
		var known []time.Time
		for _, c := range o.Changes {
			if at := times(c.Field); !slices.Contains(known, at) {
				known = append(known, at)
				writes = append(writes, write{at, row})
			}
		}
	}
	slices.SortFunc(writes, func(a, b write) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.row.ref.place, b.row.ref.place), cmp.Compare(a.row.ref.row, b.row.ref.row))
	})
	return writes, nil
}

func (v *View) past(w write) (importer.Past, error) {
	o, times, err := v.timed(w.row)
	o.Changes = slices.DeleteFunc(o.Changes, func(c importer.Change) bool { return !times(c.Field).Equal(w.at) })
	return importer.Past{At: w.at, Outcome: o}, err
}

// timed is what a row did, and when it wrote each field last. A field that no write names
// changed with the row's first.
func (v *View) timed(row standing) (o importer.Outcome, times func(field string) time.Time, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	o, err = v.did(row)
	if err != nil {
		return o, nil, err
	}
	o.Changes = slices.Clone(o.Changes)
	intents, _, err := v.intents(row.ref)
	first := o.FinishedAt
	if len(intents) > 0 {
		first = intents[len(intents)-1].At
	}
	return o, func(field string) time.Time {
		for _, in := range intents { // the latest first
			if slices.ContainsFunc(in.Changes, func(c importer.Change) bool { return c.Field == field }) {
				return in.At
			}
		}
		return first
	}, err
}

// seek finds the latest records of the rows that are sought. A row is, if any of its records
// is: a name stands in its outcome alone.
func (v *View) seek(s importer.Sought) ([]standing, error) {
	found := map[int]standing{}
	needles := newNeedles(s)
	for place := int64(1); place <= v.Last(); place++ {
		if err := v.seekIn(place, s, needles, found); err != nil {
			return nil, err
		}
	}
	return slices.Collect(maps.Values(found)), nil
}

// seekIn looks for rows in one entry. As long as none was found, one that cannot hold any is
// not taken apart.
func (v *View) seekIn(place int64, s importer.Sought, n *needles, found map[int]standing) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(found) == 0 && n.canTell() {
		data, err := v.source(place)
		if err != nil {
			return err
		}
		if there, err := n.in(v.coder, place, data); err != nil || !there {
			return err
		}
	}
	e, err := v.read(place)
	if err != nil {
		return err
	}
	if e.Kind == Forget {
		return v.forgetFound(found)
	}
	row := 0
	for _, c := range e.groups {
		for i, seq := range c.positions {
			_, known := found[seq]
			if known || s.Takes(at(c.Key, i), at(c.ID, i), at(c.Name, i), at(c.Number, i)) {
				found[seq] = c.standing(e, row, i)
			}
			row++
		}
	}
	return nil
}

// forgetFound drops the outcomes of rows that were found.
func (v *View) forgetFound(found map[int]standing) error {
	for seq, s := range found {
		last, err := v.lastIntent(s.ref)
		if err != nil {
			return err
		}
		if delete(found, seq); last.place > 0 {
			found[seq] = standing{ref: last, changed: true}
		}
	}
	return nil
}
