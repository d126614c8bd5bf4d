package news

import (
	"context"
	"time"
)

// A stop that a signal asked for ends within 10 seconds of it, news included.
const (
	AfterSignal = 8 * time.Second // how long all news may take
	OfStop      = 5 * time.Second // how long one of a run that the signal stopped may take
)

// Outlast returns a context that ends d after ctx has ended.
func Outlast(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d, cancel) })
	return longer, func() { stop(); cancel() }
}
