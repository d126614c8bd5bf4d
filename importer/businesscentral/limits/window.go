package limits

import (
	"slices"
	"time"
)

// window is the arithmetic of a sliding window: at most limit requests in any
// span. A request counts from its start until span after its answer: booked by
// its start, delay on the wire would let the server see more than the limit. One
// of a weight counts as that many. A zero limit is none. It is not safe for
// several goroutines.
type window struct {
	limit    int
	span     time.Duration
	inFlight int
	answered []time.Time // not yet out of the window, oldest first
}

func newWindow(limit int, span time.Duration) *window {
	return &window{limit: limit, span: span}
}

// wait returns how long until a request of that weight may start; 0 is now. It
// is at most span and may be short when much of what counts is still under way:
// ask again then.
func (w *window) wait(now time.Time, weight int) time.Duration {
	if w.limit == 0 {
		return 0
	}
	w.expire(now)
	over := w.inFlight + len(w.answered) + min(weight, w.limit) - w.limit
	switch {
	case over <= 0:
		return 0
	case over > len(w.answered):
		return w.span
	}
	return w.answered[over-1].Add(w.span).Sub(now)
}

func (w *window) start(weight int) { w.inFlight += weight }

// end books the answer of a request. One that never reached the wire is not counted.
func (w *window) end(now time.Time, weight int, sent bool) {
	w.inFlight -= weight
	if w.limit == 0 || !sent {
		return
	}
	w.expire(now)
	for range weight {
		w.answered = append(w.answered, now)
	}
}

func (w *window) expire(now time.Time) {
	for len(w.answered) > 0 && !w.answered[0].Add(w.span).After(now) {
		w.answered = w.answered[1:]
	}
}

// free is how many requests may start before the window makes one wait.
func (w *window) free(now time.Time) int {
	w.expire(now)
	return w.limit - w.inFlight - len(w.answered)
}

// resolution is how exactly requests are recorded for a resumption.
const resolution = 10 * time.Second

// Sent is how many requests of a user were answered at a moment, or shortly before it.
type Sent struct {
	At       time.Time
	Requests int
}

// recent lists what is still in the window, by the last moment of each grain.
func (w *window) recent(now time.Time) []Sent {
	w.expire(now)
	var sent []Sent
	for _, at := range w.answered {
		if last := len(sent) - 1; last < 0 || at.Sub(sent[last].At) >= resolution {
			sent = append(sent, Sent{At: at.UTC()})
		}
		sent[len(sent)-1].Requests++
	}
	for i := range sent {
		sent[i].At = sent[i].At.Add(resolution)
	}
	return sent
}

// book takes over what an earlier process sent. What lies in the future, because
// a clock was put back, counts from now.
func (w *window) book(sent []Sent, now time.Time) {
	if w.limit == 0 {
		return
	}
	for _, s := range sent {
		at := s.At
		if at.After(now) {
			at = now
		}
		for range min(s.Requests, w.limit) {
			w.answered = append(w.answered, at)
		}
	}
	slices.SortFunc(w.answered, time.Time.Compare)
	w.expire(now)
}

// backoff is the arithmetic of standing back: what the server asks for, and our
// own waiting when it only says no. It is not safe for several goroutines.
type backoff struct {
	until     time.Time
	requested time.Time // until when the server itself asked to wait
	faults    int       // passing faults in a row, over all requests
}

// toleratedFaults is how many faults in a row are a matter of single rows; more mean
// that the server as a whole is in trouble and every request waits.
const toleratedFaults = 5

// good books an answer that was no passing fault.
func (p *backoff) good() { p.faults = 0 }

// fault books a passing fault. asked is the server's Retry-After, 0 if it gave
// none; throttled tells a 429. own returns the waiting for the nth strike.
func (p *backoff) fault(now time.Time, requested time.Duration, throttled bool, delay func(n int) time.Duration) {
	p.faults++
	d := requested
	switch {
	case requested > 0:
		if until := now.Add(requested); until.After(p.requested) {
			p.requested = until
		}
	case throttled:
		d = delay(p.faults + 1)
	case p.faults > toleratedFaults:
		d = delay(p.faults - toleratedFaults)
	}
	if until := now.Add(d); d > 0 && until.After(p.until) {
		p.until = until
	}
}

// wait returns how long the pause still lasts, 0 or less if it is over.
func (p *backoff) wait(now time.Time) time.Duration { return p.until.Sub(now) }
