package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
)

// resumeOptions are the flags of resume.
type resumeOptions struct {
	workOptions
	failed bool
	input  string
}

// newResume makes the command resume.
func newResume(c *terminal.Console) *cobra.Command {
	o := &resumeOptions{}
	cmd := &cobra.Command{
		Use:   "resume RUN",
		Short: "Finish a run that was stopped, killed or cut off",
		Long: `resume continues a run where it stopped, on the target on which it began and no other. It
settles writes whose outcome is unknown first. It needs the unchanged input, in its
original place or beside the run folder. The reports and the exit code then cover the
whole run. If no rows are left, it sends nothing.` + "\n" + exitCodes,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.failed, "failed", false, "also try rows again that failed or met a conflict, for fields that no later row has set")
	flags.StringVar(&o.input, "input", "", "the input file, if it was moved")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	o.workOptions.addFlags(flags)
	return cmd
}

func (o *resumeOptions) run(ctx context.Context, folder string, c *terminal.Console) error {
	n := o.newReporter(c, "resume", []string{folder})
	return o.notifying(ctx, c, n, func() error { return o.resume(ctx, folder, c, n) })
}

func (o *resumeOptions) resume(ctx context.Context, folder string, c *terminal.Console, n *news.Reporter) error {
	if err := o.validate(); err != nil {
		return err
	}
	c, err := o.on(c)
	if err != nil {
		return err
	}
	view := &runView{workOptions: &o.workOptions, console: c, news: n, signal: ctx}
	defer view.done()
	options := runs.ResumeOptions{
		Failed: o.failed, Input: o.input, Target: o.choice.Name, MaxFailures: o.maxFailures, ReportFormat: o.reportFormat,
	}
	if o.flags.Changed("give-up-after") {
		options.GiveUpAfter = o.giveUpAfter
	}
	_, err = o.manager(c).Resume(ctx, folder, options, view.face(func(about importer.About) error {
		if !about.HoldsEdits() {
			n.Files = []string{terminal.Shorter(about.Input.Shown())}
		}
		n.DryRun = about.Options.DryRun
		o.recall(about.Target)
		return n.Prepare()
	}))
	if err != nil {
		if wrong := (*runs.FileError)(nil); errors.As(err, &wrong) {
			n.Instead = "its input is missing or has changed; the program's messages say which"
		}
		return err
	}
	return end(view.worst)
}
