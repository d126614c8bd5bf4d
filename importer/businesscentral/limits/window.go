package limits

import (
	"slices"
	"time"
)

// window is a sliding window: at most limit requests in any span. A request counts from
// its start until span after its answer; if it were booked by its start alone, delays on
// the wire would let the server see more than the limit. A request of weight n counts as
// n. Limit 0 means no limit. It is not safe for
// concurrent use.
type window struct {
	limit    int
	span     time.Duration
	inFlight int
	answered []time.Time // not yet out of the window, oldest first
}

func newWindow(limit int, span time.Duration) *window {
	return &window{limit: limit, span: span}
}

// wait returns how long until a request of that weight may start; 0 is now. It is at most
// span, and may be too short while requests are in flight: ask again then.
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

// end books the answer of a request. A request that never reached the wire does not count.
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

// free returns how many requests may start before one has to wait.
func (w *window) free(now time.Time) int {
	w.expire(now)
	return w.limit - w.inFlight - len(w.answered)
}

// resolution is how precisely requests are recorded for a resumed run.
const resolution = 10 * time.Second

// Sent is how many requests of a user were answered at a moment, or shortly before it.
type Sent struct {
	At       time.Time
	Requests int
}

// recent lists what is still in the window, by the last moment of each interval of the resolution.
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

// book adds what an earlier process sent. Times in the future, after a clock was set
// back, count from now.
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

// backoff computes how long a user pauses: as long as the server asks for, or a delay of
// our own when it only refuses. It is not safe for concurrent use.
type backoff struct {
	until     time.Time
	requested time.Time // until when the server itself asked to wait
	faults    int       // transient faults in a row, over all requests
}

// toleratedFaults is how many faults in a row may concern single rows; more mean that the
// server as a whole is in trouble, and every request waits.
const toleratedFaults = 5

// good records an answer that is no transient fault.
func (p *backoff) good() { p.faults = 0 }

// fault records a transient fault. requested is the server's Retry-After, 0 if it gave
// none; throttled means a 429. delay returns our own delay after the nth fault.
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
