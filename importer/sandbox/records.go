package sandbox

import (
	"fmt"
	"net/http"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
	"bcimport/importer/sandbox/sets"
	"bcimport/importer/sandbox/statefile"
)

// Setup is how Business Central is set up, where that decides what a write does.
type Setup = records.Setup

// ParseSetup reads a list like page-order,round-prices.
func ParseSetup(text string) (Setup, error) { return records.ParseSetup(text) }

func makeCatalog(c Config, companyContacts []contact) *sets.Catalog {
	return sets.New(sets.Config{
		Seed: c.Seed, Items: c.Items, Customers: customersOf(c.Seed, companyContacts), Made: seedTime(),
		ETag: func(set, index int, version uint32) string {
			return eTagOf(c.Seed, tagOfRecords+tagOf(set), index, version)
		},
	})
}

func (s *Server) operateRecords(x *exchange, t *records.Table) answer {
	switch {
	case x.method == http.MethodGet:
		return s.readRecords(x, t)
	case !x.at.keyed || !isWrite(x.method) || !t.Schema.Updatable:
		return methodNotAllowed(x).answer()
	default:
		return s.patchRecord(x, t)
	}
}

// readRecords serves a list of records or one of them.
func (s *Server) readRecords(x *exchange, t *records.Table) answer {
	q, err := odata.ParseQuery(x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	plain := x.header.Get("Data-Access-Intent") != "ReadWrite"
	if plain {
		s.stats.add(func(st *Stats) { st.PlainReads++ })
	}
	if !x.snapshot() {
		s.contacts.mu.RLock()
		defer s.contacts.mu.RUnlock()
	}
	context := x.base + "/$metadata#companies(" + x.at.company + ")/" + t.Schema.Set
	if !x.at.keyed {
		body, err := s.recordView(x, t, plain).List(q, context, x.link())
		return listAnswer(body, q, err)
	}
	i, refused := s.recordAt(x, t)
	if refused != nil {
		return refused.answer()
	}
	chosen, err := t.Set.Selection(q)
	if err != nil {
		return errorAnswer(err)
	}
	return jsonAnswer(t.Set.Record(shownRecord(x, t, s.contacts.recordAsRead(t, i, plain)), context+"/$entity", chosen))
}

func (s *Server) recordView(x *exchange, t *records.Table, replica bool) odata.View[records.Record] {
	size := t.Len()
	if !s.inFirstCompany(x) {
		size = 0
	}
	swapped := false
	return odata.View[records.Record]{
		Set: t.Set, Size: size,
		At: func(i int) *records.Record {
			if i >= size {
				return nil
			}
			return s.contacts.recordAsRead(t, i, replica)
		},
		Find: t.FindAll,
		Show: func(r *records.Record) *records.Record {
			if swapped { // only the first record of a page is another one
				return r
			}
			swapped = true
			return shownRecord(x, t, r)
		},
	}
}

// recordAt finds the record that a URL's key names. The caller holds the lock.
func (s *Server) recordAt(x *exchange, t *records.Table) (int, *refusal) {
	if _, ok := odata.ParseGUID(x.at.key); !ok {
		return 0, badRequest("Bad Request - Error in query syntax: the key '%s' is not an Edm.Guid.", x.at.key)
	}
	i, found := t.FindID(x.at.key)
	if !found || !s.inFirstCompany(x) {
		return 0, notFound(x.at.set)
	}
	return i, nil
}

// shownRecord returns r itself or, under the fault OtherContact, the next one.
func shownRecord(x *exchange, t *records.Table, r *records.Record) *records.Record {
	if x.fault.Kind != OtherContact {
		return r
	}
	return t.At((r.Index + 1) % t.Len())
}

// recordAsRead returns the record as a reader sees it, as asRead does.
func (s *store) recordAsRead(t *records.Table, i int, replica bool) *records.Record {
	r := t.At(i)
	if replica && s.lag > 0 && r.Before != nil && s.now().Sub(r.Modified) < s.lag {
		return r.Before
	}
	return r
}

// patchRecord serves a PATCH of one record, in the order of patchContact.
func (s *Server) patchRecord(x *exchange, t *records.Table) answer {
	chosen, err := odata.Chosen(t.Set, x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	properties, bodyErr := odata.ParseBody(x.body)

	if !x.snapshot() {
		s.contacts.mu.Lock()
		defer s.contacts.mu.Unlock()
	}
	i, refused := s.recordAt(x, t)
	if refused != nil {
		return refused.answer()
	}
	here := place{t.Name, i}
	if x.fault.before {
		s.contacts.afterTransaction(here, func() { s.editRecord(t, i, x.fault.random, OtherUser) })
	}
	if x.fault.after {
		defer s.contacts.afterTransaction(here, func() { s.editRecord(t, i, x.fault.random>>8, OtherUserAfter) })
	}
	if x.fault.Kind == Locked {
		return locked(t.Schema.Table).answer()
	}
	if refused := s.checkIfMatch(x.header.Values("If-Match"), t.Set.ETag(t.At(i))); refused != nil {
		return refused.answer()
	}
	if bodyErr != nil {
		return errorAnswer(bodyErr)
	}
	d := t.NewDraft(i, s.config.Setup)
	if refused := d.Apply(properties); refused != nil {
		return errorAnswer(refused)
	}
	if err := s.contacts.changeRecord(d, x.user); err != nil {
		return errorAnswer(err)
	}
	s.countWrite(x)
	context := x.base + "/$metadata#companies(" + x.at.company + ")/" + t.Schema.Set + "/$entity"
	return jsonAnswer(t.Set.Record(shownRecord(x, t, t.At(i)), context, chosen))
}

// editRecord makes another user's edit. The caller holds the lock.
func (s *Server) editRecord(t *records.Table, i int, random uint64, kind FaultKind) {
	s.stats.add(func(st *Stats) { st.Faults[kind]++ })
	// An error here is one of the state file, which the PATCH itself will meet.
	_ = s.contacts.changeRecord(t.EditAtRandom(i, random), OtherUserName)
}

// changeRecord carries out a draft and what follows from it, as change does for a contact.
func (s *store) changeRecord(d *records.Draft, by string) error {
	if err := s.putDraft(d, by); err != nil {
		return err
	}
	if s.keepWrites {
		s.log(s.txOf(by), recordWrite(d, by))
	}
	for _, follows := range s.typed.Follow(d) {
		if err := s.putDraft(follows, by); err != nil {
			return err
		}
	}
	if d.Table.Name == "customers" {
		return s.copyCustomer(d, by)
	}
	return nil
}

// copyCustomer hands what was written to a customer on to its company contact and, where
// so set up, to the persons who work there: their eTags move.
func (s *store) copyCustomer(d *records.Draft, by string) error {
	firm := s.persons + d.New.Index
	if firm >= len(s.contacts) {
		return nil
	}
	if !d.Setup.CopyToPersons {
		return s.change(firm, nil, by)
	}
	for i := range s.contacts {
		if s.contacts[i].customer == s.contacts[firm].customer {
			if err := s.change(i, nil, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// renameCustomer gives the contacts of a customer its name.
func (s *store) renameCustomer(r *records.Record) {
	if firm := s.persons + r.Index; firm < len(s.contacts) {
		name := s.typed.Named("customers").Value(r, "displayName")
		s.contacts[firm].customer.name, s.contacts[firm].name = name, name
	}
}

// txOf returns the transaction that a user's writes are part of: the other user's never are.
func (s *store) txOf(by string) *transaction {
	if by == OtherUserName {
		return nil
	}
	return s.tx
}

func (s *store) putDraft(d *records.Draft, by string) error {
	d.Finish(s.now(), s.lag > 0)
	line := statefile.Write{Table: d.Table.Name, Index: d.New.Index, Version: d.New.Version, At: d.New.Modified, Set: d.Changes()}
	if tx := s.txOf(by); tx != nil {
		tx.record(line, d.Revert)
	} else if err := s.persist(line); err != nil {
		return err
	}
	d.Table.Put(d.New)
	return nil
}

func (s *store) replayRecord(line statefile.Write) error {
	t := s.typed.Named(line.Table)
	if t == nil || !t.Replay(line.Index, line.Version, line.At, line.Set) {
		return fmt.Errorf("there is no record %d of %s with such fields", line.Index, line.Table)
	}
	return nil
}

// findRecord finds a record by its id, number or code.
func (s *store) findRecord(set, key string) (t *records.Table, i int, found bool) {
	if t = s.typed.Named(set); t == nil {
		return nil, 0, false
	}
	if i, found = t.FindID(key); !found {
		i, found = t.FindNumber(key)
	}
	return t, i, found
}

func recordWrite(d *records.Draft, by string) Write {
	t := d.Table
	w := Write{
		Set: t.Name, ID: t.ID(&d.New), Number: t.Number(&d.New), By: by,
		ETagBefore: t.Set.ETag(d.Old), ETagAfter: t.Set.ETag(&d.New), At: d.New.Modified,
	}
	for _, name := range d.Named() {
		w.Fields = append(w.Fields, Change{Field: name, Before: t.Value(d.Old, name), After: t.Value(&d.New, name)})
	}
	return w
}
