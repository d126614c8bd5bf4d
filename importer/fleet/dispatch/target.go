package dispatch

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// The names by which workers and clients of all versions know each other.
const (
	targetWorkflow = "Target"
	doRun          = "DoRun"
	runSignal      = "run"
	cancelSignal   = "cancel"
	stateQuery     = "state"
)

const (
	// heartbeatTimeout is how long a worker may be silent before another one gets its run.
	heartbeatTimeout = 10 * time.Second
	// takeover is how long a run whose worker was silent waits for another one.
	takeover = time.Second
	// longest is how long a run may be waiting for workers and in work. Workers give up
	// much earlier what they have begun.
	longest = 90 * 24 * time.Hour
	// longHistory is the number of events after which an execution leaves its work to the next.
	longHistory = 2000
)

// Target is the workflow of a target key: it does the runs that it is signalled, one at a
// time, and never ends. Whoever changes what it does branches on version, since executions
// live longer than programs.
func Target(ctx workflow.Context, carried Carry) error {
	_ = workflow.GetVersion(ctx, "target", 1, 1)
	t := &target{
		Carry: carried, runs: workflow.GetSignalChannel(ctx, runSignal), cancels: workflow.GetSignalChannel(ctx, cancelSignal),
	}
	if err := workflow.SetQueryHandler(ctx, stateQuery, t.state); err != nil {
		return err
	}
	for {
		t.drain()
		switch {
		case workflow.GetInfo(ctx).GetCurrentHistoryLength() >= longHistory, workflow.GetInfo(ctx).GetContinueAsNewSuggested():
			return workflow.NewContinueAsNewError(ctx, targetWorkflow, t.Carry)
		case len(t.Waiting) > 0:
			t.do(ctx, t.next())
		default:
			t.wait(ctx, nil)
		}
		if ctx.Err() != nil { // somebody ends the workflow itself
			return ctx.Err()
		}
	}
}

// target is the state of a workflow.
type target struct {
	Carry
	work          *Run
	cancelWork    func() // nil where the run in work was cancelled already
	runs, cancels workflow.ReceiveChannel
}

func (t *target) state() (State, error) {
	return State{Waiting: t.Waiting, Work: t.work, Ended: t.Ended}, nil
}

// drain takes the signals that have come.
func (t *target) drain() {
	for {
		var r Run
		if !t.runs.ReceiveAsync(&r) {
			break
		}
		t.add(r, t.work)
	}
	for {
		var id string
		if !t.cancels.ReceiveAsync(&id) {
			return
		}
		t.cancelRun(id)
	}
}

func (t *target) cancelRun(id string) {
	if t.work == nil || t.work.ID != id {
		t.cancel(id)
		return
	}
	t.work.Cancelled = true
	if t.cancelWork != nil {
		t.cancelWork()
		t.cancelWork = nil
	}
}

// wait waits for a signal, or for a run to end.
func (t *target) wait(ctx workflow.Context, end workflow.Future) {
	s := workflow.NewSelector(ctx)
	s.AddReceive(t.runs, func(c workflow.ReceiveChannel, _ bool) {
		var r Run
		c.Receive(ctx, &r)
		t.add(r, t.work)
	})
	s.AddReceive(t.cancels, func(c workflow.ReceiveChannel, _ bool) {
		var id string
		c.Receive(ctx, &id)
		t.cancelRun(id)
	})
	if end != nil {
		s.AddFuture(end, func(workflow.Future) {})
	} else {
		s.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) {})
	}
	s.Select(ctx)
}

// do has a run done to its end. One that was cancelled before a worker could write that
// down is handed out once more, only to be ended.
func (t *target) do(ctx workflow.Context, r Run) {
	t.work = &r
	var o Outcome
	for {
		cancelled := r.Cancelled
		err := t.attempt(ctx, r, &o)
		if err == nil {
			break
		}
		if refused := outcomeOf(err, &o); refused || cancelled || !r.Cancelled || ctx.Err() != nil {
			break
		}
	}
	t.work = nil
	t.end(Ended{Run: r, End: o.End, Reason: o.Reason, Rows: o.Rows, At: workflow.Now(ctx)})
}

// attempt has workers try a run until it has ended.
func (t *target) attempt(ctx workflow.Context, r Run, o *Outcome) error {
	own, cancel := workflow.WithCancel(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		HeartbeatTimeout:       heartbeatTimeout,
		ScheduleToCloseTimeout: longest,
		WaitForCancellation:    true,
		Priority:               priority(r.Priority),
		// The time before the next attempt counts after a worker's silence, too. How long a
		// run waits that failed, its worker says.
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: takeover, BackoffCoefficient: 1, MaximumInterval: takeover},
	}))
	defer cancel()
	if !r.Cancelled {
		t.cancelWork = cancel
	}
	end := workflow.ExecuteActivity(own, doRun, r)
	for !end.IsReady() {
		t.wait(ctx, end)
	}
	t.cancelWork = nil
	return end.Get(ctx, o)
}

// priority is the order among the runs of all keys, from 1, the first, to 5.
func priority(p int) temporal.Priority {
	return temporal.Priority{PriorityKey: max(1, min(3-p, 5))}
}

// outcomeOf reads an outcome from an error's codes, and reports whether a worker has refused
// the run.
func outcomeOf(err error, o *Outcome) (refused bool) {
	*o = Outcome{End: importer.EndStopped, Reason: fleet.GivenUp}
	var coded *temporal.ApplicationError
	switch {
	case errors.As(err, &coded):
		o.Reason = fleet.Reason(coded.Type())
		if refused = coded.NonRetryable(); refused {
			o.End = importer.EndRefused
		}
	case temporal.IsCanceledError(err):
		o.Reason = fleet.Cancelled
	}
	return refused
}
