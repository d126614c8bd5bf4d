package sandbox

import (
	"math/rand/v2"
	"net/http"

	"bcimport/importer/sandbox/odata"
)

// isWrite reports whether a method changes a record. PUT merges as PATCH does.
func isWrite(method string) bool { return method == http.MethodPatch || method == http.MethodPut }

// patchContact serves a PATCH of one contact through either of its sets. The record must
// exist, then If-Match must fit, and only then is the body judged.
func (s *Server) patchContact(x *exchange, through *odata.EntitySet[contact]) answer {
	chosen, err := odata.Chosen(through, x.query, x.header)
	if err != nil {
		return errorAnswer(err)
	}
	properties, bodyErr := odata.ParseBody(x.body)

	if !x.snapshot() {
		s.contacts.mu.Lock()
		defer s.contacts.mu.Unlock()
	}
	i, refused := s.contactAt(x)
	if refused != nil {
		return refused.answer()
	}
	if x.fault.before {
		s.contacts.afterTransaction(place{index: i}, func() { s.editAtRandom(i, x.fault.random, OtherUser) })
	}
	if x.fault.after {
		defer s.contacts.afterTransaction(place{index: i}, func() { s.editAtRandom(i, x.fault.random>>8, OtherUserAfter) })
	}
	if x.fault.Kind == Locked {
		return locked("Contact").answer()
	}
	if refused := s.checkIfMatch(x.header.Values("If-Match"), through.ETag(&s.contacts.contacts[i])); refused != nil {
		return refused.answer()
	}
	if bodyErr != nil {
		return errorAnswer(bodyErr)
	}
	c := &s.contacts.contacts[i]
	set, refused := s.contacts.validate(c, through, properties)
	if refused != nil {
		return refused.answer()
	}
	if err := s.contacts.change(i, set, x.user); err != nil {
		return refuse(http.StatusInternalServerError, "Internal_ServerError", "%v", err).answer()
	}
	s.countWrite(x)
	context := x.base + "/$metadata#companies(" + x.at.company + ")/customerContacts/$entity"
	return jsonAnswer(through.Record(s.shown(x, c), context, chosen))
}

// countWrite counts an accepted write; in a transaction it counts when that ends.
func (s *Server) countWrite(x *exchange) {
	if x.snapshot() {
		s.contacts.tx.count++
		return
	}
	s.stats.add(func(st *Stats) { st.Writes++ })
}

// checkIfMatch requires the current eTag. A * passes, as it does in the real
// service, and is counted.
func (s *Server) checkIfMatch(values []string, current string) *refusal {
	value := ""
	if len(values) == 1 {
		value = values[0]
	}
	if value == "*" {
		s.stats.add(func(st *Stats) { st.IfMatchAny++ })
		return nil
	}
	if !isETag(value) {
		return refuse(http.StatusBadRequest, "BadRequest_InvalidToken",
			"Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.")
	}
	if value != current {
		return refuse(http.StatusConflict, "Request_EntityChanged", "Another user has already changed the record.")
	}
	return nil
}

// locked returns the 409 that is not about the eTag.
func locked(table string) *refusal {
	return refuse(http.StatusConflict, "Internal_ServerError",
		"We can't save your changes right now, because a record in table '%s' is being updated in a transaction done by another session.\r\n\r\n"+
			"You'll have to wait until the other transaction has completed, which may take a while. Please try again later.", table)
}

// editAtRandom makes another user's edit of one field, to a value it does not hold.
// The caller holds the lock.
func (s *Server) editAtRandom(i int, random uint64, kind FaultKind) {
	s.stats.add(func(st *Stats) { st.Faults[kind]++ })
	c := &s.contacts.contacts[i]
	r := rand.New(rand.NewPCG(random, uint64(c.version)))
	from := c.customer.country
	var field, value string
	for value == "" || value == *c.field(field) {
		field = writableFields()[r.IntN(len(writableFields()))]
		switch field {
		case "email":
			value = "new." + from.ASCII[pick(r, from.LastNames)] + "@" + c.customer.domain
		case "firstName":
			value = pick(r, from.FirstNames)
		case "lastName":
			value = pick(r, from.LastNames)
		case "professionalTitle":
			value = pick(r, from.Titles)
		default:
			value = from.Phone(r)
		}
	}
	// An error here is one of the state file, which the PATCH itself will meet.
	_ = s.contacts.change(i, map[string]string{field: value}, OtherUserName)
}
