package limits

import (
	"slices"
	"sync"
	"time"
)

// Durations keeps the last few durations of one kind of request. Their median is not
// moved by one that waited minutes for a lock. It is safe for concurrent use.
type Durations struct {
	mu   sync.Mutex
	last [15]time.Duration
	n    int
}

// Add records a request that took d for a number of parts.
func (t *Durations) Add(d time.Duration, parts int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last[t.n%len(t.last)] = d / time.Duration(max(1, parts))
	t.n++
}

// Typical is the median of the last durations, 0 before the first.
func (t *Durations) Typical() time.Duration {
	t.mu.Lock()
	known := slices.Clone(t.last[:min(t.n, len(t.last))])
	t.mu.Unlock()
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	return known[len(known)/2]
}
