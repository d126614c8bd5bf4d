package cli

import (
	"github.com/spf13/cobra"

	"bcimport/importer/cli/recorded"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/history"
	"bcimport/importer/journal/sqlite"
)

func newRuns(c *terminal.Console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "runs [DIR]",
		Short: "List the runs below a folder, newest first",
		Long:  "runs lists the runs below a folder, newest first, in local time; --json prints UTC.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return listRuns(folder, asJSON, c)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object per line")
	find := recorded.Finder{Open: openHistory, Name: sqlite.Name, None: end(Incomplete)}
	cmd.AddCommand(newPrune(c), recorded.NewShow(c, newManager(), oneRun), recorded.NewFind(c, find))
	return cmd
}

func listRuns(folder string, asJSON bool, c *terminal.Console) error {
	found, err := newManager().List(folder)
	if err != nil {
		return err
	}
	if len(found) == 0 && !asJSON {
		c.Say("no runs below %s", folder)
		return nil
	}
	return terminal.ListRuns(c.Out, found, asJSON, exitCode)
}

// openHistory opens the record of a run folder for a search.
func openHistory(folder string) (history.Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}
