package businesscentral

import (
	"net/http"
	"testing"
	"time"
)

func TestLatency_OfGoodAnswersByTheirKind(t *testing.T) {
	t.Parallel()
	const delay = 20 * time.Millisecond
	ids := someIDs(4)
	s, c := batchClient(t, allDone, func(c *Config) { c.Concurrency = 1 }) // a ticket that is kept holds up what follows
	c.listSupport.verified = true
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
}
