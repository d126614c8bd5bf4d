package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
	"bcimport/importer/sandbox/sets"
	"bcimport/importer/sandbox/statefile"
)

// store holds the contacts. One lock guards them all: an operation holds it for
// microseconds.
type store struct {
	seed       uint64
	persons    int
	lag        time.Duration
	keepWrites bool
	now        func() time.Time
	customers  *odata.EntitySet[contact] // the set customerContacts
	all        *odata.EntitySet[contact] // the set contacts

	mu       sync.RWMutex
	contacts []contact // persons first, in the order of their numbers
	byID     map[odata.GUID]int
	byEmail  *records.TextIndex
	typed    *sets.Catalog
	state    *statefile.File // nil where nothing is kept
	writes   []Write
	tx       *transaction // nil where none is under way
}

func openStore(c Config) (*store, error) {
	s := &store{
		seed: c.Seed, persons: c.Contacts, lag: c.ReplicaLag, keepWrites: c.KeepWrites, now: c.Now,
		customers: customerContacts(c.Seed), all: allContacts(c.Seed),
		contacts: makeContacts(c.Seed, c.Contacts),
	}
	s.typed = makeCatalog(c, s.contacts[c.Contacts:])
	s.byID = make(map[odata.GUID]int, len(s.contacts))
	s.byEmail = records.NewTextIndex(len(s.contacts))
	for i := range s.contacts {
		s.byID[s.contacts[i].id] = i
		s.byEmail.Add(s.contacts[i].email, i)
	}
	s.typed.Named("customers").Changed = s.renameCustomer
	if c.StateFile == "" {
		return s, nil
	}
	var err error
	s.state, err = statefile.Open(c.StateFile, statefile.Head{Sandbox: 1, Seed: c.Seed, Contacts: c.Contacts}, s.replay)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// replay brings back one write of an earlier Server.
func (s *store) replay(line statefile.Write) error {
	if line.Table != "" {
		return s.replayRecord(line)
	}
	if line.Index < 0 || line.Index >= len(s.contacts) {
		return fmt.Errorf("there is no contact %d", line.Index)
	}
	c := s.contacts[line.Index]
	for field, value := range line.Set {
		if err := c.set(field, value); err != nil {
			return err
		}
	}
	c.version, c.issued, c.modified = line.Version, line.Version, line.At
	s.put(line.Index, c)
	return nil
}

// find returns the position of a contact by its id.
func (s *store) find(id odata.GUID) (int, bool) {
	i, found := s.byID[id]
	return i, found
}

// findKey returns the position of a contact by its id or its number.
func (s *store) findKey(key string) (int, bool) {
	if id, ok := odata.ParseGUID(key); ok {
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

// findAll returns the positions of the contacts that have one of the values in a
// column, in no order, where there is an index for that.
func (s *store) findAll(column string, values []string, replica bool) (found []int, indexed bool) {
	switch {
	case column == "id":
		for _, value := range values {
			id, _ := odata.ParseGUID(value)
			if i, is := s.find(id); is {
				found = append(found, i)
			}
		}
	case column == "number":
		for _, value := range values {
			if i, is := s.findNumber(value); is {
				found = append(found, i)
			}
		}
	case column == "email" && !slices.Contains(values, "") && !(replica && s.lag > 0):
		for _, value := range values {
			found = s.byEmail.Find(value, found)
		}
	default:
		return nil, false
	}
	return found, true
}

// asRead returns the contact as a reader sees it: a lagging replica shows it as it
// was before a young write.
func (s *store) asRead(i int, replica bool) *contact {
	c := &s.contacts[i]
	if replica && s.lag > 0 && c.before != nil && s.now().Sub(c.modified) < s.lag {
		return c.before
	}
	return c
}

// change writes fields of a contact for a user, first to the state file or, where
// a transaction is under way, to that. The eTag moves with every call, an empty
// one too. The caller holds the lock.
func (s *store) change(i int, set map[string]string, by string) error {
	old, next := &s.contacts[i], s.contacts[i]
	next.before = nil
	for field, value := range set {
		if err := next.set(field, value); err != nil {
			return err
		}
	}
	next.issued++
	next.version = next.issued
	next.modified = s.now()
	if s.lag > 0 {
		stale := *old
		stale.before = nil
		next.before = &stale
	}
	tx := s.tx
	if by == OtherUserName {
		tx = nil // the other user has no part in it
	}
	line := statefile.Write{Index: i, Version: next.version, At: next.modified, Set: set}
	if tx != nil {
		before := *old
		tx.record(line, func() {
			before.issued = s.contacts[i].issued
			s.put(i, before)
		})
	} else if err := s.persist(line); err != nil {
		return err
	}
	if s.keepWrites {
		s.log(tx, s.newWrite(old, &next, set, by))
	}
	s.put(i, next)
	return nil
}

// persist makes a write durable.
func (s *store) persist(line statefile.Write) error {
	if s.state == nil {
		return nil
	}
	return s.state.Append(line)
}

// log numbers a write, or notes it for the end of a transaction.
func (s *store) log(tx *transaction, w Write) {
	if tx != nil {
		tx.writes = append(tx.writes, w)
		return
	}
	w.Seq = len(s.writes) + 1
	s.writes = append(s.writes, w)
}

// put replaces a contact.
func (s *store) put(i int, next contact) {
	if old := s.contacts[i].email; old != next.email {
		s.byEmail.Remove(old, i)
		s.byEmail.Add(next.email, i)
	}
	s.contacts[i] = next
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == nil {
		return nil
	}
	err := s.state.Close()
	s.state = nil
	return err
}
