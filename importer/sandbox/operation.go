package sandbox

import (
	"net/http"
	"net/url"
	"strings"

	"bcimport/importer/sandbox/odata"
)

// runBatch carries out a batch.
func (s *Server) runBatch(x *exchange) answer {
	if x.refused != nil {
		return *x.refused
	}
	out := newAnswers(x.batch)
	var end delivery
	if x.batch.snapshot {
		var err error
		if end, err = s.runSnapshot(x, out); err != nil {
			return errorAnswer(err)
		}
	} else {
		_, end = s.runOperations(x, out)
	}
	if x.fault.shuffled && out.shuffle(x.fault.random) {
		s.stats.add(func(st *Stats) { st.Faults[BatchShuffled]++ })
	}
	a := out.answer()
	a.delivery = end
	return a
}

// runOperations carries out operations one after another, in their order (docs:
// includes/include-webservices-performance-anti-patterns.md), and stops at the
// first that fails unless the batch asks to go on. It reports whether all were
// done, none failing, and what becomes of the batch's answer.
func (s *Server) runOperations(x *exchange, out *answers) (all bool, end delivery) {
	n := x.fault.operations(len(x.batch.operations))
	all = n == len(x.batch.operations)
	for i := range x.batch.operations[:n] {
		o := &x.batch.operations[i]
		a := s.perform(o.x)
		out.addFaulty(o, a)
		if a.delivery != whole {
			return false, a.delivery
		}
		if a.status >= http.StatusBadRequest {
			all = false
			if !x.batch.goOn {
				break
			}
		}
	}
	return all, whole
}

// newOperation makes an exchange of one of a batch's operations. Its URL is
// relative to the API root, or absolute below it.
func (s *Server) newOperation(x *exchange, o *operation) *exchange {
	inner := &exchange{r: x.r, method: o.Method, header: o.Header, base: x.base, body: o.Body, user: x.user, token: x.token, within: x.batch}
	path, query, _ := strings.Cut(o.URL, "?")
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
		inner.at = parseResource(x.at.route, strings.Split(decoded, "/"))
		inner.at.root, inner.at.environment = x.at.root, x.at.environment
	}
	if name := o.Header.Get("Company"); inner.at.ofCompany() && inner.at.company == "" {
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
	if !x.snapshot() {
		x.fault = s.faultFor(x)
	}
	a := s.applyFault(x, s.operate)
	if x.fault.Then != nil && !x.snapshot() {
		x.fault.Then()
	}
	a = corrupt(a, x.fault)
	s.stats.add(func(st *Stats) {
		st.countFault(x.fault.Kind)
		if a.status != 0 {
			st.OperationStatuses[a.status]++
		}
	})
	return a
}

// noResource returns the 404 of a URL that leads nowhere, which has no error inside.
func noResource(x *exchange) answer {
	link := x.path
	if !strings.Contains(link, "://") {
		link = x.link()
	}
	b := odata.AppendString([]byte(`{"Message":`), "No HTTP resource was found that matches the request URI '"+link+"'.")
	return answer{status: http.StatusNotFound, contentType: "application/json; charset=utf-8", body: append(b, '}')}
}
