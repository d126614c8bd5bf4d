package limits

// concurrencyWindow computes how many requests of a user may be in flight: additive
// increase, multiplicative decrease, as TCP does. It halves when the server is overloaded
// and grows by one with every round of good answers. It is not safe for concurrent use.
type concurrencyWindow struct {
	limit    int
	allowed  float64 // between 1 and limit; its whole part counts
	inFlight int
	round    int // counts the cuts
}

func newConcurrencyWindow(limit int) concurrencyWindow {
	return concurrencyWindow{limit: limit, allowed: float64(limit)}
}

func (w *concurrencyWindow) free() bool { return w.inFlight < int(w.allowed) }

// start counts a request and returns the round that it belongs to.
func (w *concurrencyWindow) start() (round int) {
	w.inFlight++
	return w.round
}

// end counts a request out. Requests that started before the last cut say nothing about
// its effect: of five that are throttled together only one cuts.
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
