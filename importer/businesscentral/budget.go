package businesscentral

import (
	"context"
	"fmt"
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
	backoff  func(n int) time.Duration

	mu      sync.Mutex
	window  *window
	pause   pause
	changed chan struct{} // closed and replaced when a wait may have become shorter or longer
	pace    *rate.Limiter // nil: not paced
}

func newBudget(r Rate, concurrent int, patience time.Duration, backoff func(n int) time.Duration) *budget {
	return &budget{
		slots:    semaphore.NewWeighted(int64(concurrent)),
		patience: patience,
		backoff:  backoff,
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

// acquire waits until a request may be sent. Every acquire that returns nil is
// followed by exactly one release.
func (b *budget) acquire(ctx context.Context) error {
	if err := b.slots.Acquire(ctx, 1); err != nil {
		return err
	}
	if err := b.enterPaced(ctx); err != nil {
		b.slots.Release(1)
		return err
	}
	return nil
}

func (b *budget) enterPaced(ctx context.Context) error {
	b.mu.Lock()
	pace := b.pace
	b.mu.Unlock()
	if pace != nil {
		if err := pace.Wait(ctx); err != nil {
			return err
		}
	}
	return b.await(ctx, b.enter)
}

// standBy waits while a pause lasts: one may have begun since acquire.
func (b *budget) standBy(ctx context.Context) error { return b.await(ctx, b.paused) }

// await waits until look, called with b.mu held, says that there is nothing to
// wait for. It looks again after every wait: a pause may have begun meanwhile.
func (b *budget) await(ctx context.Context, look func(now time.Time) (time.Duration, error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		b.mu.Lock()
		wait, err := look(time.Now())
		changed := b.changed
		b.mu.Unlock()
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
func (b *budget) enter(now time.Time) (time.Duration, error) {
	wait, err := b.paused(now)
	if err != nil {
		return 0, err
	}
	if wait = max(wait, b.window.wait(now)); wait <= 0 {
		b.window.start()
	}
	return wait, nil
}

// paused returns how long the pause still lasts; being asked to wait for longer
// than the patience is a reason to stop.
func (b *budget) paused(now time.Time) (time.Duration, error) {
	if b.pause.asked.Sub(now) > b.patience {
		return 0, fmt.Errorf("%w: it asks to wait until %s", importer.ErrServerDown, b.pause.asked.UTC().Format(time.RFC3339))
	}
	return b.pause.wait(now), nil
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
		b.pause.fault(now, v.asked, v.throttled, b.backoff)
	} else if v.sent {
		b.pause.good()
	}
	close(b.changed)
	b.changed = make(chan struct{})
	b.mu.Unlock()
	b.slots.Release(1)
}
