package limits

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func quick(int) time.Duration { return time.Millisecond }

func TestPool_NeitherWaitsForTheOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(2, Config{Concurrency: 1, Patience: time.Hour, Backoff: quick})
		first, _ := p.Acquire(t.Context(), 1)
		second, _ := p.Acquire(t.Context(), 1)
		if first.User != 0 || second.User != 1 {
			t.Fatalf("%d and %d", first.User, second.User)
		}
		go func() { time.Sleep(time.Second); p.Release(second, Result{Sent: true}, time.Now()) }()
		go func() { time.Sleep(time.Hour); p.Release(first, Result{Sent: true}, time.Now()) }()
		start := time.Now()
		got, err := p.Acquire(t.Context(), 1)
		if err != nil || got.User != 1 || time.Since(start) != time.Second {
			t.Errorf("%v after %v (%v)", got, time.Since(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := p.AcquireExcept(ctx, 1, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		time.Sleep(time.Hour)
	})
}

// A request that needs much of the window is not overtaken for ever by others.
func TestPool_FirstComeFirstServed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(1, Config{Rate: Rate{100, time.Minute}, Concurrency: 5, Heaviest: 50, Patience: time.Hour, Backoff: quick})
		for range 100 { // one every 500 ms; the window is used up after 50 s
			tk, _ := p.Acquire(t.Context(), 1)
			p.Release(tk, Result{Sent: true}, time.Now())
			time.Sleep(500 * time.Millisecond)
		}
		start := time.Now()
		heavy := make(chan time.Duration)
		go func() {
			tk, _ := p.Acquire(t.Context(), 50)
			p.Release(tk, Result{Sent: true}, time.Now())
			heavy <- time.Since(start)
		}()
		synctest.Wait()
		for range 10 {
			go func() {
				tk, _ := p.Acquire(t.Context(), 1)
				p.Release(tk, Result{Sent: true}, time.Now())
			}()
		}
		if got := <-heavy; got != 34500*time.Millisecond {
			t.Errorf("got its turn after %v, want 34.5s: the 50th was answered after 24.5s", got)
		}
		time.Sleep(time.Minute)
	})
}

func TestPool_TellsHowLongTheServerAsksToWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Duration
		p := NewPool(1, Config{Concurrency: 1, Patience: time.Hour, Backoff: quick, Asked: func(wait time.Duration) { asked = append(asked, wait) }})
		for _, r := range []Result{{Sent: true, Transient: true, Throttled: true, Wait: 20 * time.Second}, {Sent: true, Transient: true}, {Sent: true}} {
			ticket, err := p.Acquire(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			p.Release(ticket, r, time.Now())
		}
		if !slices.Equal(asked, []time.Duration{20 * time.Second}) {
			t.Errorf("told of %v", asked)
		}
	})
}
