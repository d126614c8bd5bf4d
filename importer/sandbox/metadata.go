package sandbox

import (
	"net/http"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/sets"
)

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

// rootAnswer serves what is said of a whole root: entityDefinitions, what sets, properties
// and choices are called, and apicategoryroutes, the roots that there are.
func (s *Server) rootAnswer(x *exchange) answer {
	if x.method != http.MethodGet {
		return methodNotAllowed(x).answer()
	}
	q, err := odata.ParseQuery(x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	var body []byte
	context := x.base + "/$metadata#" + x.at.set
	switch {
	case x.at.set == "apicategoryroutes":
		body, err = sets.Routes().List(q, context, x.link())
	case s.config.NoDefinitions:
		return notFound(x.at.set).answer()
	default:
		body, err = s.contacts.typed.View(x.at.route).List(q, context, x.link())
	}
	return listAnswer(body, q, err)
}
