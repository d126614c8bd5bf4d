package cli

import (
	"io"
	"log/slog"

	"github.com/spf13/pflag"
)

// logOptions say what goes to the log on stderr.
type logOptions struct {
	quiet   bool
	verbose bool
	format  string
}

func (o *logOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress bar or progress lines, nor why a file was read in its encoding")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log what helps to find a fault of the connection")
	flags.StringVar(&o.format, "log-format", "text", "text or json")
}

// logger makes the log. Values of contacts, secrets and tokens never go there.
func (o *logOptions) logger(w io.Writer) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if o.verbose {
		options.Level = slog.LevelDebug
	}
	switch o.format {
	case "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return nil, usageError("--log-format %q is not text or json", o.format)
}
