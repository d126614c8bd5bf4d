package jobs_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// untilStopped works until it is asked to end.
func untilStopped(ctx context.Context, _ jobs.Tell) (any, error) {
	<-ctx.Done()
	return "stopped", ctx.Err()
}

func start(t *testing.T, r *jobs.Registry, subject string, kind jobs.Kind, work jobs.Work) *jobs.Job {
	t.Helper()
	j, err := r.Start(subject, kind, work)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestRegistry_AJobIsFoundAgainWithItsResult(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	wrong := errors.New("wrong")
	j := start(t, r, "a", jobs.Check, func(context.Context, jobs.Tell) (any, error) { return 7, wrong })
	<-j.Done()
	if r.Find(j.ID) != j || r.Of("a") != j || r.Of("a", jobs.Plan, jobs.Check) != j {
		t.Error("the job is not found")
	}
	if r.Find("") != nil || r.Of("a", jobs.Plan) != nil || r.Of("b") != nil {
		t.Error("a job is found that is not there")
	}
	if result, err := j.Result(); result != 7 || !errors.Is(err, wrong) || j.Finished().IsZero() {
		t.Errorf("result %v, %v at %v", result, err, j.Finished())
	}
}

func TestRegistry_OneJobAtATimeForASubject(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	first := start(t, r, "a", jobs.Run, untilStopped)
	_, err := r.Start("a", jobs.Undo, untilStopped)
	var busy *jobs.BusyError
	if !errors.As(err, &busy) || busy.Job != first {
		t.Fatalf("a second job: %v", err)
	}
	other := start(t, r, "b", jobs.Run, untilStopped)
	first.Stop()
	<-first.Done()
	second := start(t, r, "a", jobs.Run, untilStopped)
	if r.Find(first.ID) != nil || r.Of("a") != second {
		t.Error("the earlier job of the same kind is kept")
	}
	if other.Ended() || other.Stopping() {
		t.Error("another subject's job was stopped")
	}
}

func TestRegistry_OfManyStartsAtOnceOneSucceeds(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	var started atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := r.Start("a", jobs.Run, untilStopped); err == nil {
				started.Add(1)
			}
		})
	}
	all.Wait()
	if started.Load() != 1 {
		t.Errorf("%d jobs were started", started.Load())
	}
}

func TestRegistry_CloseEndsAllJobsAndWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := jobs.New(t.Context())
		slow := start(t, r, "a", jobs.Run, func(ctx context.Context, _ jobs.Tell) (any, error) {
			<-ctx.Done()
			time.Sleep(time.Minute) // what is under way is finished
			return nil, nil
		})
		r.Close()
		if !slow.Ended() {
			t.Error("Close did not wait")
		}
		if slow.Stopping() {
			t.Error("the server's end counts as somebody's stop")
		}
		if _, err := r.Start("b", jobs.Run, untilStopped); !errors.Is(err, jobs.ErrClosed) {
			t.Errorf("a start after the end: %v", err)
		}
	})
}

func TestJob_APanicEndsItAlone(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	other := start(t, r, "b", jobs.Run, untilStopped)
	j := start(t, r, "a", jobs.Run, func(context.Context, jobs.Tell) (any, error) { panic("nil map") })
	<-j.Done()
	_, err := j.Result()
	var panicked *jobs.PanicError
	if !errors.As(err, &panicked) || importer.KindOf(err) != importer.KindBroken || len(panicked.Stack) == 0 {
		t.Errorf("error %v", err)
	}
	if other.Ended() {
		t.Error("another job ended with it")
	}
}

func TestJob_AWatcherSeesEveryEventFromEachNumberAndTheEnd(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	const events = 20
	j := start(t, r, "a", jobs.Run, func(_ context.Context, tell jobs.Tell) (any, error) {
		for range events {
			tell(runs.Note{Code: runs.NoteSheet})
		}
		return nil, nil
	})
	for from := range events + 2 {
		seen := from
		for {
			found := j.Since(t.Context(), seen)
			if len(found) == 0 {
				break
			}
			for _, n := range found {
				if seen++; n.Number != seen {
					t.Fatalf("from %d: event %d, want %d", from, n.Number, seen)
				}
			}
		}
		if want := max(from, events); seen != want || !j.Ended() {
			t.Errorf("from %d: up to %d, want %d; ended %v", from, seen, want, j.Ended())
		}
	}
}

func TestJob_AWatcherThatGoesAwayEndsNothing(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	j := start(t, r, "a", jobs.Run, untilStopped)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if found := j.Since(gone, 0); found != nil || j.Ended() {
		t.Errorf("events %v, ended %v", found, j.Ended())
	}
}

func TestRegistry_ForgetsEndedJobsAlone(t *testing.T) {
	t.Parallel()
	r := jobs.New(t.Context())
	defer r.Close()
	ended := start(t, r, "a", jobs.Check, func(context.Context, jobs.Tell) (any, error) { return nil, nil })
	<-ended.Done()
	under := start(t, r, "a", jobs.Plan, untilStopped)
	r.Forget("a")
	if left := r.List(); len(left) != 1 || left[0] != under {
		t.Errorf("left %v", left)
	}
}
