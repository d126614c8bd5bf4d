//go:build fleet && unix

package fleettest

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bcimport/importer/sandbox"
)

// TestNight has three workers do two files for each of 300 targets, of sizes that are far
// apart, and kills one of them in the middle. Nothing is missing, no file of a target
// overtakes the one before it, and no two of one target are in work at once.
func TestNight(t *testing.T) {
	const targets, most = 300, 170
	w := newWorld(t, settings{targets: targets, contacts: 400, workers: 3, slots: 32, delay: 30 * time.Millisecond, batch: "10", folder: true})
	random := rand.New(rand.NewPCG(*seed, 300))
	var trips [targets][2]*trip
	rows := 0
	for i, g := range w.targets {
		first := 0
		for n := range trips[i] {
			size := min(most, int(5*math.Pow(random.Float64(), -1/1.1))) // Pareto's
			made, err := w.newTrip(g, first, size)
			if err != nil {
				t.Fatal(err)
			}
			trips[i][n], first, rows = made, first+size, rows+size
		}
		if first > len(g.all) {
			t.Fatalf("%d rows for %d contacts", first, len(g.all))
		}
	}
	begin := time.Now()
	for n := range 2 {
		var group sync.WaitGroup
		var next atomic.Int64
		for range 8 {
			group.Go(func() {
				for i := next.Add(1) - 1; i < targets; i = next.Add(1) - 1 {
					if err := trips[i][n].submit(); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
	}
	submitted := time.Since(begin)
	var killed time.Duration
	for left := 2 * targets; left > 0; time.Sleep(100 * time.Millisecond) {
		left = 0
		for _, of := range trips {
			for _, trip := range of {
				if _, err := os.Stat(filepath.Join(w.dir, "store", "runs", trip.id, "result.json")); err != nil {
					left++
				}
			}
		}
		if left <= targets && killed == 0 {
			killed = time.Since(begin)
			w.workers[0].process().kill()
		}
		if time.Since(begin) > 15*time.Minute {
			t.Fatalf("%d of %d runs have not ended\n%s", left, 2*targets, tail(w.path("worker1.log")))
		}
	}
	took := time.Since(begin)
	attempts := 0
	for i, of := range trips {
		for _, trip := range of {
			if err := trip.check(); err != nil {
				t.Errorf("%s of %s: %v\n%s", trip.id, trip.target.name, err, w.logsOf(trip.id))
			}
		}
		if err := inOrder(w.targets[i], of); err != nil {
			t.Error(err)
		}
		attempts += len(of)
	}
	t.Logf("%d targets, %d runs, %d rows: %.1f s, of which %.1f s for submitting; a worker was killed after %.1f s\n%s",
		targets, attempts, rows, took.Seconds(), submitted.Seconds(), killed.Seconds(), w.resources())
}

// inOrder reports a write of the first file of a target that came after one of the second.
func inOrder(g *target, of [2]*trip) error {
	which := map[string]int{}
	for n, trip := range of {
		for _, r := range trip.rows {
			which[r.key+"\n"+r.value] = n
		}
	}
	later := false
	var wrong []sandbox.Write
	for _, write := range g.server.Writes() {
		switch which[write.Number+"\n"+write.Fields[0].After] {
		case 1:
			later = true
		case 0:
			if later {
				wrong = append(wrong, write)
			}
		}
	}
	if len(wrong) > 0 {
		return errors.New(g.name + ": a write of the first file came after one of the second: " + wrong[0].Number)
	}
	return nil
}
