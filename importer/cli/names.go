package cli

import (
	"slices"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// checkNames refuses names of files that could not be shown as they are: a name
// with a line break makes two lines of a message, one with an escape sequence
// tells the terminal what to do. Run folders, commands to go on with and lines for
// scripts all repeat the name, so it is refused before anything is read.
func checkNames(cmd *cobra.Command, args []string) error {
	names := slices.Clone(args)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "mapping", "out", "runs", "config", "input":
			names = append(names, f.Value.String())
		}
	})
	if format := cmd.Flags().Lookup("log-format"); format != nil && format.Value.String() != "text" && format.Value.String() != "json" {
		return importer.Invalidf("--log-format %q is not valid: expected text or json", format.Value)
	}
	for _, name := range names {
		if strings.ContainsFunc(name, terminal.Misleading) {
			return importer.Invalidf("the name %s has characters that can't be displayed", strconv.QuoteToASCII(name)).
				Hintf("rename it without line breaks and control characters")
		}
	}
	return nil
}
