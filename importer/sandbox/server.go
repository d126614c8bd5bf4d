package sandbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"bcimport/importer/sandbox/odata"
)

// maxBody is the largest request body in bytes. The real limit is 350 MB.
const maxBody = 4 << 20

// URLs of about this length in bytes are refused; no message names the length.
const (
	longURL     = 15800 // 400
	veryLongURL = 18000 // 500
)

// ServeHTTP serves the sign-in, POST /{tenant}/oauth2/v2.0/token and its like, and, below
// /v2.0/[{tenant}/]{environment}/api/v2.0, the API and, below …/api, a custom one. Every answer carries a
// request-id.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := newExchange(r)
	var err error
	// The whole body is read first: net/http notices a client that goes only then,
	// and a request has arrived only then.
	if x.body, err = readBody(x.r); err != nil {
		answer{delivery: lost}.send(w, r)
		return
	}
	s.stats.add(func(st *Stats) { st.arrived(x.at, r.Method) })
	x.fault = s.faultFor(x)
	a := s.respond(x)
	if x.fault.Then != nil {
		x.fault.Then()
	}
	a = corrupt(a, x.fault)
	s.stats.add(func(st *Stats) {
		st.countFault(x.fault.Kind)
		if a.status != 0 && x.at.kind != signInTarget {
			st.Statuses[a.status]++
		}
	})
	a.send(w, r)
}

// respond takes a request through sign-in and limits to its operation.
func (s *Server) respond(x *exchange) answer {
	if len(x.body) > maxBody {
		return refuse(http.StatusRequestEntityTooLarge, "BadRequest", "The request body is too large.").answer()
	}
	if x.at.kind == signInTarget {
		return s.applyFault(x, s.serveSignIn)
	}
	user, token, refused := s.signIn(x.r)
	if refused != nil {
		return *refused
	}
	x.user, x.token = user, token
	if x.at.kind == batchTarget {
		s.openBatch(x)
	}
	ctx, cancel := s.requestContext(x.r)
	defer cancel()
	leave, refused := s.limiter.enter(ctx, user, s.cost(x))
	if refused != nil {
		return *refused
	}
	defer leave()
	return s.applyFault(x, s.operate)
}

// readBody reads up to one byte more than is allowed, into one buffer where the
// length was said before.
func readBody(r *http.Request) ([]byte, error) {
	var b bytes.Buffer
	if 0 < r.ContentLength && r.ContentLength <= maxBody {
		b.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	_, err := b.ReadFrom(io.LimitReader(r.Body, maxBody+1))
	return b.Bytes(), err
}

// requestContext returns a context that ends when the client goes or the Server closes.
func (s *Server) requestContext(r *http.Request) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(r.Context())
	stop := context.AfterFunc(s.closing, cancel)
	return ctx, func() { stop(); cancel() }
}

// cost returns how many requests an exchange counts as against the rate.
func (s *Server) cost(x *exchange) int {
	if x.batch != nil && s.config.Limits.CountOperations {
		return max(1, len(x.batch.operations))
	}
	return 1
}

// operate does what the request asks for.
func (s *Server) operate(x *exchange) answer {
	switch {
	case x.length() > veryLongURL:
		return refuse(http.StatusInternalServerError, "Internal_ServerError", "An error occurred.").answer()
	case x.length() > longURL:
		return badRequest("Bad Request").answer()
	case x.within != nil && x.at.kind == unknownTarget:
		return noResource(x)
	case x.at.kind == unknownTarget || x.at.environment != s.config.Environment:
		return answer{status: http.StatusNotFound} // an unknown service has no body at all
	case x.within != nil && x.at.kind == batchTarget:
		return notImplemented("The sandbox does not know a batch inside a batch.").answer()
	case x.at.kind == batchTarget:
		return s.runBatch(x)
	case x.at.kind == metadataTarget:
		if s.config.NoMetadata {
			return answer{status: http.StatusNotFound}
		}
		return answer{status: http.StatusOK, contentType: "application/xml", body: s.metadata(x.at.route)}
	case x.at.kind == rootTarget:
		return s.rootAnswer(x)
	case x.at.kind == companiesTarget:
		return s.companiesAnswer(x)
	}
	if _, found := s.company(x.at.company); !found {
		return refuse(http.StatusNotFound, "Internal_CompanyNotFound", "The company '%s' does not exist.", x.at.company).answer()
	}
	if x.at.kind == recordsTarget {
		return s.operateRecords(x, s.contacts.typed.Find(x.at.route, x.at.set))
	}
	return s.operateContacts(x)
}

func (s *Server) operateContacts(x *exchange) answer {
	switch {
	case x.method == http.MethodGet && x.at.set == "contacts":
		return s.readContacts(x, s.contacts.all)
	case x.method == http.MethodGet:
		return s.readContacts(x, s.contacts.customers)
	case !x.at.keyed || !isWrite(x.method):
		return methodNotAllowed(x).answer()
	case x.at.set == "contacts":
		return s.patchContact(x, s.contacts.all)
	default:
		return s.patchContact(x, s.contacts.customers)
	}
}

func methodNotAllowed(x *exchange) *refusal {
	edmType := "Collection"
	if x.at.keyed {
		edmType = "Entity"
	}
	return refuse(http.StatusMethodNotAllowed, "BadRequest_MethodNotAllowed",
		"'%s' requests for '%s' of EdmType '%s' are not allowed within Microsoft Dynamics 365 Business Central OData web services.",
		x.method, x.at.set, edmType)
}

func notFound(set string) *refusal {
	return refuse(http.StatusNotFound, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.", set)
}

func errorAnswer(err error) answer {
	var refused *odata.Refusal
	if errors.As(err, &refused) {
		return (*refusal)(refused).answer()
	}
	return refuse(http.StatusInternalServerError, "Internal_ServerError", "%v", err).answer()
}
