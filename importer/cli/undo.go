package cli

import (
	"context"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
)

// undoOptions are the flags of undo.
type undoOptions struct {
	workOptions
	dryRun   bool
	fields   []string
	out      string
	runs     string
	noValues bool
}

func newUndo(c *terminal.Console) *cobra.Command {
	o := &undoOptions{}
	cmd := &cobra.Command{
		Use:   "undo RUN",
		Short: "Put back the values from before a run, where nobody has changed them since",
		Long: `undo gives every field that a run changed the value it had before the run's first
write, in a run folder of its own beside the run's. A field that no longer holds what
the run left is a conflict and stays; the contact's other fields are put back. An undo
can be stopped, resumed, and undone itself.

Fields are restored, not side effects: what Business Central did on its own when they
changed (display and search names, linked customers and vendors, times of the last
change, extensions) follows its own rules again and may not become what it was.` + "\n" + exitCodes,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would be put back, and write nothing")
	flags.StringArrayVar(&o.fields, "field", nil, "put back this field only; again for several")
	flags.StringVar(&o.out, "out", "", "run folder, absent or empty (default: beside the run's)")
	flags.StringVar(&o.runs, "runs", "", "where the run folder goes when it can't be made beside the run's (default: bcimport in the state folder)")
	flags.BoolVar(&o.noValues, "no-values", false, "write no changes.csv, and no values into report.html")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	o.workOptions.addFlags(flags)
	return cmd
}

func (o *undoOptions) run(ctx context.Context, run string, c *terminal.Console) error {
	n := &notifications{command: "undo", dryRun: o.dryRun, files: []string{run}}
	return o.notifying(ctx, c, n, func(n *notifications) error { return o.undo(ctx, run, c, n) })
}

func (o *undoOptions) undo(ctx context.Context, run string, c *terminal.Console, n *notifications) error {
	if err := o.validate(); err != nil {
		return err
	}
	if err := checkFields("field", o.fields); err != nil {
		return err
	}
	if o.out != "" && !runs.Vacant(o.out) {
		return importer.Invalidf("--out %s is not an empty folder", o.out).Hintf("name one that does not exist yet")
	}
	c, err := o.on(c)
	if err != nil {
		return err
	}
	view := &runView{workOptions: &o.workOptions, console: c, news: n, signal: ctx}
	defer view.done()
	_, err = o.manager(c).Undo(ctx, run, runs.UndoOptions{
		DryRun: o.dryRun, Fields: o.fields, Target: o.choice.Name, Out: o.out, Elsewhere: o.runs, NoValues: o.noValues,
		MaxFailures: o.maxFailures, GiveUpAfter: o.giveUpAfter, ReportFormat: o.reportFormat, By: systemUser(),
	}, view.face(func(of importer.About) error {
		o.recall(of.Target)
		return n.prepare()
	}))
	if err != nil {
		return err
	}
	return end(view.worst)
}
