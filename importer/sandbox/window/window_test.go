package window

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWindow_CountsExactlyTheEventsWithin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := Window{Length: time.Minute}
		now := time.Date(2026, time.January, 5, 8, 30, 0, 0, time.UTC)
		var all []time.Time
		for _, step := range rapid.SliceOf(rapid.IntRange(0, 20)).Draw(t, "seconds between events") {
			now = now.Add(time.Duration(step) * time.Second)
			w.Add(now, 1)
			all = append(all, now)
			want := 0
			for _, at := range all {
				if now.Sub(at) < time.Minute {
					want++
				}
			}
			if w.total != want || w.Count(now) != want {
				t.Fatalf("%d in the window, want %d", w.total, want)
			}
		}
	})
}
