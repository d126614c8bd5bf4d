package businesscentral

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"bcimport/importer"
)

// Rate is a number of requests in any span of that length. Zero Requests mean
// no limit.
type Rate struct {
	Requests int
	Span     time.Duration
}

// budget is the one gate that every request of an application user passes, token
// requests aside: slots, window, pauses and even pacing. It is used by several
// goroutines.
type budget struct {
	slots    *semaphore.Weighted
	patience time.Duration // a longer pause stops the run

	mu      sync.Mutex
	window  *window
	pause   pause
	changed chan struct{} // closed and replaced when a wait may have become shorter or longer
	pace    *rate.Limiter // nil: not paced
}

func newBudget(r Rate, concurrent int, patience time.Duration) *budget {
	return &budget{
		slots:    semaphore.NewWeighted(int64(concurrent)),
		patience: patience,
		window:   newWindow(r.Requests, r.Span),
		changed:  make(chan struct{}),
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
	b.pace = rate.NewLimiter(rate.Limit(float64(w.limit)/w.span.Seconds()), min(10, w.limit))
}

// acquire waits until a request may be sent. Every acquire that returns nil is
// followed by exactly one release.
func (b *budget) acquire(ctx context.Context) error {
	if err := b.slots.Acquire(ctx, 1); err != nil {
		return err
	}
	if err := b.await(ctx); err != nil {
		b.slots.Release(1)
		return err
	}
	return nil
}

func (b *budget) await(ctx context.Context) error {
	b.mu.Lock()
	pace := b.pace
	b.mu.Unlock()
	if pace != nil {
		if err := pace.Wait(ctx); err != nil {
			return err
		}
	}
	// Looked at again after every wait: a pause may have begun meanwhile.
	for {
		wait, changed, err := b.enter(ctx, time.Now())
		if err != nil || wait <= 0 {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// enter starts a request in the window if nothing stands in its way.
func (b *budget) enter(ctx context.Context, now time.Time) (time.Duration, <-chan struct{}, error) {
	if err := ctx.Err(); err != nil {
		return 0, nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	paused := b.pause.wait(now)
	if paused > b.patience {
		return 0, nil, fmt.Errorf("%w: it asks to wait until %s", importer.ErrServerDown, b.pause.until.UTC().Format(time.RFC3339))
	}
	if wait := max(paused, b.window.wait(now)); wait > 0 {
		return wait, b.changed, nil
	}
	b.window.start()
	return 0, nil, nil
}

// verdict is what an answer says about the server as a whole.
type verdict struct {
	sent      bool // the request was written to the wire
	passing   bool // a fault that may pass
	throttled bool
	asked     time.Duration // Retry-After
}

// release books the answer of a request and gives its slot back.
func (b *budget) release(v verdict, now time.Time) {
	b.mu.Lock()
	b.window.end(now, v.sent)
	if v.passing {
		b.pause.fault(now, v.asked, v.throttled, func(n int) time.Duration { return importer.Backoff(n, rand.Float64()) })
	} else if v.sent {
		b.pause.good()
	}
	close(b.changed)
	b.changed = make(chan struct{})
	b.mu.Unlock()
	b.slots.Release(1)
}
