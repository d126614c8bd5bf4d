package limits

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestBudget_ConcurrencyIsNeverAboveTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 3, time.Minute, quick)
		var mu sync.Mutex
		var now, most int
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				tk, err := b.acquire(t.Context(), 1)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				now++
				most = max(most, now)
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				now--
				mu.Unlock()
				b.release(tk, Result{Sent: true}, time.Now())
			})
		}
		wg.Wait()
		if most != 3 {
			t.Errorf("%d requests at once, want 3", most)
		}
	})
}

func TestBudget_PauseHoldsEverybodyAlsoAfterTheSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 2, time.Minute, quick)
		start := time.Now()
		first := acquire(t, b)
		acquire(t, b)
		b.release(first, Result{Sent: true, Transient: true, Wait: 20 * time.Second}, time.Now())
		if !b.paused(time.Now()) {
			t.Error("a Ticket that was taken before the pause may be used in it")
		}
		if acquire(t, b); time.Since(start) != 20*time.Second {
			t.Errorf("went on after %v, want 20s", time.Since(start))
		}
	})
}

func TestBudget_PauseThatGrowsWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 3, time.Minute, quick)
		start := time.Now()
		first, second := acquire(t, b), acquire(t, b)
		b.release(first, Result{Sent: true, Transient: true, Wait: 5 * time.Second}, time.Now())
		go func() {
			time.Sleep(3 * time.Second)
			b.release(second, Result{Sent: true, Transient: true, Wait: 10 * time.Second}, time.Now())
		}()
		acquire(t, b)
		if got := time.Since(start); got != 13*time.Second {
			t.Errorf("went on after %v, want 13s", got)
		}
	})
}

func TestBudget_PauseBeyondPatienceStopsTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 1, time.Minute, quick)
		b.release(acquire(t, b), Result{Sent: true, Transient: true, Wait: 2 * time.Minute}, time.Now())
		var long *TooLongError
		if _, err := b.acquire(t.Context(), 1); !errors.As(err, &long) {
			t.Errorf("error %v, want a TooLongError", err)
		}
		time.Sleep(2 * time.Minute)
		acquire(t, b) // the slot was given back
	})
}

func TestBudget_EndOfContextEndsEveryWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{Requests: 1, Span: time.Hour}, 2, time.Hour, quick)
		acquire(t, b)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.acquire(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("window: error %v", err)
		}
	})
}

func TestBudget_ExpectPacesOnlyWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		expected int
		want     time.Duration // for 60 requests one after another
	}{
		"fits":     {100, 0},
		"does not": {101, 30 * time.Second}, // (60 - 10 of the burst) at 100 a minute
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBudget(Rate{Requests: 100, Span: time.Minute}, 5, time.Hour, quick)
				b.expect(tt.expected, time.Now())
				start := time.Now()
				for range 60 {
					b.release(acquire(t, b), Result{Sent: true}, time.Now())
				}
				if got := time.Since(start).Round(time.Second); got != tt.want {
					t.Errorf("60 requests took %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestBudget_StrainTakesSlotsAndGoodAnswersGiveThemBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 4, time.Minute, func(int) time.Duration { return time.Second })
		tickets := []Ticket{acquire(t, b), acquire(t, b), acquire(t, b), acquire(t, b)}
		b.release(tickets[0], Result{Sent: true, Transient: true, Throttled: true, Overloaded: true}, time.Now())
		start := time.Now()
		go func() {
			time.Sleep(time.Minute)
			b.release(tickets[1], Result{Sent: true}, time.Now())
			time.Sleep(time.Minute)
			b.release(tickets[2], Result{Sent: true}, time.Now())
		}()
		tk := acquire(t, b) // three are under way, two are allowed: until two have ended
		if got := time.Since(start); got != 2*time.Minute {
			t.Errorf("went on after %v, want 2m", got)
		}
		for range 10 {
			b.release(tk, Result{Sent: true}, time.Now())
			tk = acquire(t, b)
		}
		for range 2 {
			acquire(t, b) // four with the one of the first round
		}
		if got := time.Since(start); got != 2*time.Minute {
			t.Errorf("the slots were not given back: %v", got)
		}
	})
}

func TestBudget_PaceTakesWeightsIntoAccount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{Requests: 100, Span: time.Minute}, 5, time.Hour, quick)
		b.heaviest = 20
		b.expect(1000, time.Now())
		start := time.Now()
		for i, want := range []time.Duration{0, 12 * time.Second, 18 * time.Second} {
			tk, err := b.acquire(t.Context(), []int{20, 20, 10}[i])
			if got := time.Since(start).Round(time.Second); err != nil || got != want {
				t.Errorf("%d: after %v, want %v (%v)", i, got, want, err)
			}
			b.release(tk, Result{Sent: true}, time.Now())
		}
	})
}

func acquire(t *testing.T, b *budget) Ticket {
	t.Helper()
	tk, err := b.acquire(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}
