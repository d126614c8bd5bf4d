package cli

import (
	"context"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
)

// filesOrPlan takes files, or --plan without any and without what a plan has settled.
func (o *runOptions) filesOrPlan(cmd *cobra.Command, files []string) error {
	if !cmd.Flags().Changed("plan") {
		return someFiles(cmd, files)
	}
	switch {
	case o.plan == "":
		return importer.Invalidf("--plan names no folder").Hintf("pass the folder of an approved plan; bcimport runs lists them")
	case len(files) > 0:
		return importer.Invalidf("--plan takes no file").Hintf("leave the files out: the plan knows what is to be written")
	}
	for _, name := range []string{"mapping", "dry-run", "on-conflict", "limit", "require-rows", "delimiter", "max-updates", "allow-clear", "accept"} {
		if cmd.Flags().Changed(name) {
			return importer.Invalidf("--plan and --%s can't be combined", name).Hintf("leave --%s out: the plan has settled it", name)
		}
	}
	return nil
}

// runPlan runs an approved plan.
func (o *runOptions) runPlan(ctx context.Context, c *terminal.Console) error {
	n := o.newReporter(c, "run", []string{o.plan})
	return o.notifying(ctx, c, n, func() error { return o.runApproved(ctx, c, n) })
}

func (o *runOptions) runApproved(ctx context.Context, c *terminal.Console, n *news.Reporter) error {
	if err := o.workOptions.validate(); err != nil {
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
	_, err = o.manager(c).RunPlan(ctx, o.plan, runs.PlannedOptions{
		Target: o.choice.Name, Out: o.out, Elsewhere: o.runs, NoValues: o.noValues,
		MaxFailures: o.maxFailures, GiveUpAfter: o.giveUpAfter, ReportFormat: o.reportFormat, By: systemUser(),
	}, view.face(func(of importer.About) error {
		o.recall(of.Target)
		return n.Prepare()
	}))
	if err != nil {
		return err
	}
	return end(view.worst)
}
