package sandbox

import (
	"net/http"
	"strconv"

	"bcimport/importer/sandbox/odata"
)

// companiesAnswer serves companies and companies(id).
func (s *Server) companiesAnswer(x *exchange) answer {
	if x.method != http.MethodGet {
		return methodNotAllowed(x).answer()
	}
	q, err := odata.ParseQuery(x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	set := allCompanies()
	if x.at.keyed {
		c, found := s.company(x.at.key)
		if !found {
			return notFound("companies").answer()
		}
		chosen, err := set.Selection(q)
		if err != nil {
			return errorAnswer(err)
		}
		return jsonAnswer(set.Record(c, x.base+"/$metadata#companies/$entity", chosen))
	}
	all := odata.View[company]{
		Set: set, Size: len(s.companies),
		At:   func(i int) *company { return &s.companies[i] },
		Find: func(string, []string) ([]int, bool) { return nil, false },
		Show: func(c *company) *company { return c },
	}
	body, err := all.List(q, x.base+"/$metadata#companies", x.link())
	return listAnswer(body, q, err)
}

// company finds a company by the key in a URL.
func (s *Server) company(key string) (*company, bool) {
	id, _ := odata.ParseGUID(key)
	for i := range s.companies {
		if s.companies[i].id == id {
			return &s.companies[i], true
		}
	}
	return nil, false
}

// readContacts serves a list of contacts or one of them.
func (s *Server) readContacts(x *exchange, set *odata.EntitySet[contact]) answer {
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
	context := x.base + "/$metadata#companies(" + x.at.company + ")/" + set.Name
	if !x.at.keyed {
		body, err := s.contactView(x, set, plain).List(q, context, x.link())
		return listAnswer(body, q, err)
	}
	i, refused := s.contactAt(x)
	if refused != nil {
		return refused.answer()
	}
	chosen, err := set.Selection(q)
	if err != nil {
		return errorAnswer(err)
	}
	c := s.shown(x, s.contacts.asRead(i, plain))
	return jsonAnswer(set.Record(c, context+"/$entity", chosen))
}

func (s *Server) contactView(x *exchange, set *odata.EntitySet[contact], replica bool) odata.View[contact] {
	size := len(s.contacts.contacts)
	if !s.inFirstCompany(x) {
		size = 0
	}
	swapped := false
	return odata.View[contact]{
		Set: set, Size: size,
		At: func(i int) *contact {
			c := s.contacts.asRead(i, replica)
			if i >= size || !visible(set.Name, c) {
				return nil
			}
			return c
		},
		Find: func(column string, values []string) ([]int, bool) {
			return s.contacts.findAll(column, values, replica)
		},
		Show: func(c *contact) *contact {
			if swapped { // only the first record of a page is another contact's
				return c
			}
			swapped = true
			return s.shown(x, c)
		},
	}
}

// contactAt finds the contact that a URL's key names. The caller holds the lock.
func (s *Server) contactAt(x *exchange) (int, *refusal) {
	id, ok := odata.ParseGUID(x.at.key)
	if !ok {
		return 0, badRequest("Bad Request - Error in query syntax: the key '%s' is not an Edm.Guid.", x.at.key)
	}
	i, found := s.contacts.find(id)
	if !found || !s.inFirstCompany(x) || !visible(x.at.set, &s.contacts.contacts[i]) {
		return 0, notFound(x.at.set)
	}
	return i, nil
}

func visible(set string, c *contact) bool {
	return set == "contacts" || c.inCustomerContacts()
}

// shown returns c itself or, under the fault OtherContact, the next contact of the set.
func (s *Server) shown(x *exchange, c *contact) *contact {
	if x.fault.Kind != OtherContact {
		return c
	}
	all := s.contacts.contacts
	for i := 1; i < len(all); i++ {
		if next := &all[(c.index+i)%len(all)]; visible(x.at.set, next) {
			return next
		}
	}
	return c
}

func (s *Server) inFirstCompany(x *exchange) bool {
	c, found := s.company(x.at.company)
	return found && c == &s.companies[0]
}

func listAnswer(body []byte, q odata.Query, err error) answer {
	if err != nil {
		return errorAnswer(err)
	}
	a := jsonAnswer(body)
	if size, preferred := q.PageSize(); preferred {
		a.header = map[string]string{"Preference-Applied": "odata.maxpagesize=" + strconv.Itoa(size)}
	}
	return a
}
