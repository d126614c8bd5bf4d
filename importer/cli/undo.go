package cli

import (
	"context"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
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
		Short: "Restore the values from before a run, where they have not been changed since",
		Long: `undo restores every field that a run changed to its value before the run's first write. It
has its own run folder, beside the run's. A field that no longer holds the value that the
run wrote is a conflict and stays; the record's other fields are restored. An undo can be
stopped, resumed and undone.

undo restores fields, not side effects. What Business Central changed on its own (display
and search names, linked customers and vendors, modification times, extensions) follows
Business Central's rules and may differ from the state before the run.` + "\n" + exitCodes,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would be restored, and write nothing")
	flags.StringArrayVar(&o.fields, "field", nil, "restore only this field; may be repeated")
	flags.StringVarP(&o.out, "out", "o", "", "run folder, must not exist or be empty (default: beside the run's)")
	flags.StringVar(&o.runs, "runs", "", "folder for the run folder when the folder of the run is not writable (default: bcimport in the state folder)")
	flags.BoolVar(&o.noValues, "no-values", false, "write no changes.csv, and no values in report.html")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	o.workOptions.addFlags(flags)
	return cmd
}

func (o *undoOptions) run(ctx context.Context, run string, c *terminal.Console) error {
	n := o.newReporter(c, "undo", []string{run})
	n.DryRun = o.dryRun
	return o.notifying(ctx, c, n, func() error { return o.undo(ctx, run, c, n) })
}

func (o *undoOptions) undo(ctx context.Context, run string, c *terminal.Console, n *news.Reporter) error {
	if err := o.validate(); err != nil {
		return err
	}
	if o.out != "" && !runs.Vacant(o.out) {
		return importer.Invalidf("--out %s is not an empty folder", o.out).Hintf("name a folder that does not exist yet")
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
		return n.Prepare()
	}))
	if err != nil {
		return flagError(err)
	}
	return end(view.worst)
}
