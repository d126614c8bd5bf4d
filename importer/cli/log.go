package cli

import (
	"context"
	"log/slog"
	"sync/atomic"

	"github.com/spf13/pflag"

	"bcimport/importer"
)

// logOptions say what goes to stderr.
type logOptions struct {
	quiet   bool
	verbose bool
	format  string
}

func (o *logOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress bar or progress lines, nor why a file was read in its encoding")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log what helps to find a fault of the connection, and each row that fails, by its line")
	flags.StringVar(&o.format, "log-format", "text", "text, or json: every line on stderr is an object")
}

// on is the console of a command with these flags. Values of contacts, secrets and tokens
// never go to its log.
func (o *logOptions) on(c *console) (*console, error) {
	if o.format != "text" && o.format != "json" {
		return nil, importer.Invalidf("--log-format %q is not text or json", o.format)
	}
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	return newConsole(c.Streams, o.format == "json", level), nil
}

// ofRun adds the run that is under way to every record.
type ofRun struct {
	slog.Handler
	run *atomic.Pointer[string]
}

func (h ofRun) Handle(ctx context.Context, r slog.Record) error {
	if run := h.run.Load(); run != nil {
		r = r.Clone()
		r.AddAttrs(slog.String("run", *run))
	}
	return h.Handler.Handle(ctx, r)
}

func (h ofRun) WithAttrs(attrs []slog.Attr) slog.Handler {
	return ofRun{h.Handler.WithAttrs(attrs), h.run}
}

func (h ofRun) WithGroup(name string) slog.Handler { return ofRun{h.Handler.WithGroup(name), h.run} }

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
