package page

import (
	"maps"
	"slices"
	"time"
)

// maxSpans bounds a timeline.
const maxSpans = 256

// timeline counts rows by the time at which they ended. Only spans in which rows ended
// take memory, so that a run resumed days later is as precise as another; where there are
// too many, neighbours are merged.
type timeline struct {
	start time.Time
	width time.Duration // of a span
	spans map[int64]*span
	end   time.Duration // of the last row, from the start

	at   int64 // the span that was counted last, which is most often the next one too
	last *span
}

// span is what ended in one stretch of time.
type span struct{ rows, failures int }

func newTimeline(start time.Time) timeline {
	return timeline{start: start, width: 10 * time.Millisecond, spans: map[int64]*span{}}
}

// add counts a row. One from before the start, by a clock put back, counts there.
func (t *timeline) add(at time.Time, failed bool) {
	since := max(0, at.Sub(t.start))
	t.end = max(t.end, since)
	i := int64(since / t.width)
	if t.last == nil || t.at != i {
		t.at, t.last = i, t.spans[i]
		if t.last == nil {
			t.last = &span{}
			t.spans[i] = t.last
		}
	}
	t.last.rows++
	if failed {
		t.last.failures++
	}
	for len(t.spans) > maxSpans {
		t.merge()
	}
}

// merge makes the spans twice as wide.
func (t *timeline) merge() {
	wide := map[int64]*span{}
	for i, s := range t.spans {
		if w := wide[i/2]; w != nil {
			w.rows += s.rows
			w.failures += s.failures
		} else {
			wide[i/2] = s
		}
	}
	t.width *= 2
	t.spans, t.last = wide, nil
}

// order returns the spans in the order of time.
func (t *timeline) order() []int64 { return slices.Sorted(maps.Keys(t.spans)) }
