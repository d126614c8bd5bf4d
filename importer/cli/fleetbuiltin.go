//go:build !slim

package cli

import (
	"github.com/spf13/cobra"

	"bcimport/importer/cli/fleet"
	"bcimport/importer/cli/terminal"
)

func newFleet(c *terminal.Console) *cobra.Command {
	return fleet.New(fleet.Edge{
		Console: c, Version: version(), ExitCode: exitCode, Words: flagWords{},
		End: func(code int) error { return end(Code(code)) },
	})
}
