package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// flow is a workflow of a key in a test; its runs are done by do.
type flow struct {
	*testsuite.TestWorkflowEnvironment
	t    *testing.T
	done []string // in order; of cancelled ones with a mark
}

func newFlow(t *testing.T, do func(ctx context.Context, r Run) (Outcome, error)) *flow {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	f := &flow{TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment(), t: t}
	f.SetTestTimeout(30 * time.Second)
	f.RegisterWorkflowWithOptions(Target, workflow.RegisterOptions{Name: targetWorkflow})
	f.RegisterActivityWithOptions(func(ctx context.Context, r Run) (Outcome, error) {
		o, err := do(ctx, r)
		mark := ""
		if r.Cancelled {
			mark = " cancelled"
		}
		f.done = append(f.done, r.ID+mark)
		return o, err
	}, activity.RegisterOptions{Name: doRun})
	return f
}

func well(context.Context, Run) (Outcome, error) {
	return Outcome{End: importer.EndSucceeded, Rows: map[string]int{"updated": 3}}, nil
}

func (f *flow) submit(after time.Duration, runs ...Run) {
	f.RegisterDelayedCallback(func() {
		for _, r := range runs {
			f.SignalWorkflow(runSignal, r)
		}
	}, after)
}

// end ends the test, and returns what the workflow knew then.
func (f *flow) run(after time.Duration) State {
	f.t.Helper()
	var s State
	f.RegisterDelayedCallback(func() {
		v, err := f.QueryWorkflow(stateQuery)
		if err != nil {
			f.t.Error(err)
		} else if err := v.Get(&s); err != nil {
			f.t.Error(err)
		}
		f.CancelWorkflow()
	}, after)
	f.ExecuteWorkflow(targetWorkflow, Carry{})
	return s
}

func (f *flow) order(want ...string) {
	f.t.Helper()
	if !slices.Equal(f.done, want) {
		f.t.Errorf("done %q instead of %q", f.done, want)
	}
}

func ids(ended []Ended) string {
	var found []string
	for _, e := range ended {
		found = append(found, fmt.Sprintf("%s %s %s", e.ID, e.End, e.Reason))
	}
	return strings.Join(found, ", ")
}

func TestTarget_DoesRunsInTheirOrderAndEachOnce(t *testing.T) {
	t.Parallel()
	f := newFlow(t, well)
	f.submit(0, Run{ID: "a"}, Run{ID: "b"}, Run{ID: "a"}, Run{ID: "c"})
	f.submit(time.Minute, Run{ID: "b"}, Run{ID: "d"})
	s := f.run(time.Hour)
	f.order("a", "b", "c", "d")
	if len(s.Waiting) > 0 || s.Work != nil || len(s.Ended) != 4 || s.Ended[3].Rows["updated"] != 3 {
		t.Errorf("state %+v", s)
	}
}

func TestTarget_HigherPrioritiesComeFirstAndEqualOnesInTheirOrder(t *testing.T) {
	t.Parallel()
	f := newFlow(t, well)
	f.submit(0, Run{ID: "a"}, Run{ID: "low", Priority: -1}, Run{ID: "b"}, Run{ID: "high", Priority: 2}, Run{ID: "c"}, Run{ID: "higher", Priority: 3})
	f.run(time.Hour)
	f.order("higher", "high", "a", "b", "c", "low")
}

func TestTarget_OneRunAtATime(t *testing.T) {
	t.Parallel()
	f := newFlow(t, well)
	f.OnActivity(doRun, mock.Anything, mock.Anything).After(time.Minute).Return(Outcome{End: importer.EndSucceeded}, nil)
	f.submit(0, Run{ID: "a"}, Run{ID: "b"})
	f.submit(90*time.Second, Run{ID: "c"})
	f.RegisterDelayedCallback(func() {
		v, err := f.QueryWorkflow(stateQuery)
		var s State
		if err = errors.Join(err, v.Get(&s)); err != nil {
			t.Error(err)
		}
		if s.Work == nil || s.Work.ID != "b" || len(s.Waiting) != 1 || s.Waiting[0].ID != "c" || len(s.Ended) != 1 {
			t.Errorf("state %+v", s)
		}
	}, 100*time.Second)
	if s := f.run(time.Hour); ids(s.Ended) != "a succeeded , b succeeded , c succeeded " {
		t.Errorf("ended %q", ids(s.Ended))
	}
}

func TestTarget_CancelledRunIsEndedByAWorker(t *testing.T) {
	t.Parallel()
	end := func(ctx context.Context, r Run) (Outcome, error) {
		if r.Cancelled {
			return Outcome{End: importer.EndStopped, Reason: fleet.Cancelled}, nil
		}
		return well(ctx, r)
	}
	f := newFlow(t, end)
	f.submit(0, Run{ID: "a"}, Run{ID: "b"}, Run{ID: "c"})
	f.RegisterDelayedCallback(func() { f.SignalWorkflow(cancelSignal, "c"); f.SignalWorkflow(cancelSignal, "none") }, 0)
	s := f.run(time.Hour)
	f.order("c cancelled", "a", "b")
	if ids(s.Ended) != "c stopped cancelled, a succeeded , b succeeded " {
		t.Errorf("ended %q", ids(s.Ended))
	}
}

// A run that is cancelled while no worker has it, or whose worker can't write that down, is
// handed out again.
func TestTarget_RunCancelledInWorkIsEndedByAWorker(t *testing.T) {
	t.Parallel()
	var f *flow
	f = newFlow(t, func(ctx context.Context, r Run) (Outcome, error) {
		if r.Cancelled {
			return Outcome{End: importer.EndStopped, Reason: fleet.Cancelled}, nil
		}
		if r.ID == "a" {
			f.SignalWorkflow(cancelSignal, "a")
		}
		return well(ctx, r)
	})
	f.submit(0, Run{ID: "a"}, Run{ID: "b"})
	if s := f.run(time.Hour); ids(s.Ended) != "a stopped cancelled, b succeeded " {
		t.Errorf("ended %q", ids(s.Ended))
	}
}

func TestTarget_RefusedRunKeepsNoOtherWaiting(t *testing.T) {
	t.Parallel()
	f := newFlow(t, func(ctx context.Context, r Run) (Outcome, error) {
		if r.ID == "bad" {
			return Outcome{}, codeOf(&fleet.Error{Kind: fleet.ErrRefused, Reason: fleet.OtherTarget}, 1)
		}
		return well(ctx, r)
	})
	f.submit(0, Run{ID: "bad"}, Run{ID: "good"})
	if s := f.run(time.Hour); ids(s.Ended) != "bad refused other_target, good succeeded " {
		t.Errorf("ended %q", ids(s.Ended))
	}
}

func TestTarget_FailedAttemptsAreRepeated(t *testing.T) {
	t.Parallel()
	n := 0
	f := newFlow(t, func(ctx context.Context, r Run) (Outcome, error) {
		if n++; n < 8 {
			return Outcome{}, codeOf(&fleet.Error{Kind: fleet.ErrLater, Reason: fleet.ServerDown}, n)
		}
		return well(ctx, r)
	})
	f.submit(0, Run{ID: "a"})
	if s := f.run(24 * time.Hour); ids(s.Ended) != "a succeeded " || n != 8 {
		t.Errorf("ended %q after %d attempts", ids(s.Ended), n)
	}
}

func TestTarget_LongHistoryIsLeftBehindWithAllThatMatters(t *testing.T) {
	t.Parallel()
	f := newFlow(t, func(ctx context.Context, r Run) (Outcome, error) { return well(ctx, r) })
	f.submit(0, Run{ID: "a"}, Run{ID: "b"}, Run{ID: "c", Priority: 1})
	f.RegisterDelayedCallback(func() { f.SetCurrentHistoryLength(longHistory) }, 0)
	f.ExecuteWorkflow(targetWorkflow, Carry{Known: []string{"b"}, Waiting: []Run{{ID: "z"}}})
	var again *workflow.ContinueAsNewError
	if !errors.As(f.GetWorkflowError(), &again) || again.WorkflowType.Name != targetWorkflow {
		t.Fatal(f.GetWorkflowError())
	}
	var c Carry
	if err := converter.GetDefaultDataConverter().FromPayloads(again.Input, &c); err != nil {
		t.Fatal(err)
	}
	var waiting []string
	for _, r := range c.Waiting {
		waiting = append(waiting, r.ID)
	}
	known := append(slices.Clone(f.done), waiting...)
	slices.Sort(known)
	if !slices.Equal(known, []string{"a", "c", "z"}) || !slices.Contains(c.Known, "b") {
		t.Errorf("carried %+v, done %q", c, f.done)
	}
}

func TestCarry_ForgetsTheOldestFirst(t *testing.T) {
	t.Parallel()
	var c Carry
	for i := range mostKnown + 100 {
		c.end(Ended{Run: Run{ID: fmt.Sprint(i)}})
	}
	if len(c.Known) != mostKnown || c.Known[0] != "100" || len(c.Ended) != mostEnded || c.Ended[mostEnded-1].ID != "599" {
		t.Errorf("%d known from %s, %d ended", len(c.Known), c.Known[0], len(c.Ended))
	}
}

func TestSchedule_SaysHowOftenInUnits(t *testing.T) {
	t.Parallel()
	for every, want := range map[time.Duration]string{
		time.Minute: "every 1 min", 5 * time.Second: "every 5 s", 90 * time.Second: "every 1 min 30 s", 2 * time.Hour: "every 2 h", 1500 * time.Millisecond: "every 1 s 500 ms",
	} {
		if got := (Schedule{Every: every}).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
