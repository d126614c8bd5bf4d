package limits

import (
	"context"
	"sync"
	"time"
)

// broadcast wakes all that wait for a budget to change. It is safe for concurrent use.
type broadcast struct {
	mu   sync.Mutex
	next chan struct{} // closed by notify; nil: nothing waits
}

// changed returns a channel that the next notify closes.
func (b *broadcast) changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *broadcast) notify() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}

// wait blocks until check returns no more waiting time, an error, or ctx ends. It checks
// again after every wait and every notification: the obstacle may be gone, or a pause may
// have started meanwhile.
func (b *broadcast) wait(ctx context.Context, check func(now time.Time) (time.Duration, error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		changed := b.changed()
		wait, err := check(time.Now())
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
