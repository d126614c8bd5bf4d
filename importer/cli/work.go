package cli

import (
	"context"
	"errors"
	"os/user"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/reports"
)

// workOptions are the flags of every command that works on a run.
type workOptions struct {
	settings
	logOptions
	json        bool
	maxFailures string
	giveUpAfter time.Duration

	metricsFile string
	// reportFormat is that of report and changes; empty is what the run began with, or csv.
	reportFormat string
	// place is where a run folder will be that a watcher moves; nil: where it is.
	place func(folder string, kind importer.EndKind) string
}

func (o *workOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.json, "json", false, "print summary.json on stdout, one line per file")
	flags.StringVar(&o.maxFailures, "max-failures", "",
		"stop when more rows than this failed: 500 or 10% (default: stop when the first 200 rows that reached Business Central all failed)")
	flags.DurationVar(&o.giveUpAfter, "give-up-after", runs.DefaultGiveUpAfter, "how long the service may stay down before the run stops")
	flags.StringVar(&o.metricsFile, "metrics-file", "", "write the result of the run for Prometheus (node_exporter's textfile collector): a file that ends in .prom")
	addFormat(flags, &o.reportFormat)
	o.logOptions.addFlags(flags)
	o.settings.addFlags(flags)
}

func (o *workOptions) validate() error {
	if o.giveUpAfter <= 0 {
		return importer.Invalidf("--give-up-after must be above 0")
	}
	spec := runs.Spec{MaxFailures: o.maxFailures, Options: importer.Options{ReportFormat: o.reportFormat}}
	return flagError(spec.Validate())
}

// flagError is an error of options that were given as flags.
func flagError(err error) error {
	var unusable *targets.OptionError
	if errors.As(err, &unusable) {
		found := importer.Invalidf("%s", unusable.In(longFlags{}))
		if hints := importer.Hints(err); len(hints) > 0 {
			found.Hint = hints[0]
		}
		return found
	}
	var wrong *runs.OptionError
	if !errors.As(err, &wrong) {
		return err
	}
	found := importer.Invalidf("%s %s", flagWords{}.Option(importer.Option{Name: wrong.Option}), wrong.Words)
	if hints := importer.Hints(err); len(hints) > 0 {
		found.Hint = hints[0]
	}
	return found
}

func addFormat(flags *pflag.FlagSet, format *string) {
	flags.StringVar(format, "report-format", "", "format of report and changes: csv, or xlsx for workbooks (default: csv, or the format with which the run began)")
}

// shown is the run folder as people are told of it.
func (o *workOptions) shown(folder string, kind importer.EndKind) string {
	if o.place == nil {
		return folder
	}
	return o.place(folder, kind)
}

// manner is how the summary of a run is shown: values of contacts never go where
// machines read, nor where text is not wanted.
func (o *workOptions) manner(next terminal.Next) terminal.Manner {
	return terminal.Manner{JSON: o.json, Preview: !o.quiet && o.format != "json", Next: next}
}

// wordless reports whether messages quote no words of the file.
func (o *workOptions) wordless() bool { return o.quiet || o.format == "json" }

// systemUser is the system's name of whoever runs the program, empty where it
// knows none.
func systemUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

// runView shows one run after another on the console, as their events come.
type runView struct {
	*workOptions
	console *terminal.Console
	// again is the command that runs failed.csv; nil where the flags are not known.
	again func(file string) string
	news  *news.Reporter // nil for the runs of a watcher

	worst    Code
	progress *terminal.Progress
	stopping func() // ends the announcement of a stop
	signal   context.Context
}

// tooManyUpdates is why a run did not begin to write.
const tooManyUpdates = "more rows would change than --max-updates allows"

// face is the view as package runs takes it.
func (v *runView) face(prepare func(importer.About) error) runs.Face {
	return runs.Face{
		Events: v.event, Prepare: prepare, Terse: v.wordless(),
		Confirm: func(ctx context.Context, to importer.Target) error {
			return confirmWriting(ctx, &v.settings, to, v.console)
		},
	}
}

// event shows what happened.
func (v *runView) event(e runs.Event) {
	switch e := e.(type) {
	case runs.Begun:
		if v.stopping == nil {
			v.stopping = announceStop(v.signal, v.console)
		}
		v.console.Enter(filepath.Base(e.Folder))
		if e.Rows > 0 {
			v.progress = terminal.NewProgress(e.Rows, e.Workers, v.console, v.quiet)
		}
	case runs.Forecast:
		if !v.quiet {
			v.console.Say("%s of %s: %s", plural(e.Rows, "row"), terminal.Shorter(e.File), terminal.ForecastWords(e))
		}
	case runs.KeysFound:
		v.progress.KeysFound(e.Keys)
	case runs.RowsBegin:
		v.progress.Begin(e)
	case runs.RowsEnded:
		v.progress.Ended(e)
	case runs.Ended:
		v.ended(e.Result)
	case runs.Note:
		if !v.quiet || e.Code != runs.NoteUnmapped && e.Code != runs.NoteEncoding {
			v.console.Event(e)
		}
	default:
		v.console.Event(e)
	}
}

// ended shows how a run ended and tells whoever wants to hear of it.
func (v *runView) ended(r runs.Result) {
	if v.progress != nil {
		v.progress.Stop()
	}
	code := codeOfEnd(r.Kind)
	words := wordsOfRun{flagWords{}, &v.settings}
	told := r
	if r.Summary != nil {
		m := v.manner(terminal.Next{Again: v.again, Resume: words.Step(importer.Step{Kind: importer.StepResume, Run: r.Folder})})
		if err := terminal.ShowSummary(v.console, *r.Summary, v.shown(r.Folder, r.Kind), m); err != nil {
			v.console.Problem(importer.Brokenf("print summary: %w", err).
				Hintf("the run ended with code %d; its reports are in %s", code, terminal.Shorter(r.Folder)))
			if code = worse(code, Broken); code == Broken {
				told.Kind = importer.EndBroken
			}
		}
		v.printNextStep(r, words)
		if r.RunTakes != nil {
			v.console.Say("run will take %s", terminal.ForecastWords(*r.RunTakes))
		}
	}
	v.console.Leave()
	v.notify(told)
	if r.Err != nil {
		v.console.With(words).Problem(r.Err)
	}
	v.worst = worse(v.worst, code)
	v.progress = nil
}

// notify tells whoever wants to hear of the run; of a watcher's runs the watcher tells.
func (v *runView) notify(r runs.Result) {
	switch {
	case v.news == nil:
	case r.Err != nil && r.Folder == "":
		if v.json {
			terminal.TellNotBegun(v.console, v.news.Command, r.File, r.Err, int(codeOf(r.Err)))
		}
		v.news.Failed(r.File, r.Kind, r.Err)
	default:
		v.news.Ended(r)
	}
}

// printNextStep prints what ended a run before its last row, and the command that goes on.
func (v *runView) printNextStep(r runs.Result, words importer.Words) {
	c := v.console
	resume := words.Step(importer.Step{Kind: importer.StepResume, Run: r.Folder})
	var tooMany *runs.TooManyUpdates
	switch {
	case errors.As(r.Reason, &tooMany):
		c.Problem(importer.Invalidf(tooManyUpdates+": %d of %d, and %s are allowed; nothing was written", tooMany.Updates, tooMany.Rows, tooMany.Most).
			Hintf("check %s, then run again with a higher --max-updates if that is intended", reports.ChangesFile))
	case errors.Is(r.Reason, runs.ErrInputChanged):
		c.Problem(importer.Brokenf("%w", r.Reason).
			Hintf("restore the original file and continue with: %s; or start a new run with the changed file", resume))
	case r.Kind == importer.EndBroken && r.Reason != nil:
		c.Problem(importer.Brokenf("%w", r.Reason).Hintf("fix the cause, then continue with: %s", resume))
	case r.Kind == importer.EndStopped:
		if r.Reason != nil && !errors.Is(r.Reason, importer.ErrInterrupted) {
			c.Problem(r.Reason)
		}
		c.Hint("continue with: %s", resume)
		if errors.Is(r.Reason, importer.ErrTooManyFailures) {
			c.Hint("pass --max-failures 100%% to continue however many rows fail")
		}
	}
}

// done ends the view. The code is that of all its runs.
func (v *runView) done() {
	if v.stopping != nil {
		v.stopping()
	}
}

// announceStop prints that a signal was received; the returned function ends that.
func announceStop(ctx context.Context, c *terminal.Console) (done func()) {
	stop := context.AfterFunc(ctx, func() {
		c.Say("stopping: finishing requests that are under way; a second signal ends at once")
	})
	return func() { stop() }
}

// codeOfEnd returns the code that a run ended with. One that was killed can be gone on
// with like one that was stopped.
func codeOfEnd(kind importer.EndKind) Code {
	switch kind {
	case importer.EndSucceeded:
		return OK
	case importer.EndRefused:
		return Usage
	case importer.EndIncomplete:
		return Incomplete
	case importer.EndBroken:
		return Broken
	}
	return Halted
}

// exitCode is the code of an end, as a number.
func exitCode(kind importer.EndKind) int { return int(codeOfEnd(kind)) }

// worse orders the codes of several files: 1, which is of the first alone, then 2, 4, 3, 0.
func worse(a, b Code) Code {
	for _, c := range []Code{Usage, Broken, Halted, Incomplete} {
		if a == c || b == c {
			return c
		}
	}
	return OK
}
