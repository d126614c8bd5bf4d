package dispatch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"bcimport/importer"
)

// Schedule says when the inbox of a target is looked at.
type Schedule struct {
	Target string
	// Times are when, as in crontab with five fields, in a time zone (empty for UTC). Without
	// any it is Every so often.
	Times []string
	Zone  string
	Every time.Duration
}

// String says when, in one line.
func (s Schedule) String() string {
	if len(s.Times) == 0 {
		return "every " + durationWords(s.Every)
	}
	return fmt.Sprintf("at %s (%s)", strings.Join(s.Times, " and "), s.zone())
}

// durationWords are the units of a length of time, without those of which there is none.
func durationWords(d time.Duration) string {
	var words []string
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if n := d / unit.of; n > 0 {
			words = append(words, fmt.Sprint(int64(n), " ", unit.name))
		}
		d %= unit.of
	}
	return strings.Join(words, " ")
}

func (s Schedule) zone() string {
	if s.Zone == "" {
		return "UTC"
	}
	return s.Zone
}

// Change is what is to be done about a schedule.
type Change struct {
	Target string
	Kind   ChangeKind
	// Before and After say when; empty where there is none.
	Before, After string

	schedule Schedule
}

// ChangeKind is what is done about a schedule.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Changed ChangeKind = "changed"
	Removed ChangeKind = "removed"
)

// schedulePrefix is what the ids of schedules begin with. Those of another queue are not
// ours.
func (c *Client) schedulePrefix() string { return c.queue + "/inbox/" }

// Changes are what has to be done so that there are these schedules and no other, in the
// order of the targets.
func (c *Client) Changes(ctx context.Context, want []Schedule) ([]Change, error) {
	there, err := c.schedules(ctx)
	if err != nil {
		return nil, err
	}
	changes := map[string]Change{}
	for target, when := range there {
		changes[target] = Change{Target: target, Kind: Removed, Before: when}
	}
	for _, s := range want {
		when, known := there[s.Target]
		switch {
		case !known:
			changes[s.Target] = Change{Target: s.Target, Kind: Added, After: s.String(), schedule: s}
		case when == s.String():
			delete(changes, s.Target)
		default:
			changes[s.Target] = Change{Target: s.Target, Kind: Changed, Before: when, After: s.String(), schedule: s}
		}
	}
	var sorted []Change
	for _, target := range slices.Sorted(maps.Keys(changes)) {
		sorted = append(sorted, changes[target])
	}
	return sorted, nil
}

// schedules are when inboxes are looked at, by target.
func (c *Client) schedules(ctx context.Context) (map[string]string, error) {
	there := map[string]string{}
	entries, err := c.sdk.ScheduleClient().List(ctx, client.ScheduleListOptions{PageSize: 200})
	if err != nil {
		return nil, coded(err)
	}
	for entries.HasNext() {
		e, err := entries.Next()
		if err != nil {
			return nil, coded(err)
		}
		if target, ours := strings.CutPrefix(e.ID, c.schedulePrefix()); ours {
			there[target] = e.Note
		}
	}
	return there, nil
}

// Apply makes a change. It may be repeated.
func (c *Client) Apply(ctx context.Context, change Change) error {
	id := c.schedulePrefix() + change.Target
	handle := c.sdk.ScheduleClient().GetHandle(ctx, id)
	var missing *serviceerror.NotFound
	var invalid *serviceerror.InvalidArgument
	var err error
	switch change.Kind {
	case Removed:
		if err = handle.Delete(ctx); errors.As(err, &missing) {
			return nil
		}
	case Changed:
		err = handle.Update(ctx, client.ScheduleUpdateOptions{DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			s := in.Description.Schedule // whether it is paused stays as it is
			spec := change.schedule.spec()
			s.Spec, s.Action = &spec, c.scan(change.Target)
			s.State.Note = change.After
			return &client.ScheduleUpdate{Schedule: &s}, nil
		}})
	case Added:
		_, err = c.sdk.ScheduleClient().Create(ctx, client.ScheduleOptions{
			ID: id, Spec: change.schedule.spec(), Action: c.scan(change.Target), Note: change.After,
			Overlap: enums.SCHEDULE_OVERLAP_POLICY_SKIP, CatchupWindow: change.schedule.catchUp(),
		})
	}
	if errors.As(err, &invalid) {
		return importer.Invalidf("target %s: Temporal does not take the schedule %q: %w", change.Target, change.After, err).
			Hintf("write times as in crontab, such as 30 1 * * *")
	}
	return coded(err)
}

// catchUp is how late a look may be that was missed. A look finds all that has come since the
// last one, so those that come often need not be made up for.
func (s Schedule) catchUp() time.Duration {
	if len(s.Times) > 0 {
		return 24 * time.Hour
	}
	return time.Minute
}

func (s Schedule) spec() client.ScheduleSpec {
	if len(s.Times) > 0 {
		return client.ScheduleSpec{CronExpressions: s.Times, TimeZoneName: s.zone()}
	}
	return client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: s.Every}}}
}

// scan looks at the inbox of a target.
func (c *Client) scan(target string) *client.ScheduleWorkflowAction {
	return &client.ScheduleWorkflowAction{
		ID: "inbox/" + target, Workflow: scanWorkflow, Args: []any{Inbox{target}}, TaskQueue: c.inboxQueue(),
		WorkflowExecutionTimeout: 2 * time.Hour,
	}
}
