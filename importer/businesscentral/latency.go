package businesscentral

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Latency is how long requests typically took, from their start to the last byte
// of a good answer, waiting for the limits aside.
type Latency struct {
	Read      time.Duration // a request that reads contacts, one or a chunk
	Write     time.Duration // an update that is sent alone
	Operation time.Duration // an update in a batch: the batch by its operations
}

// Latency tells what was measured lately on this connection. Before a kind of
// request was sent, it is what the connection's first request took.
func (c *Client) Latency() Latency {
	first := c.opening.typical()
	return Latency{
		cmp.Or(c.reads.typical(), first), cmp.Or(c.updates.typical(), first), cmp.Or(c.operations.typical(), first),
	}
}

// times keeps the last few durations of one kind of request. Their median is not
// moved by the one that waited minutes for a lock. It is used by several goroutines.
type times struct {
	mu   sync.Mutex
	last [15]time.Duration
	n    int
}

// add takes note of a request that took d for so many parts.
func (t *times) add(d time.Duration, parts int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last[t.n%len(t.last)] = d / time.Duration(max(1, parts))
	t.n++
}

func (t *times) typical() time.Duration {
	t.mu.Lock()
	known := slices.Clone(t.last[:min(t.n, len(t.last))])
	t.mu.Unlock()
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	return known[len(known)/2]
}
