// Package records lets several screens of one program look at the records of runs, each of
// which is held by one at a time. Start with Share.
package records

import (
	"path/filepath"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// patience is how long a record that is being read is waited for.
const patience = 10 * time.Second

// Share returns a store in which whoever opens a record waits until it is no longer read. A
// record whose run is under way is in use, as it is for another process. The store is safe
// for concurrent use, as far as it itself is.
func Share(s runs.Store) runs.Store { return &store{Store: s, held: map[string]*hold{}} }

type store struct {
	runs.Store

	mu   sync.Mutex
	held map[string]*hold // by run folder
}

// hold is a record that somebody in this program has opened.
type hold struct {
	free    chan struct{} // closed when it is closed
	working chan struct{} // closed when its run goes on
}

// Open opens a record, as runs.Store says.
func (s *store) Open(folder string) (runs.Record, error) {
	key := folder
	if path, err := filepath.Abs(folder); err == nil {
		key = path
	}
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		mine, other := s.take(key)
		if other == nil {
			return s.open(folder, key, mine)
		}
		select {
		case <-other.free:
		case <-other.working:
			return nil, importer.ErrInUse
		case <-timeout.C:
			return nil, importer.ErrInUse
		}
	}
}

// take takes hold of a folder, or returns who has.
func (s *store) take(key string) (mine, other *hold) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if other = s.held[key]; other != nil {
		return nil, other
	}
	mine = &hold{make(chan struct{}), make(chan struct{})}
	s.held[key] = mine
	return mine, nil
}

func (s *store) open(folder, key string, mine *hold) (runs.Record, error) {
	release := sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.held, key)
		close(mine.free)
	})
	r, err := s.Store.Open(folder)
	if err != nil {
		release()
		return nil, err
	}
	return &record{r, release, sync.OnceFunc(func() { close(mine.working) })}, nil
}

// opened is a record under a name that none of its methods has.
type opened interface{ runs.Record }

// record is an open record that others may wait for.
type record struct {
	opened
	release func()
	working func()
}

// Begin takes up the run: from now on nobody waits for the record.
func (r *record) Begin(spent func() importer.Spent) error {
	r.working()
	return r.opened.Begin(spent)
}

// Close closes the record and lets others open it.
func (r *record) Close() error {
	defer r.release()
	return r.opened.Close()
}
