package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"golang.org/x/sync/errgroup"

	"bcimport/importer/fleet"
)

// Standing is how the runs of a key stand.
type Standing struct {
	Key string
	State
	// Asked reports whether the workflow has answered, which needs a worker; otherwise what
	// waits and what has ended is not known.
	Asked bool
	Work  *Work // nil while nothing is in work
}

// Work is the run in work of a key.
type Work struct {
	Run
	// Begun reports whether a worker has it; otherwise it waits for one.
	Begun    bool
	Worker   string
	Attempt  int
	Since    time.Time // the start of the attempt
	Progress fleet.Progress
	// Last is why the last attempt did not end it; empty where there was none.
	Last fleet.Reason
}

// atOnce is how many keys are asked at the same time, and patience for how long each.
const (
	atOnce   = 16
	patience = 5 * time.Second
)

// Standings are how the runs of all keys stand, in the order of the keys, or of one.
func (c *Client) Standings(ctx context.Context, key string) ([]Standing, error) {
	keys := []string{key}
	if key == "" {
		var err error
		if keys, err = c.keys(ctx); err != nil {
			return nil, err
		}
	}
	standings := make([]*Standing, len(keys))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, key := range keys {
		group.Go(func() (err error) {
			standings[i], err = c.standing(ctx, key)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var found []Standing
	for _, s := range standings {
		if s != nil {
			found = append(found, *s)
		}
	}
	return found, nil
}

// keys lists the keys that have a workflow.
func (c *Client) keys(ctx context.Context) ([]string, error) {
	var keys []string
	request := &workflowservice.ListWorkflowExecutionsRequest{
		Namespace: c.namespace, Query: fmt.Sprintf("WorkflowType = '%s' AND TaskQueue = '%s' AND ExecutionStatus = 'Running'", targetWorkflow, c.queue),
	}
	for {
		page, err := c.sdk.ListWorkflow(ctx, request)
		if err != nil {
			return nil, coded(err)
		}
		for _, e := range page.Executions {
			if key, ours := strings.CutPrefix(e.GetExecution().GetWorkflowId(), prefix); ours {
				keys = append(keys, key)
			}
		}
		if request.NextPageToken = page.NextPageToken; len(request.NextPageToken) == 0 {
			slices.Sort(keys)
			return slices.Compact(keys), nil
		}
	}
}

// standing asks for one key; nil where it has no workflow.
func (c *Client) standing(ctx context.Context, key string) (*Standing, error) {
	described, err := c.sdk.DescribeWorkflow(ctx, prefix+key, "")
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return nil, nil
	}
	if err != nil {
		return nil, coded(err)
	}
	s := &Standing{Key: key}
	for _, p := range described.RawResponse.GetPendingActivities() {
		s.Work = workOf(p)
	}
	own, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := c.sdk.QueryWorkflowWithOptions(own, &client.QueryWorkflowWithOptionsRequest{
		WorkflowID: prefix + key, QueryType: stateQuery, QueryRejectCondition: enums.QUERY_REJECT_CONDITION_NONE,
	})
	if err != nil {
		return s, ctx.Err() // no worker answers, which is for the caller to tell
	}
	s.Asked = true
	if err := answer.QueryResult.Get(&s.State); err != nil {
		return nil, coded(err)
	}
	switch {
	case s.State.Work == nil:
		s.Work = nil
	case s.Work == nil:
		s.Work = &Work{Run: *s.State.Work}
	default:
		s.Work.Run = *s.State.Work
	}
	return s, nil
}

// workOf reads what is known of an activity.
func workOf(p *workflow.PendingActivityInfo) *Work {
	w := &Work{
		Begun:  p.GetState() == enums.PENDING_ACTIVITY_STATE_STARTED || p.GetState() == enums.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED && p.GetLastWorkerIdentity() != "",
		Worker: p.GetLastWorkerIdentity(), Attempt: int(p.GetAttempt()),
		Last: fleet.Reason(p.GetLastFailure().GetApplicationFailureInfo().GetType()),
	}
	if w.Last == "" && p.GetLastFailure().GetTimeoutFailureInfo() != nil {
		w.Last = Silent
	}
	if p.GetLastStartedTime() != nil {
		w.Since = p.GetLastStartedTime().AsTime()
	}
	var beat Heartbeat
	if err := converter.GetDefaultDataConverter().FromPayloads(p.GetHeartbeatDetails(), &beat); err == nil {
		w.Progress = beat.Progress
		w.ID = cmp.Or(w.ID, beat.Run)
	}
	return w
}

// Silent is why an attempt was given up whose worker was not heard of.
const Silent fleet.Reason = "silent"
