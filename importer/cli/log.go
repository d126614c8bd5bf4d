package cli

import (
	"log/slog"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
)

// logOptions say what goes to stderr.
type logOptions struct {
	quiet   bool
	verbose bool
	format  string
}

func (o *logOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "print no progress, and no reason for the detected encoding")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log details of the connection, and the line of each row that fails")
	flags.StringVar(&o.format, "log-format", "text", "text, or json: every line on stderr is a JSON object")
}

// on is the console of a command with these flags. Values of contacts, secrets and tokens
// never go to its log.
func (o *logOptions) on(c *terminal.Console) (*terminal.Console, error) {
	if o.format != "text" && o.format != "json" {
		return nil, importer.Invalidf("--log-format %q is not valid: expected text or json", o.format)
	}
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	return terminal.NewConsole(c.Streams, o.format == "json", level, flagWords{}), nil
}

// wantsRecords reports whether a command line asks for --log-format json, also one that can't
// be read otherwise.
func wantsRecords(args []string) bool {
	for i, arg := range args {
		switch {
		case arg == "--":
			return false
		case arg == "--log-format=json", arg == "--log-format" && i+1 < len(args) && args[i+1] == "json":
			return true
		}
	}
	return false
}
