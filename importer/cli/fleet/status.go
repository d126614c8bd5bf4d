package fleet

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
)

// statusOptions are the flags of status.
type statusOptions struct {
	connection
	json bool
}

func newStatus(e Edge) *cobra.Command {
	o := &statusOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("status [TARGET]", "List the runs of a fleet: waiting, in work and ended",
		`status lists the runs that wait, in their order, those in work with their worker and how far
they are, and the last ones that ended or failed, of all targets or of one. Times are local;
--json prints UTC.

  bcimport fleet status north`+"\n"+exitCodes, cobra.MaximumNArgs(1)),
		func(ctx context.Context, args []string) error {
			target := ""
			if len(args) == 1 {
				target = args[0]
			}
			return o.run(ctx, target)
		})
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per line")
	o.addFlags(cmd)
	return cmd
}

// The states of a run.
const (
	waiting = "waiting"
	working = "working"
	ended   = "ended"  // every row has ended
	failed  = "failed" // it did not begin, or ended before its last row
)

// listed is a run as status lists it.
type listed struct {
	Run      string           `json:"run"`
	Target   string           `json:"target"`
	File     string           `json:"file,omitempty"`
	State    string           `json:"state"`
	Priority int              `json:"priority"`
	Worker   string           `json:"worker,omitempty"`
	Attempt  int              `json:"attempt,omitempty"`
	Phase    fleet.Phase      `json:"phase,omitempty"`
	Rows     map[string]int   `json:"rows,omitempty"` // done, failed and of for one in work, else by status
	Reason   fleet.Reason     `json:"reason,omitempty"`
	End      importer.EndKind `json:"end,omitempty"`
	ExitCode *int             `json:"exit_code,omitempty"`
	Since    *time.Time       `json:"since,omitempty"` // of the attempt
	EndedAt  *time.Time       `json:"ended_at,omitempty"`
	// Cancelled is a run that is being ended.
	Cancelled bool `json:"cancelled,omitempty"`
}

func (o *statusOptions) run(ctx context.Context, target string) error {
	file, err := o.readIfThere()
	if err != nil {
		return err
	}
	client, err := o.dial(ctx, file)
	if err != nil {
		return err
	}
	defer client.Close()
	standings, err := client.Standings(ctx, o.keyOf(file, target))
	if err != nil {
		return err
	}
	found := []listed{}
	silent := false
	for _, s := range standings {
		silent = silent || !s.Asked
		found = append(found, o.list(s)...)
	}
	if target != "" {
		found = slices.DeleteFunc(found, func(l listed) bool { return l.Target != "" && l.Target != target })
	}
	if err := o.show(found); err != nil {
		return err
	}
	if silent {
		o.Console.Warn("no worker answers, so what waits and what has ended is not known")
		o.Console.Hint("start a worker with: bcimport fleet work")
	}
	return nil
}

// keyOf is the key of a target that this machine knows, and empty for all keys where it
// knows none.
func (o *statusOptions) keyOf(file *fleet.File, target string) string {
	if target == "" {
		return ""
	}
	all, _ := o.machine(file).Known() // without it all are asked
	for _, known := range all {
		if known.Name == target {
			return fleet.TargetKey(known)
		}
	}
	return ""
}

// list lists the runs of a key: those that have ended first, the latest last.
func (o *statusOptions) list(s dispatch.Standing) []listed {
	var found []listed
	for _, e := range s.Ended {
		l := named(e.Run, ended)
		code, at := o.ExitCode(e.End), e.At.UTC()
		l.Rows, l.Reason, l.End, l.ExitCode, l.EndedAt, l.Cancelled = e.Rows, e.Reason, e.End, &code, &at, false
		if e.End != importer.EndSucceeded && e.End != importer.EndIncomplete {
			l.State = failed
		}
		found = append(found, l)
	}
	if w := s.Work; w != nil {
		l := named(w.Run, working)
		l.Attempt, l.Reason = w.Attempt, w.Last
		if !w.Begun {
			l.State = waiting
		} else {
			at := w.Since.UTC()
			l.Worker, l.Since, l.Phase = w.Worker, &at, w.Progress.Phase
			l.Rows = map[string]int{"of": w.Progress.Of, "done": w.Progress.Done, "failed": w.Progress.Failed}
		}
		found = append(found, l)
	}
	for _, r := range s.Waiting {
		found = append(found, named(r, waiting))
	}
	return found
}

func named(r dispatch.Run, state string) listed {
	return listed{Run: r.ID, Target: r.Target, File: r.Input, State: state, Priority: r.Priority, Cancelled: r.Cancelled}
}

// show prints runs, as a table or as JSON.
func (o *statusOptions) show(found []listed) error {
	if o.json {
		for _, l := range found {
			if err := o.line(l); err != nil {
				return err
			}
		}
		return nil
	}
	if len(found) == 0 {
		o.Console.Say("no runs")
		return nil
	}
	out := tabwriter.NewWriter(o.Console.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "TARGET\tRUN\tSTATE\tROWS\tWORKER\tTIME\tFILE")
	for _, l := range found {
		fmt.Fprintln(out, strings.Join([]string{l.Target, l.Run, l.words(), l.rows(), l.Worker, l.when(), l.File}, "\t"))
	}
	return out.Flush()
}

// words say the state.
func (l listed) words() string {
	state := l.State
	switch {
	case l.Cancelled:
		state += ", being cancelled"
	case l.State == working && l.Attempt > 1:
		state += fmt.Sprintf(", attempt %d", l.Attempt)
	case l.State == waiting && l.Attempt > 1:
		state += fmt.Sprintf(" for attempt %d", l.Attempt)
	}
	if l.Reason != "" {
		state += " (" + strings.ReplaceAll(string(l.Reason), "_", " ") + ")"
	}
	return state
}

// rows say how many rows there are and how many have not succeeded.
func (l listed) rows() string {
	if l.Rows == nil {
		return ""
	}
	all, bad := 0, 0
	if l.State == working {
		if all = l.Rows["of"]; all == 0 {
			return strings.ReplaceAll(string(l.Phase), "_", " ")
		}
		bad = l.Rows["failed"]
	} else {
		for status, n := range l.Rows {
			all += n
			if importer.Status(status).Result() == "failure" {
				bad += n
			}
		}
	}
	text := fmt.Sprint(all)
	if l.State == working {
		text = fmt.Sprintf("%d of %d", l.Rows["done"], all)
	}
	if bad > 0 {
		text += fmt.Sprintf(", %d failed", bad)
	}
	return text
}

// when is the time of its end, or of the begin of the attempt.
func (l listed) when() string {
	at := cmp.Or(l.EndedAt, l.Since)
	if at == nil {
		return ""
	}
	return at.Local().Format("2006-01-02 15:04:05")
}
