package businesscentral

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
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
				if err := b.acquire(t.Context()); err != nil {
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
				b.release(verdict{sent: true}, time.Now())
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
		acquire(t, b)
		acquire(t, b)
		b.release(verdict{sent: true, passing: true, asked: 20 * time.Second}, time.Now())
		if err := b.standBy(t.Context()); err != nil || time.Since(start) != 20*time.Second {
			t.Errorf("standBy ended after %v (%v), want 20s", time.Since(start), err)
		}
		acquire(t, b)
	})
}

func TestBudget_PauseThatGrowsWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Rate{}, 3, time.Minute, quick)
		start := time.Now()
		acquire(t, b)
		acquire(t, b)
		b.release(verdict{sent: true, passing: true, asked: 5 * time.Second}, time.Now())
		go func() {
			time.Sleep(3 * time.Second)
			b.release(verdict{sent: true, passing: true, asked: 10 * time.Second}, time.Now())
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
		acquire(t, b)
		b.release(verdict{sent: true, passing: true, asked: 2 * time.Minute}, time.Now())
		if err := b.acquire(t.Context()); !errors.Is(err, importer.ErrServerDown) {
			t.Errorf("error %v, want ErrServerDown", err)
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
		if err := b.acquire(ctx); !errors.Is(err, context.DeadlineExceeded) {
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
					acquire(t, b)
					b.release(verdict{sent: true}, time.Now())
				}
				if got := time.Since(start).Round(time.Second); got != tt.want {
					t.Errorf("60 requests took %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func acquire(t *testing.T, b *budget) {
	t.Helper()
	if err := b.acquire(t.Context()); err != nil {
		t.Fatal(err)
	}
}
