package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// runBatch carries out the operations of a batch one after another, in their
// order (docs: includes/include-webservices-performance-anti-patterns.md), and
// stops at the first that fails unless the batch asks to go on.
func (s *Server) runBatch(x *exchange) answer {
	if x.refused != nil {
		return *x.refused
	}
	out := newAnswers(x.batch)
	for i := range x.batch.operations {
		o := &x.batch.operations[i]
		a := s.perform(o.x)
		if a.delivery == lost {
			return a
		}
		out.add(o, a)
		if a.status >= http.StatusBadRequest && !x.batch.goOn {
			break
		}
	}
	return out.answer()
}

// newOperation makes an exchange of one of a batch's operations. Its URL is
// relative to the API root, or absolute below it.
func (s *Server) newOperation(x *exchange, o *operation) *exchange {
	inner := &exchange{r: x.r, method: o.method, header: o.header, base: x.base, body: o.body, user: x.user, token: x.token, within: x.batch}
	path, query, _ := strings.Cut(o.url, "?")
	inner.query = query
	path = strings.TrimPrefix(path, x.base+"/")
	if strings.HasPrefix(path, "/") || strings.Contains(path, "://") {
		// A leading slash resolves against the host, where there is nothing
		// (devitpro-pb#811), as a foreign URL does.
		inner.path = path
		return inner
	}
	inner.path = x.at.root + "/" + path
	if decoded, err := url.PathUnescape(path); err == nil {
		inner.at = parseResource(strings.Split(decoded, "/"))
		inner.at.root, inner.at.environment = x.at.root, x.at.environment
	}
	if name := o.header.Get("Company"); inner.at.kind == contactsTarget && inner.at.company == "" {
		inner.at.company = s.companyNamed(name)
	}
	return inner
}

// companyNamed returns the key of the company that an operation's header Company
// names (docs: webservices/use-odata-batch.md), or "".
func (s *Server) companyNamed(name string) string {
	for i := range s.companies {
		if s.companies[i].name == name {
			return s.companies[i].id.String()
		}
	}
	return ""
}

// perform takes one operation of a batch from its fault to its answer.
func (s *Server) perform(x *exchange) answer {
	a := s.struck(x, s.operate)
	s.stats.add(func(st *Stats) { st.OperationStatuses[a.status]++ })
	return a
}

// noResource is the 404 of a URL that leads nowhere, which has no error inside.
func noResource(x *exchange) answer {
	link := x.path
	if !strings.Contains(link, "://") {
		link = x.link()
	}
	b := appendString([]byte(`{"Message":`), "No HTTP resource was found that matches the request URI '"+link+"'.")
	return answer{status: http.StatusNotFound, contentType: "application/json; charset=utf-8", body: append(b, '}')}
}
