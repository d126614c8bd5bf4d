package pipeline

import (
	"sync"
	"time"

	"bcimport/importer"
)

// maxFaults is how often a row is tried against passing faults while the server
// answers others. With the backoff below it spans two to four minutes; Business
// Central itself waits 3 minutes for a lock by default before it says so.
const maxFaults = 15

// stuckAfter is how many faults a row meets, while nothing else is answered, before the
// server is probed with an id or a key that cannot exist.
const (
	stuckAfter = 3
	probeID    = "00000000-6263-696d-706f-727400000000"
	probeKey   = "BCIMPORT-PROBE"
)

// maxStaleETags bounds how often a row reads and plans again because its contact
// keeps moving.
const maxStaleETags = 10

// alignToRetrySlot moves a time to the end of its quarter of a second, so that rows that
// are put back at about the same time share a request when they come again.
func alignToRetrySlot(t time.Time) time.Time {
	const quarter = 250 * time.Millisecond
	return t.Add(quarter - t.Sub(t.Truncate(quarter)))
}

// serverHealth knows when the server last gave an answer that was not a passing fault,
// and since when it has given none. It tells a row that fails alone from a server
// that is down for all.
type serverHealth struct {
	outageTimeout time.Duration

	mu         sync.Mutex
	lastGood   time.Time // the last answer that was no passing fault
	firstFault time.Time // the first passing fault after it; zero while there is none
}

func newServerHealth(patience time.Duration) *serverHealth {
	return &serverHealth{outageTimeout: patience}
}

// record takes how one operation ended. A lock is told by a server that works.
func (h *serverHealth) record(d importer.Disposition, f importer.Fault, now time.Time) {
	switch d {
	case importer.Confirmed, importer.Missing, importer.Stale, importer.Refused:
		h.good(now)
	case importer.NotDone, importer.Lost:
		if f.HTTPStatus == 409 {
			h.good(now)
			return
		}
		h.fault(now)
	}
}

func (h *serverHealth) good(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lastGood, h.firstFault = now, time.Time{}
}

func (h *serverHealth) fault(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.firstFault.IsZero() {
		h.firstFault = now
	}
}

// down reports whether nothing but passing faults came for as long as the run is
// patient. A time in which nothing was asked is no fault of the server.
func (h *serverHealth) down(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.firstFault.IsZero() && now.Sub(h.firstFault) >= h.outageTimeout
}

func (h *serverHealth) lastGoodAfter(t time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.lastGood.IsZero() && !h.lastGood.Before(t) // a clock may be coarse
}
