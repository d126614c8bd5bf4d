package sandbox

import (
	"net/http"
	"strings"
	"time"

	"bcimport/importer/sandbox/odata"
)

// batch is what the body and the headers of a POST to $batch ask for.
type batch struct {
	operations []operation
	goOn       bool      // Prefer: odata.continue-on-error: not only up to the first failure
	asJSON     bool      // Accept: application/json: else the answer is multipart/mixed
	snapshot   bool      // Isolation: snapshot: all or nothing
	due        time.Time // when the operations carried out so far were to be done
}

// operation is one request of a batch, on its way once the batch has been taken.
type operation struct {
	odata.Operation
	x *exchange
}

// openBatch reads a batch and counts it. A batch that is not taken stays in the
// exchange with no operations and the answer it gets.
func (s *Server) openBatch(x *exchange) {
	x.batch = &batch{asJSON: strings.Contains(x.header.Get("Accept"), "application/json")}
	value, goOn := odata.Preference(x.header, "odata.continue-on-error")
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
	if media := odata.MediaType(x.header); refused == nil && media != odata.JSONMedia {
		refused = unreadable(media)
	}
	if refused != nil {
		return nil, refused
	}
	parsed, why := odata.ParseBatch(x.body)
	if why == nil && len(parsed) > odata.MaxOperations {
		why = tooManyParts()
	}
	if why != nil {
		a := (*refusal)(why).answer()
		return nil, &a
	}
	operations := make([]operation, len(parsed))
	for i := range parsed {
		operations[i].Operation = parsed[i]
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
func tooManyParts() *odata.Refusal {
	return odata.Refuse(http.StatusBadRequest, "Unknown",
		"The current batch message contains too many parts. A maximum number of '%d' query operations and change sets are allowed in a batch message.", odata.MaxOperations)
}
