package limits

import (
	"context"
	"sync"
	"time"
)

// broadcast wakes those who wait for a budget to change. It is used by several goroutines.
type broadcast struct {
	mu   sync.Mutex
	next chan struct{} // closed by the next ring; nil: nobody waits
}

// changed returns a channel that the next ring closes.
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

// wait waits until look says that there is nothing to wait for. It looks again
// after every wait and every ring: what stood in the way may have gone, or a
// pause may have begun meanwhile.
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
