package journal

import (
	"fmt"
	"hash/maphash"
	"sync"

	"bcimport/importer"
)

// Source gives the bytes of the entry at a place. It is not asked twice at once.
type Source func(place int64) ([]byte, error)

// View folds a log: it answers what the core, the reports and an undo ask of a run.
// A store gives it every entry once it is durable (Add). What is asked by row or
// record is found by an index of a few bytes a row: an empty log's is kept current,
// and that of one that is opened again is made when it is first asked for.
//
// It is safe for concurrent use, but for the making of entries, which a store does
// one after another.
type View struct {
	source Source
	coder  *Coder

	mu      sync.Mutex
	last    int64 // place of the last entry
	marker  marker
	index   index
	indexed bool
	records *records                // nil until it is asked for
	open    map[int]importer.Intent // that this process recorded, and whose ends it did not
	edits   []editRange
	cache   cache
}

// mostOpen is more than the rows that are under way at a time.
const mostOpen = 1 << 14

// NewView makes the view of a log that has entries up to the place last.
func NewView(coder *Coder, last int64, source Source) *View {
	return &View{
		source: source, coder: coder, last: last, marker: marker{maphash.MakeSeed()}, index: newIndex(), indexed: last == 0,
		open: map[int]importer.Intent{}, cache: cache{held: map[int64]*Entry{}},
	}
}

// Last returns the place of the last entry.
func (v *View) Last() int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last
}

// Intend makes an entry of up to MostRows intents.
func (v *View) Intend(place int64, intents []importer.Intent) (Entry, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return Entry{}, err
	}
	before := func(i int) ref { return v.index.of(intents[i].Seq).ref }
	return Entry{Place: place, Kind: Intents, groups: []*columns{intentColumns(place, intents, before)}, intents: intents}, nil
}

// Record makes an entry of up to MostRows outcomes.
func (v *View) Record(place int64, outcomes []importer.Outcome) (Entry, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return Entry{}, err
	}
	e := Entry{Place: place, Kind: Outcomes}
	asPlanned, others := make([]importer.Outcome, 0, len(outcomes)), []importer.Outcome(nil)
	for _, o := range outcomes {
		intended, err := v.asIntended(o)
		if err != nil {
			return e, err
		}
		if intended {
			asPlanned = append(asPlanned, o)
		} else {
			others = append(others, o)
		}
	}
	row := 0
	for _, group := range [][]importer.Outcome{asPlanned, others} {
		if len(group) == 0 {
			continue
		}
		c, err := outcomeColumns(place, row, group, len(e.groups) == 0 && len(asPlanned) > 0, func(i int) ref { return v.index.of(group[i].Seq).ref })
		if err != nil {
			return e, fmt.Errorf("encode message: %w", err)
		}
		e.groups = append(e.groups, c)
		row += len(group)
	}
	return e, nil
}

// asIntended reports whether an outcome is what the row's latest record, its intent,
// set out to do.
func (v *View) asIntended(o importer.Outcome) (bool, error) {
	if o.Status != importer.Updated {
		return false, nil
	}
	in, known := v.open[o.Seq]
	if s := v.index.of(o.Seq); !known && s.open() {
		var err error
		if in, err = v.intent(s.ref); err != nil {
			return false, err
		}
		known = true
	}
	return known && asIntended(o, in), nil
}

// Add takes an entry that is durable. Entries come in the order of their places.
func (v *View) Add(e Entry) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = e.Place
	switch e.Kind {
	case Intents:
		if len(v.open) > mostOpen {
			clear(v.open) // they are read from the log then
		}
		for _, in := range e.intents {
			v.open[in.Seq] = in
		}
	case Outcomes:
		for _, c := range e.groups {
			for _, seq := range c.positions {
				delete(v.open, seq)
			}
		}
	case Forget:
		v.indexed = false
	}
	if v.indexed {
		v.take(&e)
	}
}

// makeIndex reads the log where that has not been done yet.
func (v *View) makeIndex() error {
	if v.indexed {
		return nil
	}
	v.index, v.records, v.edits = newIndex(), nil, nil
	for place := int64(1); place <= v.last; place++ {
		e, err := v.read(place)
		if err != nil {
			return err
		}
		if e.Kind == Forget {
			if err := v.forget(); err != nil {
				return err
			}
		}
		v.take(e)
	}
	v.indexed = true
	return nil
}

// take puts the rows of an entry into the index.
func (v *View) take(e *Entry) {
	if e.Kind == Edits {
		v.edits = append(v.edits, editRange{v.editRows(), len(e.edits), e.Place})
	}
	row := 0
	for _, c := range e.groups {
		for i, seq := range c.positions {
			s := c.standing(e, row, i)
			row++
			if s.mark = v.marker.mark(at(c.ID, i)); c.AsIntended {
				s.mark = v.index.of(seq).mark
			}
			v.place(seq, s)
		}
	}
}

// standing is what a row of an entry says of it, but for the mark.
func (c *columns) standing(e *Entry, row, i int) standing {
	s := standing{ref: ref{e.Place, row}, changed: true}
	switch {
	case c.AsIntended:
		s.status = importer.Updated
	case e.Kind == Outcomes:
		s.status = importer.Status(at(c.Status, i))
		s.changed = c.Changes.count(i) > 0
	}
	return s
}

func (v *View) place(seq int, s standing) {
	before := v.index.of(seq).mark
	if before != 0 && before != s.mark {
		v.records = nil // it is ordered by marks
	}
	v.index.set(seq, s)
	if v.records != nil && before == 0 && s.mark != 0 {
		v.records.add(seq)
	}
}

// forget drops all outcomes.
func (v *View) forget() error {
	for seq := v.index.next(0); seq < v.index.rows; seq = v.index.next(seq + 1) {
		s := v.index.of(seq)
		if s.ref.place == 0 || s.open() {
			continue
		}
		last, err := v.lastIntent(s.ref)
		if err != nil {
			return err
		}
		s = standing{ref: last, mark: s.mark, changed: true}
		if last.place == 0 {
			s = standing{}
		}
		v.index.set(seq, s)
	}
	v.records = nil
	return nil
}

// byRecord makes the index of records where that has not been done yet.
func (v *View) byRecord() *records {
	if v.records == nil {
		v.records = &records{mark: v.index.mark}
		for seq := v.index.next(0); seq < v.index.rows; seq = v.index.next(seq + 1) {
			if s := v.index.of(seq); s.mark != 0 {
				v.records.add(seq)
			}
		}
	}
	return v.records
}

// Check reads the whole log. The error is importer.ErrDamaged, or one of the source.
func (v *View) Check() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.indexed = false
	return v.makeIndex()
}
