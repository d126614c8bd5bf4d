//go:build fleet && unix

package fleettest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var (
	seed   = flag.Uint64("seed", 1, "which mishaps come where")
	number = flag.Int("mishaps", 100, "how many of them TestMishaps has, at least; each kind comes once")
	atOnce = flag.Int("at-once", 8, "how many runs meet one at a time; alone, what one costs is not mixed with another's")
)

// mishap is one kind of what can happen to a run.
type mishap struct {
	name string
	// arm says when it comes, and what it is.
	arm func(r *rand.Rand, t *trip)
	// late has it come at some time instead.
	late bool
	// others is of the whole fleet, and comes to all runs in work at once.
	others func(w *world) error
}

// atAppend and atWrite are points of a run, before or after the other side has it.
func atAppend(r *rand.Rand) func(step) bool {
	n, done := 1+r.IntN(40), r.IntN(2) == 0
	return func(s step) bool { return s.what == "append" && s.n >= n && s.done == done }
}

func atWrite(r *rand.Rand) func(step) bool {
	n, done := 1+r.IntN(25), r.IntN(2) == 0
	return func(s step) bool { return s.what == "write" && s.n >= n && s.done == done }
}

func atEither(r *rand.Rand) func(step) bool {
	if r.IntN(2) == 0 {
		return atAppend(r)
	}
	return atWrite(r)
}

// kill ends a worker; what it was sending may arrive or not.
func kill(r *rand.Rand) func(*trip, *process) bool {
	lose := r.IntN(2) == 0
	return func(_ *trip, p *process) bool {
		p.kill()
		return lose
	}
}

// stop stops a worker for a while.
func stop(d time.Duration) func(*trip, *process) bool {
	return func(_ *trip, p *process) bool {
		p.signal(syscall.SIGSTOP)
		time.AfterFunc(d, func() { p.signal(syscall.SIGCONT) })
		return false
	}
}

// stopped arms a stop.
func stopped(d time.Duration) func(*rand.Rand, *trip) {
	return func(r *rand.Rand, t *trip) { t.point, t.act = atEither(r), stop(d) }
}

// silent arms a connection to Temporal that passes on nothing for a while.
func silent(d time.Duration) func(*rand.Rand, *trip) {
	return func(r *rand.Rand, t *trip) {
		t.point, t.act = atEither(r), func(t *trip, p *process) bool {
			if k := t.w.holder(p); k != nil {
				k.wire.stall(d)
			}
			return false
		}
	}
}

// bumpy arms a store that fails for a worker, from the start of the run for so long.
func bumpy(d time.Duration, choose func(r *rand.Rand) bump) func(*rand.Rand, *trip) {
	return func(r *rand.Rand, t *trip) {
		var mu sync.Mutex
		faults := func(*http.Request) bump {
			mu.Lock()
			defer mu.Unlock()
			return choose(r)
		}
		t.point, t.act = atAppend(rand.New(rand.NewPCG(r.Uint64(), 0))), func(t *trip, p *process) bool {
			if k := t.w.holder(p); k != nil {
				k.gate.bump.Store(&faults)
				time.AfterFunc(d, func() { k.gate.bump.CompareAndSwap(&faults, nil) })
			}
			return false
		}
	}
}

func mishaps() []mishap {
	return []mishap{
		{name: "killed at an append", arm: func(r *rand.Rand, t *trip) { t.point, t.act = atAppend(r), kill(r) }},
		{name: "killed at a write", arm: func(r *rand.Rand, t *trip) { t.point, t.act = atWrite(r), kill(r) }},
		{name: "killed at some time", late: true, arm: func(r *rand.Rand, t *trip) {
			t.point, t.act = func(s step) bool { return s.what == "now" }, kill(r)
		}},
		{name: "killed, and in takeover", arm: func(r *rand.Rand, t *trip) {
			again, extra := kill(r), r.IntN(4)
			t.point, t.act = atEither(r), func(t *trip, p *process) bool {
				p.kill()
				first := t.appends
				t.point = func(s step) bool { return s.what == "append" && s.process >= 2 && s.n > first+extra }
				t.act = again
				return false
			}
		}},
		{name: "stopped for 4 s", arm: stopped(4 * time.Second)},
		{name: "stopped for 14 s", arm: stopped(14 * time.Second)},
		{name: "stopped for 25 s", arm: stopped(25 * time.Second)},
		{name: "deployed", arm: func(r *rand.Rand, t *trip) {
			t.point, t.act = atEither(r), func(_ *trip, p *process) bool {
				p.signal(syscall.SIGTERM)
				return false
			}
		}},
		{name: "heartbeats held for 5 s", arm: silent(5 * time.Second)},
		{name: "heartbeats held for 15 s", arm: silent(15 * time.Second)},
		{name: "store loses requests", arm: bumpy(20*time.Second, func(r *rand.Rand) bump { return bump{lose: r.IntN(10) < 3} })},
		{name: "store loses answers", arm: bumpy(20*time.Second, func(r *rand.Rand) bump { return bump{loseAnswer: r.IntN(10) < 3} })},
		{name: "store is slow", arm: bumpy(20*time.Second, func(r *rand.Rand) bump { return bump{delay: time.Duration(r.IntN(700)) * time.Millisecond} })},
		{name: "store is cut off for 8 s", arm: bumpy(8*time.Second, func(*rand.Rand) bump { return bump{lose: true} })},
		{name: "store is cut off for 20 s", arm: bumpy(20*time.Second, func(*rand.Rand) bump { return bump{lose: true} })},
		{name: "Temporal killed", others: func(w *world) error {
			w.server.kill()
			time.Sleep(2 * time.Second)
			err := w.server.start()
			w.dial()
			return err
		}},
		// azurite writes its index every few seconds, and when it is told to end: a kill would
		// lose what it said that it has, which no store may.
		{name: "store ended and started", others: func(w *world) error {
			w.store.signal(syscall.SIGTERM)
			<-w.store.gone
			time.Sleep(2 * time.Second)
			return w.store.start()
		}},
		{name: "store away for 7 s", others: func(w *world) error {
			gone := func(*http.Request) bump { return bump{lose: true} }
			for _, k := range w.workers {
				k.gate.bump.Store(&gone)
			}
			time.Sleep(7 * time.Second)
			for _, k := range w.workers {
				k.gate.bump.CompareAndSwap(&gone, nil)
			}
			return nil
		}},
	}
}

// tally is what the mishaps of a kind came to.
type tally struct {
	n, missed, failed, refused int
	took, waited, whole        []time.Duration
}

// TestMishaps has mishaps come to runs of a fleet, some runs at once. After each one every
// contact has been written exactly once, the report says what Business Central has seen, and
// the run has ended.
func TestMishaps(t *testing.T) {
	lanes := *atOnce
	w := newWorld(t, settings{targets: lanes, contacts: 400, workers: lanes + 2, slots: 2, delay: 40 * time.Millisecond, batch: "1"})
	w.keep(t)
	kinds := mishaps()
	var alone, common []mishap
	for _, m := range kinds {
		if m.others != nil {
			common = append(common, m)
		} else {
			alone = append(alone, m)
		}
	}
	tallies := map[string]*tally{}
	for _, m := range kinds {
		tallies[m.name] = &tally{}
	}
	var mu sync.Mutex
	one := func(g *target, m mishap, i int) {
		trip, err := w.travel(g, m, i)
		mu.Lock()
		defer mu.Unlock()
		tallies[m.name].add(trip, err)
		if err != nil {
			t.Errorf("mishap %d, seed %d: %s: run %s: %v\n%s", i, *seed, m.name, trip.id, err, w.logsOf(trip.id))
		}
	}
	ofAll := max(1, *number/20/lanes)                          // times that the whole fleet is struck, a kind
	single := max(len(alone), *number-ofAll*len(common)*lanes) // each kind at least once
	next := make(chan int)
	var group sync.WaitGroup
	for _, g := range w.targets {
		group.Go(func() {
			for i := range next {
				one(g, alone[i%len(alone)], i)
			}
		})
	}
	for i := range single {
		next <- i
	}
	close(next)
	group.Wait()
	for round := range ofAll * len(common) {
		m := common[round%len(common)]
		for lane, g := range w.targets {
			group.Go(func() { one(g, m, single+round*lanes+lane) })
		}
		time.Sleep(1500 * time.Millisecond)
		if err := m.others(w); err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
		group.Wait()
	}
	w.report(t, kinds, tallies)
}

// travel has a run meet a mishap, and checks it.
func (w *world) travel(g *target, m mishap, i int) (*trip, error) {
	r := rand.New(rand.NewPCG(*seed, uint64(i)))
	t, err := w.newTrip(g, r.IntN(len(g.all)), 40)
	if err != nil {
		return t, err
	}
	defer os.Remove(w.path(t.id + ".csv"))
	if m.arm != nil {
		m.arm(r, t)
	}
	patch := t.patch
	g.patch.Store(&patch)
	begin := time.Now()
	if err := t.submit(); err != nil {
		return t, err
	}
	most := time.After(3 * time.Minute)
	when := time.After(time.Duration(300+r.IntN(3000)) * time.Millisecond)
	for {
		select {
		case <-t.ended:
			t.mu.Lock()
			t.spent, t.waited = time.Since(begin), t.begun.Sub(begin)
			t.mu.Unlock()
			return t, t.check()
		case <-when:
			if m.late && !t.strike() {
				when = time.After(50 * time.Millisecond)
			}
		case <-most:
			return t, errors.New("it does not end")
		}
	}
}

func (s *tally) add(t *trip, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s.n++
	if err != nil {
		s.failed++
	}
	if t.point != nil {
		s.missed++
	}
	if t.resumed > 0 {
		s.took = append(s.took, t.resumed)
	}
	if t.spent > 0 {
		s.whole, s.waited = append(s.whole, t.spent), append(s.waited, t.waited)
	}
	s.refused += t.refused
}

// keep has a new process in each place whose process has gone, until the test ends.
func (w *world) keep(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			for _, k := range w.workers {
				if k.process().dead() {
					if err := w.restart(k); err != nil {
						t.Error(err)
					}
				}
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
}

// logsOf are the lines of all workers about a run.
func (w *world) logsOf(run string) string {
	var found strings.Builder
	names, _ := filepath.Glob(w.path("worker*.log"))
	for _, name := range names {
		data, _ := os.ReadFile(name)
		for line := range bytes.Lines(data) {
			if bytes.Contains(line, []byte(run)) || bytes.Contains(line, []byte("panic")) {
				fmt.Fprintf(&found, "%s: %s", filepath.Base(name), line)
			}
		}
	}
	return found.String()
}

// report prints what came of it.
func (w *world) report(t *testing.T, kinds []mishap, tallies map[string]*tally) {
	var out strings.Builder
	fmt.Fprintf(&out, "\n%-26s %4s %7s %9s %8s   %-24s %-15s %s\n", "mishap", "n", "missed", "failures", "refused", "takeover min/median/max", "wait median/max", "whole median/max")
	all := tally{}
	for _, m := range kinds {
		s := tallies[m.name]
		fmt.Fprintf(&out, "%-26s %4d %7d %9d %8d   %-24s %-15s %s\n", m.name, s.n, s.missed, s.failed, s.refused, spread(s.took, true), spread(s.waited, false), spread(s.whole, false))
		all.n, all.missed, all.failed, all.refused = all.n+s.n, all.missed+s.missed, all.failed+s.failed, all.refused+s.refused
	}
	fmt.Fprintf(&out, "%-26s %4d %7d %9d %8d\n", "all", all.n, all.missed, all.failed, all.refused)
	out.WriteString(w.resources())
	t.Log(out.String())
}

// spread are the smallest, the middle and the largest of some times.
func spread(of []time.Duration, smallest bool) string {
	if len(of) == 0 {
		return "-"
	}
	slices.Sort(of)
	text := fmt.Sprintf("%.1f / %.1f s", of[len(of)/2].Seconds(), of[len(of)-1].Seconds())
	if smallest {
		text = fmt.Sprintf("%.1f / %s", of[0].Seconds(), text)
	}
	return text
}

// resources are what the processes have used.
func (w *world) resources() string {
	for _, k := range w.workers {
		w.account(k.process())
	}
	text := fmt.Sprintf("a worker: %d MiB at most; all of them: %.1f s of CPU\n", w.peak>>10, float64(w.ticks)/100)
	text += fmt.Sprintf("Temporal: %d MiB at most, %.1f s of CPU\n", w.server.peak.Load()>>10, float64(w.server.ticks.Load())/100)
	if w.store != nil {
		text += fmt.Sprintf("azurite: %d MiB at most, %.1f s of CPU\n", w.store.peak.Load()>>10, float64(w.store.ticks.Load())/100)
	}
	return text
}
