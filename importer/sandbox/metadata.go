package sandbox

import "bcimport/importer/sandbox/odata"

// metadata returns the EDMX document of the sets that the sandbox has below a route.
func (s *Server) metadata(route string) []byte {
	m := odata.Model{Company: allCompanies().Type(), ContainedOnly: s.config.ContainedOnly}
	if route == "" {
		customers, all := s.contacts.customers.Type(), s.contacts.all.Type()
		customers.Updatable, customers.Deletable = true, true
		all.Insertable, all.Updatable, all.Deletable = true, true, true
		m.Types = append(m.Types, customers, all)
	}
	s.contacts.typed.Describe(&m, route)
	return m.EDMX()
}

// definitionsAnswer serves entityDefinitions: what sets, properties and choices are called.
func (s *Server) definitionsAnswer(x *exchange) answer {
	if s.config.NoDefinitions {
		return notFound("entityDefinitions").answer()
	}
	q, err := odata.ParseQuery(x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	body, err := s.contacts.typed.View(x.at.route).List(q, x.base+"/$metadata#entityDefinitions", x.link())
	return listAnswer(body, q, err)
}
