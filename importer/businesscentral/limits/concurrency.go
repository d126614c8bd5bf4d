package limits

// concurrencyWindow is the arithmetic of how many requests a user may have under way. It
// halves when the server says that it has too many and comes back by one for
// every round of good answers, as TCP does. It is not safe for several goroutines.
type concurrencyWindow struct {
	limit    int
	allowed  float64 // between 1 and most; its whole part counts
	inFlight int
	round    int // counts the cuts
}

func newConcurrencyWindow(limit int) concurrencyWindow {
	return concurrencyWindow{limit: limit, allowed: float64(limit)}
}

func (w *concurrencyWindow) free() bool { return w.inFlight < int(w.allowed) }

// start takes a place and returns the round it belongs to.
func (w *concurrencyWindow) start() (round int) {
	w.inFlight++
	return w.round
}

// end gives a place back. Requests that began before the last cut say nothing
// about what came of it: of five that are throttled together one cuts.
func (w *concurrencyWindow) end(round int, overloaded, good bool) {
	defer func() { w.inFlight-- }()
	if round != w.round {
		return
	}
	switch {
	case overloaded:
		w.allowed = max(1, float64(min(int(w.allowed), w.inFlight)/2))
		w.round++
	case good:
		w.allowed = min(float64(w.limit), w.allowed+1/float64(int(w.allowed)))
	}
}
