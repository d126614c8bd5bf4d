package sandbox

import (
	"maps"
	"slices"
	"sync"
)

// Stats count what a Server has been asked and has answered.
type Stats struct {
	// Requests are all but those to the token endpoint, which are Tokens.
	Requests, Tokens int
	// The requests by kind: a list of records, one record, a write to one.
	Metadata, Companies, Lists, Gets, Patches, Batches, Others int
	// Operations are those inside batches, by kind, all that arrived: also those
	// that a batch did not come to. They are no Requests. MostOperations is the
	// most in one batch.
	Operations, BatchedLists, BatchedGets, BatchedPatches, BatchedOthers, MostOperations int
	// Statuses counts the answers by status, tokens apart. An answer that was lost
	// on its way counts with the status it had; a request that was never processed
	// because its connection was reset does not count.
	Statuses map[int]int
	// OperationStatuses counts the answers to operations inside batches by status.
	OperationStatuses map[int]int
	// Faults counts the faults that struck, by kind.
	Faults map[FaultKind]int
	// Writes are the accepted ones of clients; IfMatchAny counts the ones that
	// came with If-Match: *, accepted or not.
	Writes, IfMatchAny int
	// PlainReads are reads of contacts without Data-Access-Intent: ReadWrite.
	PlainReads int
	// MostAtOnce is the largest number of concurrent requests of one user, waiting ones
	// included; FullestWindow the most that arrived from one user within the
	// limits' window.
	MostAtOnce, FullestWindow int
}

// counters are Stats under a lock.
type counters struct {
	mu sync.Mutex
	Stats
}

func newCounters() *counters {
	return &counters{Stats: Stats{Statuses: map[int]int{}, OperationStatuses: map[int]int{}, Faults: map[FaultKind]int{}}}
}

// add changes the counts under the lock.
func (c *counters) add(change func(*Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.Stats)
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	s.stats.mu.Lock()
	stats := s.stats.Stats
	stats.Statuses = maps.Clone(stats.Statuses)
	stats.OperationStatuses = maps.Clone(stats.OperationStatuses)
	stats.Faults = maps.Clone(stats.Faults)
	s.stats.mu.Unlock()

	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	stats.MostAtOnce = s.limiter.mostAtOnce
	stats.FullestWindow = s.limiter.fullestArrived
	return stats
}

// arrived counts a request by what it asks for.
func (s *Stats) arrived(t target, method string) {
	if t.kind == signInTarget {
		s.Tokens++
		return
	}
	s.Requests++
	switch {
	case t.kind == metadataTarget:
		s.Metadata++
	case t.kind == companiesTarget:
		s.Companies++
	case t.ofCompany() && isWrite(method):
		s.Patches++
	case t.ofCompany() && t.keyed:
		s.Gets++
	case t.ofCompany():
		s.Lists++
	case t.kind == batchTarget:
		s.Batches++
	default:
		s.Others++
	}
}

// countFault counts a fault, unless it counts itself where it acts.
func (s *Stats) countFault(kind FaultKind) {
	if kind != "" && !slices.Contains(ownKinds(), kind) {
		s.Faults[kind]++
	}
}

// batchArrived counts the operations of a batch.
func (s *Stats) batchArrived(operations []operation) {
	s.Operations += len(operations)
	s.MostOperations = max(s.MostOperations, len(operations))
	for i := range operations {
		switch t := operations[i].x.at; {
		case !t.ofCompany():
			s.BatchedOthers++
		case isWrite(operations[i].Method):
			s.BatchedPatches++
		case t.keyed:
			s.BatchedGets++
		default:
			s.BatchedLists++
		}
	}
}
