package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// doer does runs as a test says.
type doer func(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error)

func (d doer) Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
	return d(ctx, by, run, beat)
}

// attempt has the activity make an attempt; what it logs is returned.
func attempt(t *testing.T, r Run, d doer, stop chan struct{}) (o Outcome, said string, err error) {
	t.Helper()
	return watched(t, nobody{}, r, d, stop)
}

// watched has the activity make an attempt that is watched.
func watched(t *testing.T, by Watcher, r Run, d doer, stop chan struct{}) (o Outcome, said string, err error) {
	t.Helper()
	var logged bytes.Buffer
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	if stop != nil {
		env.SetWorkerStopChannel(stop)
	}
	a := &activities{doer: d, watch: by, log: slog.New(slog.NewTextHandler(&logged, nil))}
	env.RegisterActivityWithOptions(a.DoRun, activity.RegisterOptions{Name: doRun})
	v, err := env.ExecuteActivity(doRun, r)
	if err == nil {
		err = v.Get(&o)
	}
	return o, logged.String(), err
}

const secret = "Anna Example <anna@example.com>"

func TestDoRun_ReturnsCodesAndCounts(t *testing.T) {
	t.Parallel()
	var by fleet.Attempt
	o, logged, err := attempt(t, Run{ID: "a", Target: "north"}, func(ctx context.Context, b fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
		by = b
		beat(fleet.Progress{Run: run, Done: 1})
		return fleet.Result{
			Run: run, End: importer.EndIncomplete, Message: secret, Reports: []string{secret},
			Rows: map[string]int{"updated": 2, "invalid": 1, "total": 3, "superseded": 0, "failed": 0},
		}, nil
	}, nil)
	if err != nil || o.End != importer.EndIncomplete || len(o.Rows) != 2 || o.Rows["updated"] != 2 {
		t.Errorf("%+v, %v", o, err)
	}
	if by.Epoch.Number != 1 || by.Epoch.Scheduled.IsZero() || len(by.Owner) < 20 {
		t.Errorf("attempt %+v", by)
	}
	if !strings.Contains(logged, "run=a target=north") || strings.Contains(logged, secret) {
		t.Errorf("logged %s", logged)
	}
}

func TestDoRun_ErrorsAreCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err     error
		code    string
		refused bool
		delay   time.Duration
	}{
		"refused":     {&fleet.Error{Kind: fleet.ErrRefused, Reason: fleet.BadFile}, "bad_file", true, time.Second},
		"later":       {&fleet.Error{Kind: fleet.ErrLater, Reason: fleet.ServerDown}, "server_down", false, time.Second},
		"handed over": {&fleet.Error{Kind: fleet.ErrLater, Reason: fleet.HandedOver}, "handed_over", false, soon},
		"fenced":      {&fleet.Error{Kind: fleet.ErrFenced, Reason: fleet.Fenced}, "fenced", false, time.Second},
		"unknown":     {errors.New(secret), "failure", false, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := attempt(t, Run{ID: "a"}, func(context.Context, fleet.Attempt, string, func(fleet.Progress)) (fleet.Result, error) {
				return fleet.Result{Message: secret}, c.err
			}, nil)
			var coded *temporal.ApplicationError
			if !errors.As(err, &coded) {
				t.Fatal(err)
			}
			if coded.Type() != c.code || coded.Message() != c.code || coded.NonRetryable() != c.refused || coded.NextRetryDelay() != c.delay || coded.HasDetails() {
				t.Errorf("type %s, message %s, refused %t, delay %s", coded.Type(), coded.Message(), coded.NonRetryable(), coded.NextRetryDelay())
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("error %q", err)
			}
		})
	}
}

// finishes are how attempts finished, for one who watches.
type finishes struct {
	nobody
	said string
}

func (f *finishes) Finished(_ Run, r fleet.Result, reason fleet.Reason) {
	f.said += fmt.Sprintf("end %q, reason %q; ", r.End, reason)
}

// One that was refused has ended, and is counted as that.
func TestDoRun_WhoWatchesIsToldHowARunEnded(t *testing.T) {
	t.Parallel()
	var by finishes
	for _, err := range []error{
		nil, &fleet.Error{Kind: fleet.ErrRefused, Reason: fleet.BadFile}, &fleet.Error{Kind: fleet.ErrLater, Reason: fleet.ServerDown},
	} {
		_, _, _ = watched(t, &by, Run{ID: "a"}, func(context.Context, fleet.Attempt, string, func(fleet.Progress)) (fleet.Result, error) {
			if err != nil {
				return fleet.Result{}, err
			}
			return fleet.Result{End: importer.EndSucceeded}, nil
		}, nil)
	}
	if want := `end "succeeded", reason ""; end "refused", reason ""; end "", reason "server_down"; `; by.said != want {
		t.Error(by.said)
	}
}

func TestDoRun_PanicIsACode(t *testing.T) {
	t.Parallel()
	_, logged, err := attempt(t, Run{ID: "a"}, func(context.Context, fleet.Attempt, string, func(fleet.Progress)) (fleet.Result, error) {
		panic(secret)
	}, nil)
	var coded *temporal.ApplicationError
	if !errors.As(err, &coded) || coded.Type() != "failure" || coded.NonRetryable() || strings.Contains(err.Error()+logged, secret) {
		t.Errorf("%v; logged %s", err, logged)
	}
}

func TestDelay_GrowsToAMinute(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 6: 32 * time.Second, 7: time.Minute, 1000: time.Minute} {
		if got := delay(n); got != want {
			t.Errorf("after attempt %d: %s", n, got)
		}
	}
}

func TestDoRun_StoppedWorkerHandsOver(t *testing.T) {
	t.Parallel()
	stop := make(chan struct{})
	var cause error
	_, _, err := attempt(t, Run{ID: "a"}, func(ctx context.Context, _ fleet.Attempt, _ string, _ func(fleet.Progress)) (fleet.Result, error) {
		close(stop)
		<-ctx.Done()
		cause = context.Cause(ctx)
		return fleet.Result{}, &fleet.Error{Kind: fleet.ErrLater, Reason: fleet.HandedOver}
	}, stop)
	var coded *temporal.ApplicationError
	if !errors.Is(cause, fleet.ErrDrained) || !errors.As(err, &coded) || coded.Type() != string(fleet.HandedOver) || coded.NonRetryable() {
		t.Errorf("cause %v, error %v", cause, err)
	}
}

func TestDoRun_CancelledRunBeginsCancelled(t *testing.T) {
	t.Parallel()
	o, _, err := attempt(t, Run{ID: "a", Cancelled: true}, func(ctx context.Context, _ fleet.Attempt, _ string, _ func(fleet.Progress)) (fleet.Result, error) {
		if !errors.Is(context.Cause(ctx), fleet.ErrCancelled) {
			t.Error(context.Cause(ctx))
		}
		return fleet.Result{End: importer.EndStopped, Reason: fleet.Cancelled}, nil
	}, nil)
	if err != nil || o.Reason != fleet.Cancelled {
		t.Errorf("%+v, %v", o, err)
	}
}
