package journal

import (
	"fmt"
	"slices"

	"bcimport/importer"
)

// find returns the columns that hold a row, and where in them.
func (v *View) find(r ref) (*Entry, *columns, int, error) {
	if r.place < 1 || r.place > v.last {
		return nil, nil, 0, fmt.Errorf("%w: a row refers to entry %d", importer.ErrDamaged, r.place)
	}
	e, err := v.read(r.place)
	if err != nil {
		return nil, nil, 0, err
	}
	c, i := e.at(r.row)
	if c == nil {
		return nil, nil, 0, fmt.Errorf("%w: entry %d has no row %d", importer.ErrDamaged, r.place, r.row)
	}
	return e, c, i, nil
}

// lastIntent finds the row's latest intent at or before a record of it; nowhere if
// there is none.
func (v *View) lastIntent(r ref) (ref, error) {
	for r.place > 0 {
		e, c, i, err := v.find(r)
		if err != nil || e.Kind == Intents {
			return r, err
		}
		r = c.before(r.place, r.row, i)
	}
	return ref{}, nil
}

// intent reads an intent.
func (v *View) intent(r ref) (importer.Intent, error) {
	_, c, i, err := v.find(r)
	if err != nil {
		return importer.Intent{}, err
	}
	return c.intent(i), nil
}

// intents are all that a row's records up to one hold, the latest first, with numbers
// that grow in the order in which the run wrote. One that was recorded again under its
// number did not go out.
func (v *View) intents(r ref) (list []importer.Intent, order []int64, err error) {
	for {
		if r, err = v.lastIntent(r); err != nil || r.place == 0 {
			return list, order, err
		}
		_, c, i, err := v.find(r)
		if err != nil {
			return nil, nil, err
		}
		in := c.intent(i)
		if !slices.ContainsFunc(list, func(later importer.Intent) bool { return later.Attempt == in.Attempt }) {
			list, order = append(list, in), append(order, r.place*MostRows+int64(r.row))
		}
		r = c.before(r.place, r.row, i)
	}
}

// outcome reads a row's outcome.
func (v *View) outcome(r ref) (importer.Outcome, error) {
	_, c, i, err := v.find(r)
	if err != nil {
		return importer.Outcome{}, err
	}
	var intent *importer.Intent
	if c.AsIntended {
		in, err := v.intent(c.before(r.place, r.row, i))
		if err != nil {
			return importer.Outcome{}, err
		}
		intent = &in
	}
	o, err := c.outcome(i, intent)
	if err != nil {
		err = fmt.Errorf("%w: message of row %d: %w", importer.ErrDamaged, o.Seq, err)
	}
	return o, err
}

// read gives the entry at a place.
func (v *View) read(place int64) (*Entry, error) {
	if e := v.cache.held[place]; e != nil {
		return e, nil
	}
	data, err := v.source(place)
	if err != nil {
		return nil, err
	}
	e, err := v.coder.Decode(place, data)
	if err == nil {
		v.cache.hold(e)
	}
	return e, err
}

// cache holds the entries that were read last: a row's intent and its outcome stand
// not far from each other, and rows in about the input's order.
type cache struct {
	held  map[int64]*Entry
	order []int64
	next  int
}

const mostHeld = 64

func (c *cache) hold(e *Entry) {
	if len(c.order) < mostHeld {
		c.order = append(c.order, e.Place)
	} else {
		delete(c.held, c.order[c.next])
		c.order[c.next] = e.Place
		c.next = (c.next + 1) % mostHeld
	}
	c.held[e.Place] = e
}
