package batching

import (
	"log/slog"
	"sync"

	"bcimport/importer"
)

// Adaptive is one kind of request about several contacts, with what was learned about
// it on this connection. It is safe for concurrent use.
type Adaptive struct {
	name string // for the log

	mu        sync.Mutex
	off       bool
	size      size
	malformed int // unusable answers in a row
	pairs     int // that were too much
}

// NewAdaptive begins with the most that a request may be about; name is for the log.
func NewAdaptive(name string, most int) *Adaptive {
	return &Adaptive{name: name, off: most < 2, size: newSize(most)}
}

// maxMalformed is how many unusable answers in a row end bulk requests of a kind.
const maxMalformed = 3

// Next is how many of n places the next request is about.
func (b *Adaptive) Next(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.off {
		return 1
	}
	return min(n, b.size.now)
}

// Stop ends bulk requests of this kind for the rest of the connection. It reports
// whether they went on until now.
func (b *Adaptive) Stop() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := !b.off
	b.off = true
	return first
}

// GiveUp stops and says so.
func (b *Adaptive) GiveUp(log *slog.Logger, f importer.Fault) {
	if b.Stop() {
		log.Warn("the service does not take "+b.name+"; single requests from here on",
			"status", f.HTTPStatus, "code", f.Code) // its message may hold values of contacts
	}
}

func (b *Adaptive) record(n int, how Result) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch how {
	case Slow:
		b.size.shrink(n)
	case Malformed:
		b.malformed++
	case Served:
		b.malformed = 0
	}
}

// Succeeded records a request about n contacts that brought what was wanted.
func (b *Adaptive) Succeeded(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.size.grow(n)
}

// maxPairs is how many pairs are too much, though both are fine alone, until a
// kind of request is exhausted: one may be an accident.
const maxPairs = 2

// limit records a request that was not taken for its size, as n of its
// contacts were. Larger ones are not sent again.
func (b *Adaptive) limit(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n < 2 {
		b.pairs++
		n = 2
	}
	b.size.limit(n)
}

// exhausted reports whether such requests bring nothing.
func (b *Adaptive) exhausted() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.malformed >= maxMalformed || b.pairs >= maxPairs
}
