package journal

import (
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

// Unfinished returns what is recorded of the rows at n positions; nil for a row of which
// nothing is.
func (v *View) Unfinished(from, n int) ([]*importer.Unfinished, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	left := make([]*importer.Unfinished, n)
	for i := range left {
		var err error
		if left[i], err = v.left(from + i); err != nil {
			return nil, err
		}
	}
	return left, nil
}

func (v *View) left(seq int) (*importer.Unfinished, error) {
	s := v.index.of(seq)
	if s.ref.place == 0 {
		return nil, nil
	}
	l := &importer.Unfinished{Seq: seq}
	at, err := v.lastIntent(s.ref)
	if err == nil && at.place > 0 {
		l.Last = new(importer.Intent)
		*l.Last, err = v.intent(at)
		l.Last.Raw = nil // not needed to go on
	}
	if err != nil {
		return nil, err
	}
	if s.open() {
		in := l.Last
		l.ID, l.Attempts, l.ETagBefore, l.ETagAfter, l.Open, l.Applied = in.ID, in.Attempt, in.ETag, in.AppliedETag, true, in.Applied
		l.MovedFrom = in.MovedFrom
		return l, nil
	}
	o, err := v.outcome(s.ref)
	l.Status, l.ID, l.Attempts, l.ETagBefore, l.ETagAfter, l.Name, l.Number = o.Status, o.ID, o.Attempts, o.ETagBefore, o.ETagAfter, o.Name, o.Number
	for _, c := range o.Changes {
		l.Open = l.Open || c.Open
		if !c.Open {
			l.Applied = append(l.Applied, c)
		}
	}
	switch {
	case l.Open && l.Last != nil:
		l.MovedFrom = l.Last.MovedFrom
	case o.OwnMove:
		l.MovedFrom = o.ETagBefore
	}
	return l, err
}

// Later fills in the fields that later successful rows of the same record set.
func (v *View) Later(rows []*importer.Unfinished) error {
	later := func(l *importer.Unfinished) func(standing, int) bool {
		return func(s standing, seq int) bool { return seq > l.Seq && s.status.Result() == "success" }
	}
	for _, l := range rows {
		ended, err := v.rowsOf(l.ID, later(l))
		if err != nil {
			return err
		}
		for _, o := range ended {
			for _, field := range o.Sets {
				if !slices.Contains(l.Later, field) {
					l.Later = append(l.Later, field)
				}
			}
		}
	}
	return nil
}

// Written returns what ended rows did, or would do, to each of the records.
func (v *View) Written(ids []string) ([][]importer.Written, error) {
	written := make([][]importer.Written, len(ids))
	for i, id := range ids {
		ended, err := v.rowsOf(id, func(s standing, _ int) bool { return s.changed && s.status != "" })
		if err != nil {
			return nil, err
		}
		for _, o := range ended {
			w := importer.Written{Changes: o.Changes}
			if o.OwnMove {
				w.ETagBefore, w.ETagAfter = o.ETagBefore, o.ETagAfter
			}
			written[i] = append(written[i], w)
		}
	}
	return written, nil
}

// Planned returns what earlier rows of a dry run would leave in each record.
func (v *View) Planned(ids []string) ([][]mapping.Value, error) {
	planned := make([][]mapping.Value, len(ids))
	for i, id := range ids {
		ended, err := v.rowsOf(id, func(s standing, _ int) bool { return s.status == importer.WouldUpdate })
		if err != nil {
			return nil, err
		}
		for _, o := range ended {
			for _, c := range o.Changes {
				planned[i] = append(planned[i], mapping.Value{Field: c.Field, Text: c.After})
			}
		}
	}
	return planned, nil
}

// rowsOf returns the outcomes of a record's rows that are wanted, in input order.
func (v *View) rowsOf(id string, wanted func(s standing, seq int) bool) ([]importer.Outcome, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	mark := v.marker.mark(id)
	if mark == 0 {
		return nil, nil
	}
	var rows []importer.Outcome
	for _, seq := range v.byRecord().of(mark, nil) {
		s := v.index.of(seq)
		if !wanted(s, seq) {
			continue
		}
		o, err := v.outcome(s.ref)
		if err != nil {
			return nil, err
		}
		if sameID(o.ID, id) {
			rows = append(rows, o)
		}
	}
	return rows, nil
}

// sameID reports whether two ids are of one record: those that are no GUID are of type
// Code, which knows no case.
func sameID(a, b string) bool { return strings.EqualFold(a, b) }
