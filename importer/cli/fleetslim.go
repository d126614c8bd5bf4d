//go:build slim

package cli

import (
	"github.com/spf13/cobra"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/objects/stores"
)

// newFleet is a command that the program has not, with whatever follows it.
func newFleet(*terminal.Console) *cobra.Command {
	return &cobra.Command{
		Use:                "fleet",
		Short:              "Run the files of many targets on several machines",
		DisableFlagParsing: true,
		RunE:               func(*cobra.Command, []string) error { return stores.ErrNotBuiltIn },
	}
}
