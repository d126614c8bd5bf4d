package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
)

type approveOptions struct {
	review string
	by     string
}

func newApprove(c *terminal.Console) *cobra.Command {
	var o approveOptions
	cmd := &cobra.Command{
		Use:   "approve PLAN",
		Short: "Accept the changes of a plan, or those that its review says yes to",
		Long: `approve records which changes of a plan may be written: all of them, or with --review the
lines of the review that still say yes. A line that is missing is not accepted, and of an
address all changes of a row are accepted or none. A review of another plan, or one whose
values were edited, is refused. Approving again replaces the approval, until the plan was
run. run --plan writes what was accepted.

--by is a record of who approved, and no access control.

Exit codes:
  0  approved
  1  it is no plan that can be approved, or the review does not fit`,
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("review") && o.review == "" { // of a variable that is not set: else all would be accepted
				return importer.Invalidf("--review names no file").Hintf("pass a review, or leave --review out to accept every change")
			}
			return onePlan(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.review, "review", "", "the plan's review.xlsx as you have left it (default: every change is accepted)")
	flags.StringVar(&o.by, "by", "", "who approves (default: the system's name of the user)")
	return cmd
}

func onePlan(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return importer.Invalidf("expected the folder of one plan").Hintf("run bcimport runs to list them")
	}
	return nil
}

func (o approveOptions) run(ctx context.Context, plan string, c *terminal.Console) error {
	a, err := newManager().Approve(ctx, plan, runs.ApproveOptions{Review: o.review, By: cmp.Or(o.by, systemUser())}, runs.Face{Events: c.Event})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "approved %d of %s in %s\n", a.Accepted, plural(a.Changes, "change"), terminal.Shorter(plan))
	c.Hint("write them with: %s", flagWords{}.Step(importer.Step{Kind: importer.StepRunApproved, Run: plan}))
	return nil
}
