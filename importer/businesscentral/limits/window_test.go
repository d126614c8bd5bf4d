package limits

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func at(d time.Duration) time.Time { return epoch.Add(d) }

func TestWindow_BooksByAnswer(t *testing.T) {
	t.Parallel()
	w := newWindow(2, time.Minute)
	w.start(1)
	w.start(1)
	if got := w.wait(at(0), 1); got != time.Minute {
		t.Errorf("both under way: wait %v, want the span", got)
	}
	w.end(at(50*time.Second), 1, true)
	w.end(at(55*time.Second), 1, true)
	if got := w.wait(at(61*time.Second), 1); got != 49*time.Second {
		t.Errorf("wait %v, want 49s: the answer came at 50s", got)
	}
	if got := w.wait(at(110*time.Second), 1); got != 0 {
		t.Errorf("wait %v a span after the answer, want 0", got)
	}
}

func TestWindow_UnsentIsNotCounted(t *testing.T) {
	t.Parallel()
	w := newWindow(1, time.Minute)
	w.start(1)
	w.end(at(0), 1, false)
	if got := w.wait(at(0), 1); got != 0 || w.free(at(0)) != 1 {
		t.Errorf("wait %v, left %d; want 0 and 1", got, w.free(at(0)))
	}
}

func TestWindow_WeightsWaitForEnoughRoom(t *testing.T) {
	t.Parallel()
	w := newWindow(10, time.Minute)
	for i, weight := range []int{4, 3, 2} {
		w.start(weight)
		w.end(at(time.Duration(i)*time.Second), weight, true)
	}
	w.start(1)
	for weight, want := range map[int]time.Duration{1: 50, 4: 50, 5: 51, 7: 51, 8: 52, 9: 52, 10: 60, 99: 60} {
		if got := w.wait(at(10*time.Second), weight); got != want*time.Second {
			t.Errorf("weight %d: wait %v, want %vs", weight, got, int(want))
		}
	}
}

func TestWindow_ZeroIsNoLimit(t *testing.T) {
	t.Parallel()
	w := newWindow(0, 0)
	for range 1000 {
		if w.wait(at(0), 1) != 0 {
			t.Fatal("waits")
		}
		w.start(1)
		w.end(at(0), 1, true)
	}
	if len(w.answered) != 0 {
		t.Errorf("keeps %d times that nobody needs", len(w.answered))
	}
}

// Whatever the delays on the wire, a server that sees a request at any moment
// between its start and its answer never sees more than the limit in a span.
func TestWindow_NeverMoreThanLimitInAnySpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		span := time.Duration(rapid.IntRange(1, 100).Draw(t, "span"))
		w := newWindow(limit, span)
		now := epoch
		type sent struct{ seen, answer time.Time }
		var open []sent
		var seen []time.Time
		for range rapid.IntRange(1, 60).Draw(t, "requests") {
			for {
				for i := 0; i < len(open); i++ {
					if !open[i].answer.After(now) {
						w.end(open[i].answer, 1, true)
						open = append(open[:i], open[i+1:]...)
						i--
					}
				}
				if w.wait(now, 1) <= 0 {
					break
				}
				now = now.Add(1)
			}
			w.start(1)
			arrives := now.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "there")))
			open = append(open, sent{arrives, arrives.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "back")))})
			seen = append(seen, arrives)
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "gap")))
		}
		for _, from := range seen {
			n := 0
			for _, s := range seen {
				if !s.Before(from) && s.Before(from.Add(span)) {
					n++
				}
			}
			if n > limit {
				t.Fatalf("%d requests within a span, limit %d", n, limit)
			}
		}
	})
}

func TestBackoff_Arithmetic(t *testing.T) {
	t.Parallel()
	delay := func(n int) time.Duration { return time.Duration(n) * time.Second }
	type fault struct {
		asked     time.Duration
		throttled bool
	}
	passing := fault{}
	tests := map[string]struct {
		faults []fault
		want   time.Duration
	}{
		"asked":                        {[]fault{{asked: 7 * time.Second}}, 7 * time.Second},
		"a shorter one does not cut":   {[]fault{{asked: 7 * time.Second}, {asked: 2 * time.Second}}, 7 * time.Second},
		"a longer one extends":         {[]fault{{asked: 2 * time.Second}, {asked: 7 * time.Second}}, 7 * time.Second},
		"throttled without words":      {[]fault{{throttled: true}}, 2 * time.Second},
		"throttled again":              {[]fault{{throttled: true}, {throttled: true}}, 3 * time.Second},
		"few faults are rows' matters": {[]fault{passing, passing, passing, passing, passing}, 0},
		"many are the server's":        {[]fault{passing, passing, passing, passing, passing, passing}, time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p backoff
			for _, f := range tt.faults {
				p.fault(epoch, f.asked, f.throttled, delay)
			}
			if got := max(0, p.wait(epoch)); got != tt.want {
				t.Errorf("pause %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBackoff_GoodAnswerForgetsStrikes(t *testing.T) {
	t.Parallel()
	var p backoff
	for range 20 {
		p.fault(epoch, 0, false, func(int) time.Duration { return 0 })
		p.good()
	}
	p.fault(epoch, 0, false, func(int) time.Duration { return time.Hour })
	if p.wait(epoch) > 0 {
		t.Error("single faults among good answers made everybody wait")
	}
}

func TestWindow_WhatAnEarlierProcessSentStillCounts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	before := newWindow(100, 5*time.Minute)
	for i := range 60 {
		before.start(1)
		before.end(now.Add(time.Duration(i)*time.Second), 1, true)
	}
	stopped := now.Add(time.Minute)
	recent := before.recent(stopped)
	if len(recent) != 6 || recent[0].Requests != 10 {
		t.Fatalf("recent is %+v", recent)
	}
	w := newWindow(100, 5*time.Minute)
	w.book(recent, stopped)
	if free := w.free(stopped); free != 40 {
		t.Errorf("%d requests are left, want 40", free)
	}
	if free := w.free(now.Add(5*time.Minute + 9*time.Second)); free != 40 {
		t.Errorf("%d requests are left before the first ones leave the window", free)
	}
	if free := w.free(now.Add(6*time.Minute + resolution)); free != 100 {
		t.Errorf("%d requests are left when all have left the window", free)
	}
}

func TestWindow_ClockThatWasPutBackHoldsNothingUpForLonger(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	w := newWindow(10, 5*time.Minute)
	w.book([]Sent{{At: now.Add(24 * time.Hour), Requests: 1000}}, now)
	if free := w.free(now); free != 0 {
		t.Errorf("%d requests are left", free)
	}
	if free := w.free(now.Add(5 * time.Minute)); free != 10 {
		t.Errorf("%d requests are left after the window", free)
	}
}
