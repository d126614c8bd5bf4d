// Package window counts events in a sliding window of time, by a clock that it is given.
package window

import "time"

// Window counts events in a sliding window of time.
type Window struct {
	Length   time.Duration
	Grain    time.Duration // events closer than this count as one moment, the first one's
	arrivals []arrival
	total    int
}

type arrival struct {
	at time.Time
	n  int
}

// Count forgets what is older than the window and returns what is left.
func (w *Window) Count(now time.Time) int {
	old := 0
	for old < len(w.arrivals) && now.Sub(w.arrivals[old].at) >= w.Length {
		w.total -= w.arrivals[old].n
		old++
	}
	w.arrivals = w.arrivals[old:]
	return w.total
}

// Add counts n events.
func (w *Window) Add(now time.Time, n int) {
	w.Count(now)
	w.total += n
	if last := len(w.arrivals) - 1; last >= 0 && now.Sub(w.arrivals[last].at) <= w.Grain {
		w.arrivals[last].n += n
		return
	}
	w.arrivals = append(w.arrivals, arrival{at: now, n: n})
}

// Total returns what Count last found, and what came since.
func (w *Window) Total() int { return w.total }

// Free returns how long it is until n events have left the window, or all.
func (w *Window) Free(now time.Time, n int) time.Duration {
	var wait time.Duration
	for i := 0; i < len(w.arrivals) && n > 0; i++ {
		wait = w.arrivals[i].at.Add(w.Length).Sub(now)
		n -= w.arrivals[i].n
	}
	return wait
}
