package permits_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/fleet/permits"
	"bcimport/importer/objects"
)

type doer func(ctx context.Context, run string) (fleet.Result, error)

func (d doer) Do(ctx context.Context, _ fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
	return d(ctx, run)
}

// soon stands for time.After: looks and renewals come a hundred times as fast.
func soon(d time.Duration) <-chan time.Time { return time.After(d / 100) }

func newDoer(t *testing.T, most int, d doer) *permits.Doer {
	t.Helper()
	folder, err := objects.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &permits.Doer{Doer: d, Objects: folder, Most: most, Now: time.Now, After: soon}
}

func attempt(n int) fleet.Attempt { return fleet.Attempt{Owner: fmt.Sprint("owner", n)} }

func TestDoer_NoMoreRunsAtOnceThanAllowed(t *testing.T) {
	t.Parallel()
	var now, most, done atomic.Int64
	d := newDoer(t, 3, func(context.Context, string) (fleet.Result, error) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		done.Add(1)
		return fleet.Result{}, nil
	})
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			if _, err := d.Do(t.Context(), attempt(i), fmt.Sprint("run", i), nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() > 3 || done.Load() != 24 {
		t.Errorf("%d at once, %d done", most.Load(), done.Load())
	}
}

func TestDoer_PermitOfADeadWorkerLapses(t *testing.T) {
	t.Parallel()
	begun, end := make(chan struct{}), make(chan struct{})
	first := newDoer(t, 1, func(context.Context, string) (fleet.Result, error) {
		close(begun)
		<-end
		return fleet.Result{}, nil
	})
	first.After = func(time.Duration) <-chan time.Time { return nil } // it never renews, as if it were dead
	var gone sync.WaitGroup
	gone.Go(func() { _, _ = first.Do(t.Context(), attempt(1), "dead", nil) })
	defer gone.Wait()
	defer close(end)
	<-begun
	var late atomic.Bool
	waits := make(chan struct{}, 1000)
	second := *first
	second.After = soon
	second.Now = func() time.Time {
		if late.Load() {
			return time.Now().Add(permits.Lapse + time.Second)
		}
		return time.Now()
	}
	second.Doer = doer(func(context.Context, string) (fleet.Result, error) {
		if !late.Load() {
			t.Error("it had the permit of a worker that lives")
		}
		return fleet.Result{Run: "second"}, nil
	})
	gone.Go(func() { <-waits; <-waits; late.Store(true) })
	r, err := second.Do(t.Context(), attempt(2), "second", func(p fleet.Progress) {
		if p.Phase != permits.Waiting {
			t.Error(p)
		}
		waits <- struct{}{}
	})
	if err != nil || r.Run != "second" {
		t.Error(r, err)
	}
}

func TestDoer_RunThatEndsWaitsForNothing(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	begun := make(chan struct{})
	d := newDoer(t, 1, func(ctx context.Context, run string) (fleet.Result, error) {
		if run == "first" {
			close(begun)
			<-hold
		}
		return fleet.Result{Run: run}, context.Cause(ctx)
	})
	var all sync.WaitGroup
	defer all.Wait()
	defer close(hold)
	all.Go(func() { _, _ = d.Do(t.Context(), attempt(1), "first", nil) })
	<-begun
	ctx, cancel := context.WithCancelCause(t.Context())
	_, err := d.Do(ctx, attempt(2), "second", func(fleet.Progress) { cancel(fleet.ErrCancelled) })
	if !errors.Is(err, fleet.ErrCancelled) {
		t.Error(err)
	}
}

// broken is a store that can't be read.
type broken struct{ fleet.Objects }

var errBroken = errors.New("no store")

func (broken) Create(context.Context, string, []byte) error { return errBroken }

func TestDoer_StoreThatFailsEndsTheAttempt(t *testing.T) {
	t.Parallel()
	d := newDoer(t, 1, func(context.Context, string) (fleet.Result, error) { return fleet.Result{}, errors.New("it was done") })
	d.Objects = broken{d.Objects}
	_, err := d.Do(t.Context(), attempt(1), "run", nil)
	var coded *fleet.Error
	if !errors.As(err, &coded) || coded.Reason != fleet.NoStore || !errors.Is(err, fleet.ErrLater) {
		t.Error(err)
	}
}
