package importer

import (
	"context"
	"time"
)

// DefaultGiveUpAfter is how long an unavailable service is waited for where nothing else
// is set.
const DefaultGiveUpAfter = 15 * time.Minute

// Backoff returns how long to wait after the nth fault of a row (from 1): it
// doubles from 250 ms to 30 s. jitter in [0,1) takes off up to half, so that
// chunks that failed together do not come back together. Rows that failed in one
// request share it: they go in one request again.
func Backoff(n int, jitter float64) time.Duration {
	const first, most = 250 * time.Millisecond, 30 * time.Second
	d := most
	if n < 8 {
		d = min(first<<(max(n, 1)-1), most)
	}
	return d - time.Duration(jitter*float64(d)/2)
}

// Sleep waits for d. If ctx ends before, it returns ctx.Err().
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
