package batching

import (
	"log/slog"
	"sync"

	"bcimport/importer"
)

// Adaptive is one kind of request for several records, with what was learned about it on this
// connection. It is safe for concurrent use.
type Adaptive struct {
	name string // for the log

	mu        sync.Mutex
	off       bool
	size      size
	malformed int // unusable answers in a row
	pairs     int // of contacts that were too much in a row
}

// NewAdaptive starts with requests for up to most records; name is for the log.
func NewAdaptive(name string, most int) *Adaptive {
	return &Adaptive{name: name, off: most < 2, size: newSize(most)}
}

// maxMalformed is how many unusable answers in a row end requests of this kind.
const maxMalformed = 3

// Next returns how many of n records the next request is for.
func (b *Adaptive) Next(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.off {
		return 1
	}
	return min(n, b.size.now)
}

// Stop ends requests of this kind for the rest of the connection. It reports whether they were
// still sent until now.
func (b *Adaptive) Stop() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := !b.off
	b.off = true
	return first
}

// GiveUp stops requests of this kind and logs that.
func (b *Adaptive) GiveUp(log *slog.Logger, f importer.Fault) {
	if b.Stop() {
		log.Warn("the service does not accept "+b.name+"; single requests from here on",
			"status", f.HTTPStatus, "code", f.Code) // its message may hold values of records
	}
}

func (b *Adaptive) record(n int, result Result) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch result {
	case Slow:
		b.size.shrink(n)
	case Malformed:
		b.malformed++
	case Served:
		b.malformed = 0
	}
}

// Succeeded records a request for n records that gave a usable answer.
func (b *Adaptive) Succeeded(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.size.grow(n)
}

// maxPairs is how many pairs may be refused, though both records are accepted alone, before a
// kind of request is exhausted: once may be a coincidence.
const maxPairs = 2

// limit records a request that was refused for its size while half of it, n records, was not.
// Larger requests are not sent again.
func (b *Adaptive) limit(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n < 2 {
		b.pairs++
		n = 2
	}
	b.size.limit(n)
}

// exhausted reports whether requests of this kind are useless.
func (b *Adaptive) exhausted() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.malformed >= maxMalformed || b.pairs >= maxPairs
}
