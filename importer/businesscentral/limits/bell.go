package limits

import (
	"context"
	"sync"
	"time"
)

// bell wakes those who wait for a budget to change. It is used by several goroutines.
type bell struct {
	mu   sync.Mutex
	rung chan struct{} // closed by the next ring; nil: nobody waits
}

// listen returns a channel that the next ring closes.
func (b *bell) listen() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// await waits until look says that there is nothing to wait for. It looks again
// after every wait and every ring: what stood in the way may have gone, or a
// pause may have begun meanwhile.
func (b *bell) await(ctx context.Context, look func(now time.Time) (time.Duration, error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		rung := b.listen()
		wait, err := look(time.Now())
		if err != nil || wait <= 0 {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-rung:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}
