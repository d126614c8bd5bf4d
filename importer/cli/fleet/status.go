package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
)

// statusOptions are the flags of status.
type statusOptions struct {
	connection
	json     bool
	problems bool
	since    time.Duration
}

func newStatus(e Edge) *cobra.Command {
	o := &statusOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("status [TARGET]", "List the runs of a fleet: waiting, in work and ended",
		`status lists the runs that wait, in their order, those in work with their worker and how far
they are, and the last 20 of each application user that ended or failed, of all targets or of
one. Then come the inboxes that somebody has to see to: files that no pattern takes or that
can't be submitted, expected files that are missing, and inboxes that nobody looks at.
Times are local; --json prints UTC.

--since also lists what Temporal has forgotten, from the store. The morning after, this leaves
out whatever is well:

  bcimport fleet status --problems --since 24h`+"\n"+exitCodes, cobra.MaximumNArgs(1)),
		func(ctx context.Context, args []string) error {
			target := ""
			if len(args) == 1 {
				target = args[0]
			}
			return o.run(ctx, target)
		})
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per line")
	cmd.Flags().BoolVar(&o.problems, "problems", false, "list only what somebody has to see to, without runs that were resumed since")
	cmd.Flags().DurationVar(&o.since, "since", 0, "leave out runs that ended longer ago (default: none)")
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

// The states of what concerns an inbox.
const (
	left     = "left"     // a file that no pattern takes, or that can't be submitted
	missing  = "missing"  // a file that was expected
	unlooked = "unlooked" // an inbox that nobody looks at
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
	// Command is what a run does that runs no file, and Of the run that it concerns.
	Command fleet.Command `json:"command,omitempty"`
	Of      string        `json:"of,omitempty"`
	// Message says what is wrong with an inbox.
	Message string `json:"message,omitempty"`
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
	silent := 0
	for _, s := range standings {
		if !s.Asked {
			silent++
		}
		found = append(found, o.list(s)...)
	}
	waits := 0
	if file.Store != "" {
		store, err := o.open(ctx, file)
		if err != nil {
			return err
		}
		defer store.Close()
		if found, err = o.recall(ctx, store, found); err != nil {
			return err
		}
		var inboxes []listed
		if inboxes, waits, err = o.inboxes(ctx, store, file, target); err != nil {
			return err
		}
		found = append(found, inboxes...)
	}
	found = o.chosen(found, target)
	counted := summary(found, waits)
	if o.problems {
		found = problemsOf(found)
	}
	if err := o.show(found); err != nil {
		return err
	}
	if !o.json {
		o.Console.Say("%s", counted)
	}
	if silent > 0 {
		o.Console.Warn("%d of %d application users were not heard of, so what waits and what has ended for them is not known", silent, len(standings))
		o.Console.Hint("if no worker runs, start one with: bcimport fleet work -f fleet.yaml; if they are busy, try again")
	}
	return nil
}

// chosen leaves out other targets and what ended before the time that was asked for.
func (o *statusOptions) chosen(all []listed, target string) []listed {
	return slices.DeleteFunc(all, func(l listed) bool {
		return target != "" && l.Target != "" && l.Target != target ||
			o.since > 0 && l.Run != "" && l.EndedAt != nil && time.Since(*l.EndedAt) > o.since
	})
}

// problemsOf leaves what somebody has to see to. A run that was resumed is what became of it.
func problemsOf(all []listed) []listed {
	resumed := map[string]bool{}
	for _, l := range all {
		if l.Command == fleet.Resume {
			resumed[l.Of] = true
		}
	}
	return slices.DeleteFunc(all, func(l listed) bool { return !l.isProblem() || resumed[l.Run] || l.Command == fleet.Report })
}

// isProblem tells what somebody has to see to.
func (l listed) isProblem() bool {
	_, bad := l.counts()
	return l.State == failed || l.State == ended && bad > 0 || l.State == left || l.State == missing || l.State == unlooked
}

// recall adds the runs that ended in the time that was asked for and that Temporal no longer
// lists, as the store knows them.
func (o *statusOptions) recall(ctx context.Context, store fleet.Objects, found []listed) ([]listed, error) {
	if o.since <= 0 {
		return found, nil
	}
	known := map[string]bool{}
	for _, l := range found {
		known[l.Run] = true
	}
	var all []listed
	now := time.Now()
	for e, err := range fleet.EndedSince(ctx, store, now.Add(-o.since), now, func(run string) bool { return known[run] }) {
		if err != nil {
			return nil, err
		}
		rows := e.Rows
		delete(rows, "total")
		all = append(all, o.listEnded(dispatch.Ended{Run: dispatch.RunOf(e.Spec), End: e.End, Reason: e.Reason, Rows: rows, At: e.Ended}))
	}
	return append(all, found...), nil
}

// inboxes lists what is wrong with inboxes, and counts the files in them that may not be
// complete yet.
func (o *statusOptions) inboxes(ctx context.Context, store fleet.Objects, file *fleet.File, target string) (found []listed, waits int, err error) {
	names := slices.Sorted(maps.Keys(file.Targets))
	if target != "" {
		names = slices.DeleteFunc(names, func(name string) bool { return name != target })
	}
	looks := make([]fleet.LastLook, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(16)
	for i, name := range names {
		group.Go(func() error {
			var err error
			if looks[i], err = fleet.ReadLastLook(ctx, store, file.Targets[name].Inbox); errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, 0, err
	}
	for i, name := range names {
		found = append(found, ofInbox(name, looks[i], file, time.Now())...)
		waits += looks[i].Waiting
	}
	return found, waits, nil
}

// ofInbox lists what is wrong with an inbox.
func ofInbox(target string, look fleet.LastLook, file *fleet.File, now time.Time) (found []listed) {
	at := look.At.UTC()
	switch {
	case look.At.IsZero():
		found = append(found, listed{Target: target, State: unlooked, Message: "nobody has looked at the inbox; bcimport fleet schedule has workers do it"})
	case len(file.Targets[target].Times) == 0 && now.Sub(at) > 3*file.LookEvery()+time.Minute:
		found = append(found, listed{Target: target, State: unlooked, EndedAt: &at, Message: "nobody has looked at the inbox since; start workers, and see to their messages"})
	}
	for _, p := range look.Problems {
		l := listed{Target: target, State: left, File: p.Name, EndedAt: &at, Message: p.Words}
		if p.Missing {
			l.State = missing
		}
		found = append(found, l)
	}
	return found
}

// summary counts what is listed, by state, and the files in inboxes that are not complete.
func summary(found []listed, waits int) string {
	counts := map[string]int{}
	for _, l := range found {
		if counts[l.State]++; l.State == ended && l.isProblem() {
			counts["bad"]++
		}
	}
	words := []string{fmt.Sprintf("%d ended", counts[ended])}
	if n := counts["bad"]; n > 0 {
		words[0] += fmt.Sprintf(" (%d with rows that did not succeed)", n)
	}
	words = append(words, fmt.Sprintf("%d failed", counts[failed]), fmt.Sprintf("%d in work", counts[working]), fmt.Sprintf("%d waiting", counts[waiting]))
	text := "runs: " + strings.Join(words, ", ")
	words = nil
	for _, of := range []struct {
		n    int
		what string
	}{{counts[left], "left in inboxes"}, {counts[missing], "missing"}, {waits, "not complete yet"}} {
		if of.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", of.n, of.what))
		}
	}
	if len(words) > 0 {
		text += "; files: " + strings.Join(words, ", ")
	}
	if n := counts[unlooked]; n > 0 {
		text += fmt.Sprintf("; inboxes that nobody looks at: %d", n)
	}
	return text
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
		found = append(found, o.listEnded(e))
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

// listEnded lists a run that has ended.
func (o *statusOptions) listEnded(e dispatch.Ended) listed {
	l := named(e.Run, ended)
	code, at := o.ExitCode(e.End), e.At.UTC()
	l.Rows, l.Reason, l.End, l.ExitCode, l.EndedAt, l.Cancelled = e.Rows, e.Reason, e.End, &code, &at, false
	if e.End != importer.EndSucceeded && e.End != importer.EndIncomplete {
		l.State = failed
	}
	return l
}

func named(r dispatch.Run, state string) listed {
	return listed{Run: r.ID, Target: r.Target, File: r.Input, State: state, Priority: r.Priority, Cancelled: r.Cancelled, Command: r.Command, Of: r.Of}
}

// mostUnlooked is how many inboxes that nobody looks at the table has.
const mostUnlooked = 5

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
		return nil
	}
	out := tabwriter.NewWriter(o.Console.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "TARGET\tRUN\tSTATE\tROWS\tWORKER\tTIME\tFILE")
	silent := 0
	for _, l := range found {
		if l.State == unlooked {
			if silent++; silent > mostUnlooked { // without workers it is all of them, and the summary counts them
				continue
			}
		}
		fmt.Fprintln(out, strings.Join([]string{l.Target, l.Run, l.words(), l.rows(), l.Worker, l.when(), l.what()}, "\t"))
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
		state += " (" + l.Reason.Words() + ")"
	}
	return state
}

// what names the file and says what is wrong with it, or what the run does instead.
func (l listed) what() string {
	switch {
	case l.Command != "":
		return string(l.Command) + " of " + l.Of
	case l.File != "" && l.Message != "":
		return l.File + ": " + l.Message
	}
	return cmp.Or(l.File, l.Message)
}

// counts are how many rows there are, and how many have not succeeded.
func (l listed) counts() (all, bad int) {
	if l.State == working {
		return l.Rows["of"], l.Rows["failed"]
	}
	for status, n := range l.Rows {
		all += n
		if importer.Status(status).Result() == "failure" {
			bad += n
		}
	}
	return all, bad
}

// rows say how many rows there are, how many have not succeeded, and how many of these were
// not even tried.
func (l listed) rows() string {
	all, bad := l.counts()
	switch {
	case l.Rows == nil:
		return ""
	case l.State == working && all == 0:
		return strings.ReplaceAll(string(l.Phase), "_", " ")
	}
	text := fmt.Sprint(all)
	if l.State == working {
		text = fmt.Sprintf("%d of %d", l.Rows["done"], all)
	}
	untried := l.Rows[string(importer.NotAttempted)]
	if bad -= untried; bad > 0 {
		text += fmt.Sprintf(", %d failed", bad)
	}
	if untried > 0 {
		text += fmt.Sprintf(", %d not attempted", untried)
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
