package pipeline

import (
	"testing"
	"time"

	"bcimport/importer"
)

func TestBackoff_DoublesToABoundAndJitterTakesOffUpToHalf(t *testing.T) {
	t.Parallel()
	want := map[int]time.Duration{
		-1: 250 * time.Millisecond, 1: 250 * time.Millisecond, 2: 500 * time.Millisecond, 7: 16 * time.Second,
		8: 30 * time.Second, 1000: 30 * time.Second,
	}
	for n, d := range want {
		if got := importer.Backoff(n, 0); got != d {
			t.Errorf("Backoff(%d, 0) is %s, want %s", n, got, d)
		}
		if got := importer.Backoff(n, 0.999); got < d/2 || got >= d {
			t.Errorf("Backoff(%d, 0.999) is %s", n, got)
		}
	}
}

func TestServerHealth_DownIsCountedFromTheFirstFaultAfterAGoodAnswer(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	h := newServerHealth(time.Minute)
	at := func(s int) time.Time { return start.Add(time.Duration(s) * time.Second) }
	if h.down(at(1000)) {
		t.Error("down without a fault")
	}
	h.record(importer.Lost, importer.Fault{HTTPStatus: 503}, at(1000))
	h.record(importer.NotDone, importer.Fault{HTTPStatus: 429}, at(1030))
	if h.down(at(1059)) || !h.down(at(1060)) {
		t.Error("down is not counted from the first fault")
	}
	h.record(importer.NotDone, importer.Fault{HTTPStatus: 409}, at(1061)) // a lock is told by a server that works
	if h.down(at(1061)) || !h.lastGoodAfter(at(1061)) || h.lastGoodAfter(at(1062)) {
		t.Error("a good answer does not count")
	}
	h.record(importer.NotSent, importer.Fault{}, at(1070))
	if h.down(at(9999)) {
		t.Error("down though nothing was sent")
	}
}

func TestRowFaults_CountOnlyWhileTheServerAnswersOthers(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	h := newServerHealth(time.Hour)
	var m rowFaults
	h.good(now)
	fault := func(good bool) bool {
		now = now.Add(time.Second)
		if good {
			h.good(now)
		} else {
			h.fault(now)
		}
		return m.add(now, h)
	}
	for range 100 {
		if fault(false) {
			t.Fatal("given up while the server is down for all")
		}
	}
	for i := m.n + 1; i < maxFaults; i++ {
		if fault(true) {
			t.Fatalf("given up after %d misses", i)
		}
	}
	if !fault(true) {
		t.Error("never given up")
	}

	var late rowFaults
	h.good(now)
	late.add(now.Add(time.Second), h)
	now = now.Add(2 * time.Hour)
	h.good(now)
	if !late.add(now, h) {
		t.Error("kept beyond the run's patience")
	}
}
