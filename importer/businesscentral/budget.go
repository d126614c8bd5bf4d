package businesscentral

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"bcimport/importer"
)

// Rate is a number of requests in any span of that length. Zero Requests mean
// no limit.
type Rate struct {
	Requests int
	Span     time.Duration
}

// burst is how many requests of a paced run may be sent at once.
const burst = 10

// budget is the one gate that every request of an application user passes, token
// requests aside: slots, window, pauses and even pacing. It is used by several
// goroutines.
type budget struct {
	patience time.Duration // a longer pause stops the user
	backoff  func(n int) time.Duration
	bell     *bell // rung when a wait may have become shorter or longer

	mu       sync.Mutex
	window   *window
	flow     flow
	pause    pause
	pace     *rate.Limiter // nil: not paced
	heaviest int           // weight of the heaviest request
}

func newBudget(r Rate, concurrent int, patience time.Duration, backoff func(n int) time.Duration) *budget {
	return &budget{
		patience: patience,
		backoff:  backoff,
		bell:     new(bell),
		window:   newWindow(r.Requests, r.Span),
		flow:     newFlow(concurrent),
	}
}

// expect paces requests evenly, with a small burst, when more are to come than
// the window holds: a run that burns its window at once stands still for the rest
// of it.
func (b *budget) expect(requests int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := b.window
	if w.limit == 0 || b.pace != nil || requests <= w.left(now) {
		return
	}
	b.pace = rate.NewLimiter(rate.Limit(float64(w.limit)/w.span.Seconds()), min(max(burst, b.heaviest), w.limit))
}

func (b *budget) recent(now time.Time) []importer.Sent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.window.recent(now)
}

func (b *budget) book(sent []importer.Sent, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.window.book(sent, now)
}

// ticket is the right to send one request. It is given back by release, once.
type ticket struct {
	user   int
	weight int
	round  int
}

// untilRung waits for the bell alone.
const untilRung = time.Hour

// take gives out a ticket if nothing stands in the way; otherwise it tells how
// long it is worth waiting unless the bell rings. Being asked to wait for longer
// than the patience is an error.
func (b *budget) take(now time.Time, weight int) (ticket, time.Duration, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait, err := b.paused(now)
	if err != nil {
		return ticket{}, 0, err
	}
	wait = max(wait, b.window.wait(now, weight))
	if !b.flow.free() {
		wait = max(wait, untilRung)
	}
	if wait <= 0 {
		wait = b.paced(now, weight)
	}
	if wait > 0 {
		return ticket{}, wait, nil
	}
	b.window.start(weight)
	return ticket{weight: weight, round: b.flow.start()}, 0, nil
}

// acquire waits for a ticket of this budget.
func (b *budget) acquire(ctx context.Context, weight int) (t ticket, err error) {
	err = b.bell.await(ctx, func(now time.Time) (wait time.Duration, err error) {
		t, wait, err = b.take(now, weight)
		return wait, err
	})
	return t, err
}

// paused returns how long the pause still lasts.
func (b *budget) paused(now time.Time) (time.Duration, error) {
	if b.pause.asked.Sub(now) > b.patience {
		return 0, fmt.Errorf("%w: it asks to wait until %s", importer.ErrServerDown, b.pause.asked.UTC().Format(time.RFC3339))
	}
	return b.pause.wait(now), nil
}

// paced returns how long the even pace makes a request wait; 0 has used it up.
func (b *budget) paced(now time.Time, weight int) time.Duration {
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

// stands tells that a pause lasts: one may have begun since the ticket was taken.
func (b *budget) stands(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait, err := b.paused(now)
	return wait > 0 || err != nil
}

// verdict is what an answer says about the server as a whole.
type verdict struct {
	sent      bool // the request was written to the wire
	passing   bool // a fault that may pass
	partly    bool // though something was done: the server is not down
	throttled bool
	strained  bool          // throttled, or overloaded: fewer at once
	denied    bool          // the user was refused, or permitted nothing
	asked     time.Duration // Retry-After
}

// release books the answer of a request and takes its ticket back.
func (b *budget) release(t ticket, v verdict, now time.Time) {
	b.mu.Lock()
	b.window.end(now, t.weight, v.sent)
	b.flow.end(t.round, v.strained, v.sent && !v.passing)
	if v.partly {
		b.pause.good()
	}
	if v.passing {
		b.pause.fault(now, v.asked, v.throttled, b.backoff)
	} else if v.sent {
		b.pause.good()
	}
	b.mu.Unlock()
	b.bell.ring()
}
