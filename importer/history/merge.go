package history

import (
	"context"
	"iter"
	"slices"

	"bcimport/importer"
)

// merge puts the changes of runs into the order of time. A run is opened when its beginning
// is reached, and closed with its last change.
type merge struct {
	*Search
	ctx    context.Context
	sought importer.Sought
	runs   []candidate // that are still to be opened
	open   []*part
}

// part is a run that is open, with what comes next of it.
type part struct {
	candidate
	record Record
	from   *Origin
	next   func() (importer.Past, error, bool)
	stop   func()
	head   []Change
}

// next is the change that comes next.
func (m *merge) next() (Change, bool, error) {
	for {
		if err := m.ctx.Err(); err != nil {
			return Change{}, false, err
		}
		first := m.first()
		if len(m.runs) > 0 && (first == nil || !m.runs[0].began.After(first.head[0].At)) {
			m.begin(m.runs[0])
			m.runs = m.runs[1:]
			continue
		}
		if first == nil {
			return Change{}, false, m.ctx.Err()
		}
		c := first.head[0]
		if first.head = first.head[1:]; len(first.head) == 0 {
			m.advance(first)
		}
		return c, true, nil
	}
}

// first is the open run whose change comes next; nil where none is open.
func (m *merge) first() (first *part) {
	for _, p := range m.open {
		if first == nil || p.head[0].At.Before(first.head[0].At) {
			first = p
		}
	}
	return first
}

func (m *merge) begin(c candidate) {
	record, err := c.run.Open(m.ctx)
	if err != nil {
		m.fail(c.run, err)
		return
	}
	p := &part{candidate: c, record: record}
	about, err := record.About()
	if err != nil {
		record.Close()
		m.fail(c.run, err)
		return
	}
	p.from = origin(c.run.Place, about)
	p.next, p.stop = iter.Pull2(record.Past(m.sought))
	m.open = append(m.open, p)
	m.advance(p)
}

// advance reads the next write of a run, and closes a run that has none.
func (m *merge) advance(p *part) {
	for len(p.head) == 0 {
		past, err, more := p.next()
		if err != nil {
			m.fail(p.run, unreadable(err))
		}
		if err != nil || !more {
			m.open = slices.DeleteFunc(m.open, func(o *part) bool { return o == p })
			p.close()
			return
		}
		p.head = changesOf(p.from, past)
	}
}

// fail tells of a run that was opened before.
func (m *merge) fail(r Run, err error) {
	if m.ctx.Err() == nil {
		m.searched--
		m.skip(r, err)
	}
}

func (p *part) close() {
	p.stop()
	_ = p.record.Close() // it was only read
}

func (m *merge) close() {
	for _, p := range m.open {
		p.close()
	}
	m.open = nil
}
