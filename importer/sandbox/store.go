package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// store holds the contacts. One lock guards them all: an operation holds it for
// microseconds.
type store struct {
	seed       uint64
	persons    int
	lag        time.Duration
	keepWrites bool
	now        func() time.Time
	customers  *entitySet[contact] // the set customerContacts
	all        *entitySet[contact] // the set contacts

	mu       sync.RWMutex
	contacts []contact // persons first, in the order of their numbers
	byID     map[guid]int
	state    *stateFile // nil where nothing is kept
	writes   []Write
}

func openStore(c Config) (*store, error) {
	s := &store{
		seed: c.Seed, persons: c.Contacts, lag: c.ReplicaLag, keepWrites: c.KeepWrites, now: c.Now,
		customers: customerContacts(c.Seed), all: allContacts(c.Seed),
		contacts: makeContacts(c.Seed, c.Contacts),
	}
	s.byID = make(map[guid]int, len(s.contacts))
	for i := range s.contacts {
		s.byID[s.contacts[i].id] = i
	}
	if c.StateFile == "" {
		return s, nil
	}
	var err error
	s.state, err = openState(c.StateFile, stateHead{Sandbox: 1, Seed: c.Seed, Contacts: c.Contacts}, s.replay)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// replay brings back one write of an earlier Server.
func (s *store) replay(line stateLine) error {
	if line.Index < 0 || line.Index >= len(s.contacts) {
		return fmt.Errorf("there is no contact %d", line.Index)
	}
	c := &s.contacts[line.Index]
	for field, value := range line.Set {
		if err := c.set(field, value); err != nil {
			return err
		}
	}
	c.version, c.modified = line.Version, line.At
	return nil
}

// find returns the position of a contact by its id.
func (s *store) find(id guid) (int, bool) {
	i, found := s.byID[id]
	return i, found
}

// findKey returns the position of a contact by its id or its number.
func (s *store) findKey(key string) (int, bool) {
	if id, ok := parseGUID(key); ok {
		return s.find(id)
	}
	return s.findNumber(key)
}

// findNumber reads a number as Business Central reads a Code: without outer
// blanks, in upper case.
func (s *store) findNumber(number string) (int, bool) {
	number = strings.ToUpper(strings.TrimSpace(number))
	prefix, first := "CONT", 0
	if strings.HasPrefix(number, "COMP") {
		prefix, first = "COMP", s.persons
	}
	n, err := strconv.Atoi(strings.TrimPrefix(number, prefix))
	i := first + n - 1
	if err != nil || i < 0 || i >= len(s.contacts) || s.contacts[i].number != number {
		return 0, false
	}
	return i, true
}

// seen returns the contact as a reader sees it: a lagging replica shows it as it
// was before a young write.
func (s *store) seen(i int, replica bool) *contact {
	c := &s.contacts[i]
	if replica && s.lag > 0 && c.before != nil && s.now().Sub(c.modified) < s.lag {
		return c.before
	}
	return c
}

// change writes fields of a contact for a user, first to the state file. The
// eTag moves with every call, an empty one too. The caller holds the lock.
func (s *store) change(i int, set map[string]string, by string) error {
	c := &s.contacts[i]
	old := *c
	next := *c
	next.before = nil
	for field, value := range set {
		if err := next.set(field, value); err != nil {
			return err
		}
	}
	next.version++
	next.modified = s.now()
	if s.state != nil {
		line := stateLine{Index: i, Version: next.version, At: next.modified, Set: set}
		if err := s.state.append(line); err != nil {
			return err
		}
	}
	if s.lag > 0 {
		old.before = nil
		next.before = &old
	}
	*c = next
	if s.keepWrites {
		s.writes = append(s.writes, s.newWrite(&old, c, set, by))
	}
	return nil
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == nil {
		return nil
	}
	err := s.state.close()
	s.state = nil
	return err
}
