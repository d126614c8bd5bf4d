package dispatch

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// The names by which workers and schedules know each other.
const (
	scanWorkflow = "Scan"
	scanInbox    = "ScanInbox"
)

// Scanned counts what a look at an inbox has found.
type Scanned struct {
	Waiting   int `json:"waiting"`
	Submitted int `json:"submitted"`
	Left      int `json:"left"`
	Missing   int `json:"missing"`
}

// Inbox is whose inbox is looked at.
type Inbox struct {
	Target string `json:"target"`
}

// Scan is the workflow that looks at the inbox of a target once.
func Scan(ctx workflow.Context, of Inbox) (Scanned, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		HeartbeatTimeout: heartbeatTimeout, ScheduleToCloseTimeout: time.Hour,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute, MaximumAttempts: 5},
	})
	var found Scanned
	err := workflow.ExecuteActivity(ctx, scanInbox, of).Get(ctx, &found)
	return found, err
}

// scanner looks at inboxes for workflows.
type scanner struct {
	look func(ctx context.Context, target string) (Scanned, error)
	log  *slog.Logger
}

// codeScan is the code of a look that failed: what is wrong is in the log of the machine.
const codeScan = "inbox"

// Scan looks at an inbox.
func (s *scanner) Scan(ctx context.Context, of Inbox) (found Scanned, err error) {
	ended := make(chan struct{})
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				activity.RecordHeartbeat(ctx)
			case <-ended:
				return
			}
		}
	}()
	defer func() { close(ended); <-beating }()
	own, stop := context.WithCancel(ctx)
	defer stop()
	stopping := activity.GetWorkerStopChannel(ctx)
	go func() {
		select {
		case <-stopping:
			stop()
		case <-own.Done():
		}
	}()
	if found, err = s.look(own, of.Target); err != nil {
		s.log.Warn("look at inbox", "target", of.Target, "why", err)
		err = temporal.NewApplicationError(codeScan, codeScan)
	}
	return found, err
}
