package businesscentral

import (
	"net/http"
	"testing"
	"time"
)

func TestTimes_TypicalIsTheMedianOfTheLast(t *testing.T) {
	t.Parallel()
	var times times
	if times.typical() != 0 {
		t.Error("something is known at first")
	}
	for _, d := range []time.Duration{3, 1, time.Hour, 2, time.Hour, 2, 1} {
		times.add(100*d, 100)
	}
	if got := times.typical(); got != 2 {
		t.Errorf("typical %v, want 2ns: two waited for a lock", got)
	}
	for range 100 {
		times.add(7, 0)
	}
	if got := times.typical(); got != 7 {
		t.Errorf("typical %v, want that of late", got)
	}
}

func TestLatency_OfGoodAnswersByTheirKind(t *testing.T) {
	t.Parallel()
	const delay = 20 * time.Millisecond
	ids := someIDs(4)
	s, c := batching(t, allDone)
	c.reading.proven = true
	bad := true
	s.refuse = func(w http.ResponseWriter, _ *http.Request) bool {
		if bad {
			w.WriteHeader(503)
			return true
		}
		time.Sleep(delay) // what is measured
		return false
	}
	read(t, c, ids...)
	write(t, c, intentsOn(ids...))
	write(t, c, intentsOn(ids[0]))
	if got := c.Latency(); got != (Latency{}) {
		t.Errorf("faults were measured: %+v", got)
	}
	bad = false
	read(t, c, ids...)
	write(t, c, intentsOn(ids...))
	write(t, c, intentsOn(ids[0]))
	got := c.Latency()
	if got.Read < delay || got.Write < delay || got.Operation < delay/4 || got.Operation > got.Write {
		t.Errorf("latency %+v", got)
	}
	if c.users.limits.budgets[0].flow.underWay != 0 {
		t.Error("a ticket was kept")
	}
}
