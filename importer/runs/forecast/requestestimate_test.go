package forecast

import (
	"math"
	"testing"
	"time"

	"bcimport/importer"
)

func TestRequestEstimate_CountsWhatIsAskedAtTheMost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		estimate         RequestEstimate
		requests, booked int // booked: a batch by its operations
	}{
		"ids in chunks":       {RequestEstimate{Rows: 20_000, Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 400, 20_200},
		"numbers in chunks":   {RequestEstimate{Rows: 250, Keys: 240, Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 13, 258},
		"numbers by the 200":  {RequestEstimate{Rows: 250, Keys: 240, Chunk: 100, Lookups: 200, Workers: 5, Writes: true, Reads: 1}, 12, 257},
		"one by one":          {RequestEstimate{Rows: 250, Keys: 240, Chunk: 1, Workers: 5, Writes: true, Reads: 1}, 740, 740},
		"a plan":              {RequestEstimate{Rows: 250, Chunk: 100, Workers: 5, Reads: 1}, 5, 5},
		"a plan before a run": {RequestEstimate{Rows: 250, Chunk: 100, Workers: 5, Writes: true, Reads: 2}, 15, 260},
		"nothing":             {RequestEstimate{Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 0, 0},
		"less than one chunk": {RequestEstimate{Rows: 7, Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 10, 12},
		"fewer than workers":  {RequestEstimate{Rows: 2, Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 4, 4},
	} {
		if got := test.estimate.Requests(); got != test.requests {
			t.Errorf("%s: %d requests, want %d", name, got, test.requests)
		}
		if got := test.estimate.Booked(true); got != test.booked {
			t.Errorf("%s: %d booked by operations, want %d", name, got, test.booked)
		}
		if got := test.estimate.Booked(false); got != test.requests {
			t.Errorf("%s: %d booked, want %d", name, got, test.requests)
		}
	}
}

func TestRequestEstimate_TakesWhatSlotsOrRateAllow(t *testing.T) {
	t.Parallel()
	pace := importer.Pace{
		Read: 100 * time.Millisecond, Write: 50 * time.Millisecond, Operation: 30 * time.Millisecond,
		Requests: 5700, Span: 5 * time.Minute,
	}
	for name, test := range map[string]struct {
		estimate RequestEstimate
		users    int
		want     time.Duration
	}{
		"the slots bind":           {RequestEstimate{Rows: 10_000, Chunk: 100, Workers: 5, Writes: true, Reads: 1}, 1, 62 * time.Second},
		"four users' slots":        {RequestEstimate{Rows: 10_000, Chunk: 100, Workers: 20, Writes: true, Reads: 1}, 4, 15500 * time.Millisecond},
		"the rate binds":           {RequestEstimate{Rows: 57_000, Chunk: 1, Workers: 5, Writes: true, Reads: 1}, 1, 100 * time.Minute},
		"within the window it not": {RequestEstimate{Rows: 2_000, Chunk: 1, Workers: 5, Writes: true, Reads: 1}, 1, 60 * time.Second},
		"a plan only reads":        {RequestEstimate{Rows: 10_000, Chunk: 100, Workers: 5, Reads: 1}, 1, 2 * time.Second},
	} {
		pace.Users = test.users
		got := test.estimate.Duration(pace, test.estimate.Requests())
		if math.Abs(float64(got-test.want)) > 0.01*float64(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
