package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// Doer makes attempts at runs; it is a fleet.Worker.
type Doer interface {
	Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error)
}

// Watcher is told what a worker does. It is used by many goroutines.
type Watcher interface {
	// Began and Finished frame an attempt. With a reason, it has not ended its run.
	Began(r Run, attempt int)
	Finished(r Run, result fleet.Result, reason fleet.Reason)
	Beat()
}

// Heartbeat is what a worker says of the run that it works on.
type Heartbeat struct {
	fleet.Progress
	// Attempt is the number of the attempt, from 1.
	Attempt int `json:"attempt"`
}

// activities are what a worker does for workflows.
type activities struct {
	doer  Doer
	watch Watcher
	log   *slog.Logger
}

// DoRun makes an attempt at a run. Its errors are codes: what they mean to a person is in the
// log of this machine.
func (a *activities) DoRun(ctx context.Context, r Run) (Outcome, error) {
	info := activity.GetInfo(ctx)
	log := a.log.With("run", r.ID, "target", r.Target, "attempt", info.Attempt)
	own, release := runContext(ctx, r)
	defer release()
	by := fleet.Attempt{
		Owner: rand.Text(),
		Epoch: fleet.Epoch{Scheduled: info.ScheduledTime, Number: int(info.Attempt)},
	}
	log.Info("attempt begins")
	a.watch.Began(r, by.Epoch.Number)
	result, err := a.do(own, by, r.ID, func(p fleet.Progress) {
		a.watch.Beat()
		activity.RecordHeartbeat(ctx, Heartbeat{p, by.Epoch.Number})
	})
	if err != nil {
		reason := reasonOf(err)
		if errors.Is(err, fleet.ErrRefused) { // which ends it
			a.watch.Finished(r, fleet.Result{End: importer.EndRefused, Reason: reason, Rows: byStatus(result.Rows)}, "")
		} else {
			a.watch.Finished(r, result, reason)
		}
		log.Warn("attempt ended", "reason", reason, "why", detailOf(err))
		return Outcome{}, codeOf(err, int(info.Attempt))
	}
	result.Rows = byStatus(result.Rows)
	a.watch.Finished(r, result, "")
	log.Info("run ended", "end", result.End, "reason", result.Reason)
	return Outcome{End: result.End, Reason: result.Reason, Rows: result.Rows}, nil
}

// byStatus leaves out sums, and what there is none of.
func byStatus(rows map[string]int) map[string]int {
	counts := map[string]int{}
	for _, status := range importer.Statuses() {
		if n := rows[string(status)]; n > 0 {
			counts[string(status)] = n
		}
	}
	return counts
}

// do makes the attempt. What a panic says may quote a row, and stays on this machine.
func (a *activities) do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (r fleet.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			a.log.Debug("panic", "run", run, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return a.doer.Do(ctx, by, run, beat)
}

var errPanic = errors.New("the program failed")

// runContext is the context of a run: it ends for reasons that package fleet knows, and for
// no other.
func runContext(ctx context.Context, r Run) (context.Context, func()) {
	own, end := context.WithCancelCause(context.WithoutCancel(ctx))
	if r.Cancelled {
		end(fleet.ErrCancelled)
	}
	released := make(chan struct{})
	stop := activity.GetWorkerStopChannel(ctx)
	go func() {
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); temporal.IsCanceledError(cause) {
				end(fleet.ErrCancelled)
			} else {
				end(cause) // another attempt has it, or will
			}
		case <-stop:
			end(fleet.ErrDrained)
		case <-released:
		}
	}()
	return own, func() { close(released); end(nil) }
}

// detailOf is an error as the machine's log may hold it: what is wrong with a file quotes it,
// and is in the reports alone.
func detailOf(err error) error {
	var coded *fleet.Error
	if !errors.As(err, &coded) || coded.Detail() == nil {
		return err
	}
	switch coded.Reason {
	case fleet.BadFile, fleet.LooksWrong, fleet.Invalid:
		return err
	}
	return coded.Detail()
}

// reasonOf is the code of an error.
func reasonOf(err error) fleet.Reason {
	var coded *fleet.Error
	if errors.As(err, &coded) {
		return coded.Reason
	}
	return fleet.Failure
}

// soon is the delay of a next attempt that has nothing to wait for; 0 would mean that of the
// workflow.
const soon = time.Millisecond

// codeOf is an error in codes alone.
func codeOf(err error, attempt int) error {
	reason := reasonOf(err)
	options := temporal.ApplicationErrorOptions{NextRetryDelay: delay(attempt), NonRetryable: errors.Is(err, fleet.ErrRefused)}
	if reason == fleet.HandedOver {
		options.NextRetryDelay = soon
	}
	return temporal.NewApplicationErrorWithOptions(string(reason), string(reason), options)
}

// delay is how long a run waits that failed, by the number of the attempt.
func delay(attempt int) time.Duration {
	return min(time.Minute, time.Second<<min(attempt-1, 6))
}
