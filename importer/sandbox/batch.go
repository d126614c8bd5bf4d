package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// maxOperations is the most operations in a batch (docs:
// administration/operational-limits-online.md).
const maxOperations = 100

// batch is what the body and the headers of a POST to $batch ask for.
type batch struct {
	operations []operation
	goOn       bool      // Prefer: odata.continue-on-error: not only up to the first failure
	asJSON     bool      // Accept: application/json: else the answer is multipart/mixed
	snapshot   bool      // Isolation: snapshot: all or nothing
	due        time.Time // when the operations carried out so far were to be done
}

// operation is one request of a batch.
type operation struct {
	id          json.RawMessage // as the client wrote it; null for none
	method, url string
	header      http.Header
	body        []byte
	x           *exchange // on its way, once the batch has been taken
}

// openBatch reads a batch and counts it. A batch that is not taken stays in the
// exchange with no operations and the answer it gets.
func (s *Server) openBatch(x *exchange) {
	x.batch = &batch{asJSON: strings.Contains(x.header.Get("Accept"), "application/json")}
	value, goOn := prefers(x.header, "odata.continue-on-error")
	x.batch.snapshot = strings.EqualFold(x.header.Get("Isolation"), "snapshot")
	x.batch.goOn = goOn && value != "false"
	x.batch.operations, x.refused = s.readBatch(x)
	for i := range x.batch.operations {
		o := &x.batch.operations[i]
		o.x = s.newOperation(x, o)
	}
	s.stats.add(func(st *Stats) { st.batchArrived(x.batch.operations) })
}

func (s *Server) readBatch(x *exchange) ([]operation, *answer) {
	refused := s.config.noBatch(x)
	if media := mediaType(x.header); refused == nil && media != jsonMedia {
		refused = unreadable(media)
	}
	if refused != nil {
		return nil, refused
	}
	operations, why := parseBatch(x.body)
	if why == nil && len(operations) > maxOperations {
		why = tooManyParts()
	}
	if why != nil {
		a := why.answer()
		return nil, &a
	}
	return operations, nil
}

// noBatch returns the answer of a service without $batch, or without this method of it.
func (c Config) noBatch(x *exchange) *answer {
	var a answer
	switch {
	case c.NoBatch == http.StatusNotFound:
		a = answer{status: c.NoBatch} // as any unknown service: no body
	case c.NoBatch == http.StatusNotImplemented:
		a = notImplemented("The sandbox is set up without $batch.").answer()
	case c.NoBatch != 0 || x.method != http.MethodPost:
		a = methodNotAllowed(x).answer()
	default:
		return nil
	}
	return &a
}

// unreadable refuses a batch that is not JSON. The real service reads
// multipart/mixed too.
func unreadable(media string) *answer {
	a := refuse(http.StatusUnsupportedMediaType, "BadRequest", "The content type of a batch must be application/json.").answer()
	if media == "multipart/mixed" {
		a = notImplemented("The sandbox reads batches in JSON only.").answer()
	}
	return &a
}

// tooManyParts has the measured text (demiliani.com, 2021-01-12); the status is
// that of the code Unknown elsewhere.
func tooManyParts() *refusal {
	return refuse(http.StatusBadRequest, "Unknown",
		"The current batch message contains too many parts. A maximum number of '%d' query operations and change sets are allowed in a batch message.", maxOperations)
}

// bytesAnOperation is about how long the shortest operations are in a body.
const bytesAnOperation = 150

// parseBatch reads {"requests":[...]}.
func parseBatch(body []byte) (operations []operation, refused *refusal) {
	c := &cursor{text: body}
	operations = make([]operation, 0, min(maxOperations, 1+len(body)/bytesAnOperation))
	found := false
	read := c.members(func(name []byte) bool {
		if string(name) != "requests" {
			_, ok := c.value()
			return ok
		}
		found = true
		return c.elements(func() bool {
			o, ok := c.operation()
			if ok && refused == nil {
				refused = o.check()
			}
			operations = append(operations, o.operation)
			return ok
		})
	})
	switch {
	case !read || !c.end():
		return nil, badRequest("The batch is not a JSON object: %v.", c.err())
	case !found:
		return nil, badRequest("The batch has no property 'requests'.")
	case refused != nil:
		return nil, refused
	}
	return operations, uniqueIDs(operations)
}

// readOperation is an operation with what it asks for beyond the documentation.
type readOperation struct {
	operation
	unknown string
}

func (c *cursor) operation() (readOperation, bool) {
	o := readOperation{operation: operation{id: json.RawMessage("null"), header: http.Header{}}}
	ok := c.members(func(name []byte) (ok bool) {
		var text []byte
		switch string(name) {
		case "id":
			o.id, ok = c.value()
		case "method":
			text, ok = c.str()
			o.method = string(text)
		case "url":
			text, ok = c.str()
			o.url = string(text)
		case "headers":
			ok = c.headers(o.header)
		case "body":
			o.body, ok = c.value()
		default:
			o.unknown = string(name)
			_, ok = c.value()
		}
		return ok
	})
	return o, ok
}

// headers reads an object of strings. Whether names of another case are taken is
// not documented; the sandbox takes them, as HTTP does.
func (c *cursor) headers(header http.Header) bool {
	return c.members(func(name []byte) bool {
		value, ok := c.str()
		header.Add(string(name), string(value))
		return ok
	})
}

// check refuses what cannot be carried out. What atomicityGroup and dependsOn do
// today is not known, so they are a 501 and not ignored.
func (o *readOperation) check() *refusal {
	switch {
	case o.unknown != "":
		return notImplemented("The sandbox does not know the property '%s' of a batch's request.", o.unknown)
	case o.method == "" || o.url == "":
		return badRequest("A request of the batch has no method or no url.")
	case o.id[0] == '{' || o.id[0] == '[':
		return badRequest("The id of a request of the batch is not a string.")
	}
	return nil
}

// uniqueIDs refuses a batch that uses an id twice, as OData does: no answer could
// be told from the other.
func uniqueIDs(operations []operation) *refusal {
	seen := make(map[string]bool, len(operations))
	for i := range operations {
		id := string(operations[i].id)
		if seen[id] && id != "null" {
			return badRequest("The id %s was found more than once in the batch.", id)
		}
		seen[id] = true
	}
	return nil
}
