package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// beatEvery is how often a heartbeat is sent: the default would be as late as the timeout
// allows, which one lost message is enough to miss.
const beatEvery = heartbeatTimeout / 5

// WorkerOptions say what a worker does. Those without a word on zero must be set.
type WorkerOptions struct {
	// Slots is how many runs it works on at once.
	Slots int
	// Permit is asked before each run that it asks for, and waits until there may be one more;
	// release says that there is one less. Its error is that of a context that ended. nil
	// allows as many as there are slots.
	Permit func(ctx context.Context) (release func(), err error)
	Doer   Doer
	// Scan looks at the inbox of a target.
	Scan func(ctx context.Context, target string) (Scanned, error)
	// Stopping is how long runs have to stop in order; 0 is 10 s.
	Stopping time.Duration
	Watcher  Watcher // nil for none
	Log      *slog.Logger
}

// Worker is a process's part in the work.
type Worker struct {
	runs, inboxes worker.Worker
	failed        chan error
}

// NewWorker makes a worker. It does nothing before Run.
func (c *Client) NewWorker(o WorkerOptions) (*Worker, error) {
	tuner, err := newTuner(o.Slots, o.Permit)
	if err != nil {
		return nil, err
	}
	if o.Watcher == nil {
		o.Watcher = nobody{}
	}
	if o.Stopping == 0 {
		o.Stopping = 10 * time.Second
	}
	w := &Worker{failed: make(chan error, 2)} // room for one of each, whether anyone listens or not
	fatal := func(err error) {
		select {
		case w.failed <- err:
		default:
		}
	}
	a := &activities{doer: o.Doer, watch: o.Watcher, log: o.Log}
	w.runs = worker.New(c.sdk, c.queue, worker.Options{
		Tuner: tuner,
		// Runs are handed out to whoever has a free slot, and to nobody in advance.
		MaxConcurrentActivityTaskPollers: min(2, o.Slots),
		DisableEagerActivities:           true,
		MaxHeartbeatThrottleInterval:     beatEvery,
		DefaultHeartbeatThrottleInterval: beatEvery,
		// More than the runs take to stop in order: an attempt whose end is not reported keeps
		// its run waiting for the heartbeat's timeout.
		WorkerStopTimeout:           o.Stopping + 5*time.Second,
		DisableRegistrationAliasing: true,
		OnFatalError:                fatal,
	})
	w.runs.RegisterWorkflowWithOptions(Target, workflow.RegisterOptions{Name: targetWorkflow})
	w.runs.RegisterActivityWithOptions(a.DoRun, activity.RegisterOptions{Name: doRun})
	// Inboxes have a queue of their own, so that long runs keep no file waiting.
	w.inboxes = worker.New(c.sdk, c.inboxQueue(), worker.Options{
		MaxConcurrentActivityExecutionSize: 2, WorkerStopTimeout: o.Stopping,
		MaxHeartbeatThrottleInterval: beatEvery, DefaultHeartbeatThrottleInterval: beatEvery,
		DisableRegistrationAliasing: true, OnFatalError: fatal,
	})
	s := &scanner{look: o.Scan, log: o.Log}
	w.inboxes.RegisterWorkflowWithOptions(Scan, workflow.RegisterOptions{Name: scanWorkflow})
	w.inboxes.RegisterActivityWithOptions(s.Scan, activity.RegisterOptions{Name: scanInbox})
	return w, nil
}

// Run works until the context ends; then it takes no more runs, hands over those in work and
// returns.
func (w *Worker) Run(ctx context.Context) error {
	if err := errors.Join(w.runs.Start(), w.inboxes.Start()); err != nil {
		w.stop()
		return coded(err)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-w.failed:
		err = coded(err)
	}
	w.stop()
	return err
}

// stop stops both at once: runs have as long to stop as they have, whatever inboxes do.
func (w *Worker) stop() {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		w.inboxes.Stop()
	}()
	w.runs.Stop()
	<-stopped
}
