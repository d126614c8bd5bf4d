package sandbox

import "time"

// runSnapshot carries out a batch in one transaction: unless all its operations
// succeed none is kept, though those before the failure are answered as if they
// were (docs: webservices/use-odata-batch.md). The error is that of the state file.
func (s *Server) runSnapshot(x *exchange, out *answers) (delivery, error) {
	wait, hangs := s.drawFaults(x)
	if hangs != nil {
		a, _ := s.faultAnswer(hangs)
		return a.delivery, nil
	}
	if !s.pause(wait) {
		return lost, nil
	}
	s.contacts.begin()
	all, end := s.runOperations(x, out)
	writes, err := s.contacts.end(all)
	s.stats.add(func(st *Stats) { st.Writes += writes })
	for i := range x.batch.operations {
		if then := x.batch.operations[i].x.fault.Then; then != nil {
			then()
		}
	}
	return end, err
}

// drawFaults draws the faults of all operations and adds up their time, because
// neither may a hook be called nor time pass while the store's lock is held. It
// returns the first operation that hangs, if any.
func (s *Server) drawFaults(x *exchange) (wait time.Duration, hangs *exchange) {
	for i := range x.batch.operations[:x.fault.operations(len(x.batch.operations))] {
		inner := x.batch.operations[i].x
		inner.fault = s.faultFor(inner)
		wait += s.duration(inner)
		if inner.fault.Kind == Hang && hangs == nil {
			hangs = inner
		}
	}
	return wait, hangs
}
