package cli

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/notify"
)

// logOptions say what goes to the log on stderr.
type logOptions struct {
	quiet   bool
	verbose bool
	format  string

	run *atomic.Pointer[string] // the name of the run that records belong to
}

func (o *logOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress bar or progress lines, nor why a file was read in its encoding")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log what helps to find a fault of the connection, and each row that fails, by its line")
	flags.StringVar(&o.format, "log-format", "text", "text, or json: every line on stderr is an object")
}

// logger makes the log. Values of contacts, secrets and tokens never go there. With
// --log-format json the streams returned make records of the lines for people, too.
func (o *logOptions) logger(streams Streams) (*slog.Logger, Streams, error) {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if o.verbose {
		options.Level = slog.LevelDebug
	}
	o.run = &atomic.Pointer[string]{}
	switch o.format {
	case "text":
		return slog.New(ofRun{slog.NewTextHandler(streams.Err, options), o.run}), streams, nil
	case "json":
		log := slog.New(ofRun{slog.NewJSONHandler(streams.Err, options), o.run})
		streams.Err = &records{log: log, under: streams.Err}
		return log, streams, nil
	}
	return nil, streams, importer.Invalidf("--log-format %q is not text or json", o.format)
}

// enter says which run the records from here on belong to.
func (o *logOptions) enter(run string) { o.run.Store(&run) }

// leave ends that.
func (o *logOptions) leave() { o.run.Store(nil) }

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

// records makes records of the lines that people read on stderr. What is written to
// it at once is whole lines.
type records struct {
	log   *slog.Logger
	under io.Writer
}

func (r *records) Write(text []byte) (int, error) {
	for line := range strings.Lines(string(text)) {
		r.record(strings.TrimSpace(line))
	}
	return len(text), nil
}

func (r *records) record(line string) {
	line = strings.TrimPrefix(line, "bcimport: ")
	warning, isWarning := strings.CutPrefix(line, "warning: ")
	hint, isHint := strings.CutPrefix(line, "hint: ")
	for _, kind := range []string{notify.Failure, notify.Missing, notify.Stuck} { // of watch
		if strings.HasPrefix(line, kind+": ") {
			warning, isWarning = line, true
		}
	}
	switch {
	case line == "":
	case isWarning:
		r.log.Warn(warning)
	case isHint:
		r.log.Info("hint", "hint", hint)
	default:
		r.log.Info(line)
	}
}

// problem records an error, a line a record, with its hints.
func (r *records) problem(err error) {
	for line := range strings.SplitSeq(strings.TrimRight(err.Error(), "\n"), "\n") {
		r.log.Error(line)
	}
	for _, hint := range hints(err) {
		r.record("hint: " + hint)
	}
}

// wantsRecords tells that a command line asks for --log-format json, also one that can't
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

// errorStream is where the error of a command is printed: as --log-format says.
func errorStream(args []string, err io.Writer) io.Writer {
	if _, already := err.(*records); already || !wantsRecords(args) {
		return err
	}
	return recording(err)
}

// recording makes records of lines before and after there is a log.
func recording(err io.Writer) *records {
	return &records{log: slog.New(slog.NewJSONHandler(err, nil)), under: err}
}
