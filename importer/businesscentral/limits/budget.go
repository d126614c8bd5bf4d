package limits

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// TooLongError means that the server asks a user to wait longer than Config.Patience.
type TooLongError struct{ Until time.Time }

func (e *TooLongError) Error() string {
	return "it asks to wait until " + e.Until.UTC().Format(time.RFC3339)
}

// Rate allows a number of requests in any span of that length. Zero Requests mean no
// limit.
type Rate struct {
	Requests int
	Span     time.Duration
}

// burst is how many requests a paced run may send at once.
const burst = 10

// budget admits the requests of one application user, except those for tokens: slots,
// window, pauses and even pacing. It is safe for
// concurrent use.
type budget struct {
	patience time.Duration // a longer pause stops the user
	backoff  func(n int) time.Duration
	changes  *broadcast // notified when a wait may have changed
	asked    func(wait time.Duration)

	mu          sync.Mutex
	window      *window
	concurrency concurrencyWindow
	pause       backoff
	pace        *rate.Limiter // nil: not paced
	heaviest    int           // weight of the heaviest request
}

func newBudget(r Rate, concurrent int, patience time.Duration, backoff func(n int) time.Duration) *budget {
	return &budget{
		patience:    patience,
		backoff:     backoff,
		changes:     new(broadcast),
		window:      newWindow(r.Requests, r.Span),
		concurrency: newConcurrencyWindow(concurrent),
	}
}

// expect paces requests evenly, with a small burst, when more are to come than the window
// holds: a run that uses its window up at once stands still for the rest of the span.
func (b *budget) expect(requests int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := b.window
	if w.limit == 0 || b.pace != nil || requests <= w.free(now) {
		return
	}
	b.pace = rate.NewLimiter(rate.Limit(float64(w.limit)/w.span.Seconds()), min(max(burst, b.heaviest), w.limit))
}

func (b *budget) recent(now time.Time) []Sent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.window.recent(now)
}

func (b *budget) book(sent []Sent, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.window.book(sent, now)
}

// Ticket is the right to send one request. It is given back by Release, once.
type Ticket struct {
	User   int // whose request it is
	weight int
	round  int
}

// untilNotified is a wait that only a notification ends.
const untilNotified = time.Hour

// take returns a ticket, or how long to wait before asking again unless notified. The
// error is a TooLongError.
func (b *budget) take(now time.Time, weight int) (Ticket, time.Duration, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait, err := b.remainingPause(now)
	if err != nil {
		return Ticket{}, 0, err
	}
	wait = max(wait, b.window.wait(now, weight))
	if !b.concurrency.free() {
		wait = max(wait, untilNotified)
	}
	if wait <= 0 {
		wait = b.paceDelay(now, weight)
	}
	if wait > 0 {
		return Ticket{}, wait, nil
	}
	b.window.start(weight)
	return Ticket{weight: weight, round: b.concurrency.start()}, 0, nil
}

// acquire waits for a ticket of this budget.
func (b *budget) acquire(ctx context.Context, weight int) (t Ticket, err error) {
	err = b.changes.wait(ctx, func(now time.Time) (wait time.Duration, err error) {
		t, wait, err = b.take(now, weight)
		return wait, err
	})
	return t, err
}

// remainingPause returns how long the pause still lasts.
func (b *budget) remainingPause(now time.Time) (time.Duration, error) {
	if b.pause.requested.Sub(now) > b.patience {
		return 0, &TooLongError{b.pause.requested}
	}
	return b.pause.wait(now), nil
}

// paceDelay returns how long the pace makes a request wait; 0 means that it has started.
func (b *budget) paceDelay(now time.Time, weight int) time.Duration {
	if b.pace == nil {
		return 0
	}
	r := b.pace.ReserveN(now, min(weight, b.pace.Burst()))
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// paused reports whether a pause is in force; it may have started after the ticket was
// issued.
func (b *budget) paused(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait, err := b.remainingPause(now)
	return wait > 0 || err != nil
}

// Result is what an answer says about the server as a whole, not about a row.
type Result struct {
	Sent       bool // the request was written to the wire
	Transient  bool // a fault that another try may not meet
	PartlyDone bool // some of it was done: the server is not down
	Throttled  bool
	Overloaded bool          // too many requests at once, throttled included
	Denied     bool          // the user was refused everything
	Wait       time.Duration // Retry-After
}

// release books the answer of a request and takes its ticket back, once.
func (b *budget) release(t Ticket, r Result, now time.Time) {
	b.mu.Lock()
	b.window.end(now, t.weight, r.Sent)
	b.concurrency.end(t.round, r.Overloaded, r.Sent && !r.Transient)
	if r.PartlyDone {
		b.pause.good()
	}
	if r.Transient {
		b.pause.fault(now, r.Wait, r.Throttled, b.backoff)
	} else if r.Sent {
		b.pause.good()
	}
	b.mu.Unlock()
	b.changes.notify()
	if r.Transient && r.Wait > 0 && b.asked != nil {
		b.asked(r.Wait)
	}
}
