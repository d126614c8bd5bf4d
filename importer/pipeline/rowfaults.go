package pipeline

import (
	"time"
)

// rowFaults counts the passing faults of one row that the server met with while it
// answered others. Its clock stands still while the server is down for all: such
// rows are left to a later run, not failed one by one.
type rowFaults struct {
	n     int
	first time.Time
	last  time.Time
}

// add counts a fault at now. It reports whether the row is to be given up.
func (m *rowFaults) add(now time.Time, h *serverHealth) bool {
	alone := h.lastGoodAfter(m.last)
	m.last = now
	if !alone {
		m.first = now
		return false
	}
	if m.n++; m.n == 1 {
		m.first = now
	}
	return m.n >= maxFaults || now.Sub(m.first) >= h.outageTimeout
}
