package cli

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer/cli/terminal"
)

func newShow(c *terminal.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "show RUN",
		Short: "Print what a run recorded, as JSON lines",
		Long: `show prints the journal of a run folder, one JSON object a line: what the run was given,
every write before it was sent, every row's outcome, and how the run ended, in the order in
which they were recorded. Values of contacts are in it, so it is as confidential as they are. A run
of an older version is converted first.`,
		Args: oneRun,
		RunE: func(_ *cobra.Command, args []string) error { return showRun(args[0], c) },
	}
}

func showRun(folder string, c *terminal.Console) error {
	w := bufio.NewWriter(c.Out)
	err := newManager().Show(folder, func(object []byte) error {
		_, err := fmt.Fprintf(w, "%s\n", object)
		return err
	})
	if err != nil {
		return err
	}
	return w.Flush()
}
