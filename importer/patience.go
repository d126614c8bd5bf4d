package importer

import (
	"context"
	"sync"
	"time"
)

// maxTries is how often a row is tried against passing faults while the server
// answers others. With the backoff below it spans two to four minutes; Business
// Central itself waits 3 minutes for a lock by default before it says so.
const maxTries = 15

// stuckAfter is how many tries rows fail, and nothing else is answered, before the
// server is asked for what nobody has: for nobody's id or key.
const (
	stuckAfter = 3
	nobody     = "00000000-6263-696d-706f-727400000000"
	nobodysKey = "BCIMPORT-PROBE"
)

// maxRounds bounds how often a row reads and plans again because its contact
// keeps moving.
const maxRounds = 10

// Backoff returns how long to wait after the nth fault of a row (from 1): it
// doubles from 250 ms to 30 s. jitter in [0,1) takes off up to half, so that
// chunks that failed together do not come back together. Rows that failed in one
// request share it: they go in one request again.
func Backoff(n int, jitter float64) time.Duration {
	const first, most = 250 * time.Millisecond, 30 * time.Second
	d := most
	if n < 8 {
		d = min(first<<(max(n, 1)-1), most)
	}
	return d - time.Duration(jitter*float64(d)/2)
}

// Sleep waits for d. If ctx ends before, it returns ctx.Err().
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// together moves a time to the end of its quarter of a second, so that rows that
// are put back at about the same time share a request when they come again.
func together(t time.Time) time.Time {
	const quarter = 250 * time.Millisecond
	return t.Add(quarter - t.Sub(t.Truncate(quarter)))
}

// health knows when the server last gave an answer that was not a passing fault,
// and since when it has given none. It tells a row that fails alone from a server
// that is down for all.
type health struct {
	patience time.Duration

	mu   sync.Mutex
	good time.Time // the last answer that was no passing fault
	bad  time.Time // the first passing fault after it; zero while there is none
}

func newHealth(patience time.Duration) *health { return &health{patience: patience} }

// heard takes the end of one operation. A lock is told by a server that works.
func (h *health) heard(end End, f Fault, now time.Time) {
	switch end {
	case Confirmed, Missing, Stale, Refused:
		h.answered(now)
	case NotDone, Lost:
		if f.HTTPStatus == 409 {
			h.answered(now)
			return
		}
		h.missed(now)
	}
}

func (h *health) answered(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.good, h.bad = now, time.Time{}
}

func (h *health) missed(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.bad.IsZero() {
		h.bad = now
	}
}

// down tells that nothing but passing faults came for as long as the run is
// patient. A time in which nothing was asked is no fault of the server.
func (h *health) down(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.bad.IsZero() && now.Sub(h.bad) >= h.patience
}

func (h *health) goodSince(t time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.good.IsZero() && !h.good.Before(t) // a clock may be coarse
}

// misses counts the passing faults of one row that the server met with while it
// answered others. Its clock stands still while the server is down for all: such
// rows are left to a later run, not failed one by one.
type misses struct {
	n     int
	first time.Time
	last  time.Time
}

// add counts a fault at now. It tells whether the row is to be given up.
func (m *misses) add(now time.Time, h *health) bool {
	alone := h.goodSince(m.last)
	m.last = now
	if !alone {
		m.first = now
		return false
	}
	if m.n++; m.n == 1 {
		m.first = now
	}
	return m.n >= maxTries || now.Sub(m.first) >= h.patience
}
