package importer

import (
	"sync"
	"time"
)

// maxTries is how often a row is tried against passing faults while the server
// answers others. With the backoff below it spans about four minutes, longer
// than Business Central waits for a lock by default (3 minutes).
const maxTries = 15

// maxRounds bounds how often a row reads and plans again because its contact
// keeps moving.
const maxRounds = 10

// Backoff returns how long to wait after the nth fault of a row (from 1): it
// doubles from 250 ms to 30 s. jitter in [0,1) takes off up to half, so that
// rows that failed together do not come back together.
func Backoff(n int, jitter float64) time.Duration {
	const first, most = 250 * time.Millisecond, 30 * time.Second
	d := most
	if n < 8 {
		d = min(first<<(max(n, 1)-1), most)
	}
	return d - time.Duration(jitter*float64(d)/2)
}

// health knows when the server last gave an answer that was not a passing fault.
// It tells a row that fails alone from a server that is down for all.
type health struct {
	mu       sync.Mutex
	good     time.Time
	patience time.Duration
}

func newHealth(start time.Time, patience time.Duration) *health {
	return &health{good: start, patience: patience}
}

func (h *health) answered(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.After(h.good) {
		h.good = now
	}
}

// down tells that no good answer came for as long as the run is patient.
func (h *health) down(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return now.Sub(h.good) >= h.patience
}

// exhausted tells that a row with that many faults since first is to be given
// up: the server answers, but not this row.
func (h *health) exhausted(tries int, first, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.good.After(first) && (tries >= maxTries || now.Sub(first) >= h.patience)
}
