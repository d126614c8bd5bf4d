package sandbox

import (
	"fmt"

	"bcimport/importer/sandbox/statefile"
)

// transaction is what a batch under Isolation: snapshot has written so far. The
// lock of the store is held from its beginning to its end.
type transaction struct {
	before map[int]contact   // the contacts written, as they were
	lines  []statefile.Write // for the state file, one a write
	writes []Write
	later  []func() // other users' edits that wait for the end
}

// begin holds the store's lock until end.
func (s *store) begin() {
	s.mu.Lock()
	s.tx = &transaction{before: map[int]contact{}}
}

// end keeps what the transaction wrote or puts everything back, and lets go of
// the lock. It returns the number of writes kept. An eTag that was given out for a
// write put back is not given out again.
func (s *store) end(keep bool) (int, error) {
	defer s.mu.Unlock()
	tx := s.tx
	s.tx = nil
	var err error
	if keep && s.state != nil {
		err = s.state.Append(tx.lines...)
	}
	if !keep || err != nil {
		for i, before := range tx.before {
			before.issued = s.contacts[i].issued
			s.put(i, before)
		}
		tx.writes, tx.lines = nil, nil
	}
	for _, w := range tx.writes {
		s.log(nil, w)
	}
	for _, edit := range tx.later {
		edit()
	}
	if err != nil {
		return 0, fmt.Errorf("end the transaction: %w", err)
	}
	return len(tx.lines), nil
}

// record remembers a write, and what its contact was before the first one.
func (tx *transaction) record(line statefile.Write, old *contact) {
	tx.lines = append(tx.lines, line)
	if _, noted := tx.before[line.Index]; !noted {
		tx.before[line.Index] = *old
	}
}

// afterTransaction calls edit now or, where the transaction under way has written
// the contact, at its end: until then it is locked to others.
func (s *store) afterTransaction(i int, edit func()) {
	if s.tx != nil {
		if _, written := s.tx.before[i]; written {
			s.tx.later = append(s.tx.later, edit)
			return
		}
	}
	edit()
}
