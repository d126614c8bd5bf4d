package cli

import (
	"context"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
)

type reportOptions struct {
	input  string
	json   bool
	format string
}

func newReport(c *terminal.Console) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report RUN",
		Short: "Write a run's reports again from its journal",
		Long: `report writes report.csv, changes.csv, failed.csv, report.html and summary.json of a run
folder again from its journal. It reads rows that the run never reached from the input, in
its original place or beside the run folder. The exit code is 0 when the files are written,
however the run ended; summary.json holds the exit code of the run.`,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	cmd.Flags().StringVar(&o.input, "input", "", "the input file, if it was moved")
	cmd.Flags().BoolVar(&o.json, "json", false, "print summary.json on stdout")
	addFormat(cmd.Flags(), &o.format)
	return cmd
}

func oneRun(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return importer.Invalidf("expected one run folder").Hintf("run bcimport runs to list them")
	}
	return nil
}

func (o reportOptions) run(ctx context.Context, folder string, c *terminal.Console) error {
	if err := flagError((&runs.Spec{Options: importer.Options{ReportFormat: o.format}}).Validate()); err != nil {
		return err
	}
	summary, err := newManager().Report(ctx, folder, o.input, o.format, runs.Face{Events: c.Event})
	if err != nil {
		return err
	}
	resume := flagWords{}.Step(importer.Step{Kind: importer.StepResume, Run: folder})
	return terminal.ShowSummary(c, summary, folder, terminal.Manner{JSON: o.json, Preview: true, Next: terminal.Next{Resume: resume}})
}
