package sandbox

import (
	"fmt"
	"slices"

	"bcimport/importer/sandbox/statefile"
)

// transaction is what a batch under Isolation: snapshot has written so far. The
// lock of the store is held from its beginning to its end.
type transaction struct {
	written map[place]bool
	undo    []func()          // puts back what was written, the last write first
	lines   []statefile.Write // for the state file, one a write
	writes  []Write
	count   int      // of the clients' writes
	later   []func() // other users' edits that wait for the end
}

// place is where a record is; the table of the contacts is "".
type place struct {
	table string
	index int
}

// begin holds the store's lock until end.
func (s *store) begin() {
	s.mu.Lock()
	s.tx = &transaction{written: map[place]bool{}}
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
		for _, undo := range slices.Backward(tx.undo) {
			undo()
		}
		tx.writes, tx.count = nil, 0
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
	return tx.count, nil
}

// record remembers a write, and how it is undone.
func (tx *transaction) record(line statefile.Write, undo func()) {
	tx.lines = append(tx.lines, line)
	tx.undo = append(tx.undo, undo)
	tx.written[place{line.Table, line.Index}] = true
}

// afterTransaction calls edit now or, where the transaction under way has written
// the record, at its end: until then it is locked to others.
func (s *store) afterTransaction(at place, edit func()) {
	if s.tx != nil && s.tx.written[at] {
		s.tx.later = append(s.tx.later, edit)
		return
	}
	edit()
}
