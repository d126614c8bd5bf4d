package sandbox

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// clock is a clock that moves only when told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestLimits_SlidingWindowIsPerUser(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, Config{Now: clock.now, Limits: Limits{Requests: 3, Window: time.Minute}})
	path := "/customerContacts?$top=1"
	c.get(path).ok(t)
	clock.pass(30 * time.Second)
	c.get(path).ok(t)
	c.get(path).ok(t)
	got := c.get(path)
	got.refused(t, 429, "Application_TooManyRequests", "Actual (4). Maximum (3)")
	if got.header.Get("Retry-After") != "" {
		t.Error("a 429 of the limits has a Retry-After that the documentation does not promise")
	}
	clock.pass(30 * time.Second)
	c.get(path).ok(t) // the first has left the window
	c.get(path).refused(t, 429, "Application_TooManyRequests", "")
	first := c.token
	c.token = c.server.Token("another app")
	c.get(path).ok(t)
	c.token = first
	stats := c.server.Stats()
	if stats.Statuses[429] != 2 || stats.FullestWindow != 5 || stats.Requests != 7 {
		t.Errorf("stats %+v", stats)
	}
}

func TestLimits_RetryAfterWhereConfigured(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, Config{Now: clock.now, Limits: Limits{Requests: 1, Window: time.Minute, RetryAfter: true}})
	c.get("/customerContacts?$top=1").ok(t)
	clock.pass(500 * time.Millisecond)
	if got := c.get("/customerContacts"); got.status != 429 || got.header.Get("Retry-After") != "60" {
		t.Errorf("got %d %v", got.status, got.header)
	}
}

func TestLimits_ZeroMeansPublished(t *testing.T) {
	t.Parallel()
	if got := (Limits{}).withDefaults(); got.Requests != 6000 || got.Window != 5*time.Minute || got.Concurrent != 5 || got.Queue != 95 {
		t.Errorf("got %+v", got)
	}
	if got := (Limits{Concurrent: 7}).withDefaults(); got.Requests != 0 || got.Concurrent != 7 || got.Queue != 95 {
		t.Errorf("got %+v", got)
	}
}

func TestLimits_FiveWorkThreeQueueTheNextIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{Concurrent: 5, Queue: 3}.withDefaults(), time.Now)
		release := make(chan struct{})
		var done sync.WaitGroup
		var mu sync.Mutex
		working := 0
		for range 8 {
			done.Go(func() {
				leave, refused := l.enter(t.Context(), "app", 1)
				if refused != nil {
					t.Error("one of eight was refused")
					return
				}
				mu.Lock()
				working++
				mu.Unlock()
				<-release
				leave()
			})
		}
		synctest.Wait()
		mu.Lock()
		if working != 5 {
			t.Errorf("%d at work, want 5", working)
		}
		mu.Unlock()
		if _, refused := l.enter(t.Context(), "app", 1); refused == nil || refused.status != http.StatusTooManyRequests {
			t.Errorf("the ninth got %+v", refused)
		}
		close(release)
		done.Wait()
		if l.mostAtOnce != 9 || l.users["app"].present != 0 {
			t.Errorf("most at once %d, %d left", l.mostAtOnce, l.users["app"].present)
		}
	})
}

func TestLimits_QueueEndsIn503AfterEightMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{Concurrent: 1}.withDefaults(), time.Now)
		leave, _ := l.enter(t.Context(), "app", 1)
		began := time.Now()
		_, refused := l.enter(t.Context(), "app", 1)
		if refused == nil || refused.status != http.StatusServiceUnavailable || time.Since(began) != 8*time.Minute {
			t.Errorf("got %+v after %v", refused, time.Since(began))
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, refused := l.enter(gone, "app", 1); refused == nil || refused.delivery != lost {
			t.Errorf("a client that went got %+v", refused)
		}
		leave()
	})
}

func TestStats_CountConcurrencyRaceFree(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, Config{Now: clock.now, Delay: 2 * time.Millisecond, Limits: Limits{Requests: 100, Window: time.Minute}})
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			for range 10 {
				c.get("/customerContacts?$top=1")
				clock.pass(time.Millisecond)
			}
		})
	}
	all.Wait()
	stats := c.server.Stats()
	if stats.Requests != 120 || stats.Lists != 120 || stats.Statuses[200] != 100 || stats.Statuses[429] != 20 || stats.FullestWindow != 120 {
		t.Errorf("stats %+v", stats)
	}
	if stats.MostAtOnce < 2 || stats.MostAtOnce > 12 {
		t.Errorf("most at once %d", stats.MostAtOnce)
	}
}
