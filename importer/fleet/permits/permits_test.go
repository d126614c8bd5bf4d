package permits_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/fleet/permits"
	"bcimport/importer/objects"
)

// soon stands for time.After: looks and renewals come a hundred times as fast.
func soon(d time.Duration) <-chan time.Time { return time.After(d / 100) }

func newPermits(t *testing.T, most int, in fleet.Objects) *permits.Permits {
	t.Helper()
	if in == nil {
		folder, err := objects.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		in = folder
	}
	return &permits.Permits{Objects: in, Most: most, Log: slog.New(slog.DiscardHandler), Now: time.Now, After: soon}
}

func taken(t *testing.T, p *permits.Permits) (release func()) {
	t.Helper()
	release, err := p.Take(t.Context())
	if err != nil {
		t.Error(err)
		return func() {}
	}
	return release
}

func TestPermits_NoMoreAtOnceThanThereAre(t *testing.T) {
	t.Parallel()
	first := newPermits(t, 3, nil)
	second := newPermits(t, 3, first.Objects) // another machine's
	var now, most, done atomic.Int64
	var all sync.WaitGroup
	for i := range 24 {
		p := first
		if i%2 == 1 {
			p = second
		}
		all.Go(func() {
			release, err := p.Take(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(5 * time.Millisecond)
			now.Add(-1)
			done.Add(1)
			release()
			release() // as often as one likes
		})
	}
	all.Wait()
	if most.Load() > 3 || done.Load() != 24 {
		t.Errorf("%d at once, %d done", most.Load(), done.Load())
	}
}

func TestPermits_OneOfADeadWorkerLapses(t *testing.T) {
	t.Parallel()
	dead := newPermits(t, 1, nil)
	dead.After = func(time.Duration) <-chan time.Time { return nil } // it never renews
	taken(t, dead)
	var late atomic.Bool
	looks := make(chan struct{}, 1000)
	next := newPermits(t, 1, dead.Objects)
	next.Now = func() time.Time {
		if late.Load() {
			return time.Now().Add(permits.Lapse + time.Second)
		}
		return time.Now()
	}
	next.After = func(d time.Duration) <-chan time.Time {
		looks <- struct{}{}
		return soon(d)
	}
	got := make(chan func())
	go func() { got <- taken(t, next) }()
	for range 2 {
		select {
		case <-looks:
		case <-got:
			t.Error("it had the permit of a worker that lives")
		}
	}
	late.Store(true)
	(<-got)()
}

func TestPermits_OneThatIsRenewedStays(t *testing.T) {
	t.Parallel()
	has := newPermits(t, 1, nil)
	begun := time.Now()
	has.After = func(time.Duration) <-chan time.Time { return time.After(10 * time.Millisecond) }
	release := taken(t, has)
	next := newPermits(t, 1, has.Objects)
	next.Now = func() time.Time { // to it a permit lapses after 2 s
		return time.Now().Add(permits.Lapse - 2*time.Second)
	}
	got := make(chan time.Time)
	go func() {
		release, at := taken(t, next), time.Now()
		release()
		got <- at
	}()
	select {
	case at := <-got:
		t.Fatalf("taken after %s", at.Sub(begun))
	case <-time.After(3 * time.Second):
	}
	release()
	<-got
}

// Whoever waits on the same machine need not look to have what was given back.
func TestPermits_GivenBackIsHadAtOnce(t *testing.T) {
	t.Parallel()
	p := newPermits(t, 1, nil)
	p.After = func(time.Duration) <-chan time.Time { return nil }
	var given sync.WaitGroup
	given.Go(taken(t, p))
	taken(t, p)()
	given.Wait()
}

func TestPermits_WhoEndsWaitsForNothing(t *testing.T) {
	t.Parallel()
	has := newPermits(t, 1, nil)
	defer taken(t, has)()
	p := newPermits(t, 1, has.Objects)
	ctx, cancel := context.WithCancel(t.Context())
	p.After = func(time.Duration) <-chan time.Time { cancel(); return nil }
	if _, err := p.Take(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// broken is a store that fails for a while.
type broken struct {
	fleet.Objects
	left atomic.Int64
}

func (b *broken) Create(ctx context.Context, name string, data []byte) error {
	if b.left.Add(-1) >= 0 {
		return errors.New("no store")
	}
	return b.Objects.Create(ctx, name, data)
}

func TestPermits_StoreThatFailsIsToldOnceAndAskedAgain(t *testing.T) {
	t.Parallel()
	p := newPermits(t, 1, nil)
	store := &broken{Objects: p.Objects}
	store.left.Store(4)
	var said strings.Builder
	p.Objects, p.Log = store, slog.New(slog.NewTextHandler(&said, nil))
	taken(t, p)()
	if strings.Count(said.String(), "no store") != 1 {
		t.Error(said.String())
	}
}
