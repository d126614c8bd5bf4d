package limits

import (
	"testing"
	"time"
)

func TestDurations_TypicalIsTheMedianOfTheLast(t *testing.T) {
	t.Parallel()
	var d Durations
	if d.Typical() != 0 {
		t.Error("something is known at first")
	}
	for _, took := range []time.Duration{3, 1, time.Hour, 2, time.Hour, 2, 1} {
		d.Add(100*took, 100)
	}
	if got := d.Typical(); got != 2 {
		t.Errorf("typical %v, want 2ns: two waited for a lock", got)
	}
	for range 100 {
		d.Add(7, 0)
	}
	if got := d.Typical(); got != 7 {
		t.Errorf("typical %v, want that of late", got)
	}
}
