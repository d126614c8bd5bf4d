// Package recorded has the verbs that read what runs have recorded: show, of one run, and
// find, of one record in all of them. Start with NewShow and NewFind.
package recorded

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
)

// NewShow makes the verb that prints one run; args judges its arguments.
func NewShow(c *terminal.Console, manager *runs.Manager, args cobra.PositionalArgs) *cobra.Command {
	return &cobra.Command{
		Use:   "show RUN",
		Short: "Print what a run recorded, as JSON lines",
		Long: `show prints the journal of a run folder, one JSON object per line, in the order of
recording: the input and options of the run, every write before it was sent, the outcome of
every row, and how the run ended. The output holds values of records, so treat it as
confidential. A run of an older version is converted first.`,
		Args: args,
		RunE: func(_ *cobra.Command, args []string) error { return show(manager, args[0], c) },
	}
}

func show(manager *runs.Manager, folder string, c *terminal.Console) error {
	w := bufio.NewWriter(c.Out)
	err := manager.Show(folder, func(object []byte) error {
		_, err := fmt.Fprintf(w, "%s\n", object)
		return err
	})
	if err != nil {
		return err
	}
	return w.Flush()
}
