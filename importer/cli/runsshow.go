package cli

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/journal/sqlite"
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
	file, err := sqlite.Open(folder)
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	defer file.Close()
	w := bufio.NewWriter(c.Out)
	for line, err := range file.Lines() {
		if err != nil {
			return importer.Invalidf("%s: %w", folder, err)
		}
		fmt.Fprintf(w, "%s\n", line)
	}
	return w.Flush()
}
