package limits

// flow is the arithmetic of how many requests a user may have under way. It
// halves when the server says that it has too many and comes back by one for
// every round of good answers, as TCP does. It is not safe for several goroutines.
type flow struct {
	most     int
	allowed  float64 // between 1 and most; its whole part counts
	underWay int
	round    int // counts the cuts
}

func newFlow(most int) flow { return flow{most: most, allowed: float64(most)} }

func (f *flow) free() bool { return f.underWay < int(f.allowed) }

// start takes a place and returns the round it belongs to.
func (f *flow) start() (round int) {
	f.underWay++
	return f.round
}

// end gives a place back. Requests that began before the last cut say nothing
// about what came of it: of five that are throttled together one cuts.
func (f *flow) end(round int, strained, good bool) {
	defer func() { f.underWay-- }()
	if round != f.round {
		return
	}
	switch {
	case strained:
		f.allowed = max(1, float64(min(int(f.allowed), f.underWay)/2))
		f.round++
	case good:
		f.allowed = min(float64(f.most), f.allowed+1/float64(int(f.allowed)))
	}
}
