package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/source"
	"bcimport/reports"
)

// partOptions are the flags of every command that works on a run.
type partOptions struct {
	settings
	logOptions
	json        bool
	maxFailures string
	giveUpAfter time.Duration

	failures    share
	metricsFile string
	// reportFormat is that of report and changes; empty is what the run began with, or csv.
	reportFormat string
	watching
}

func (o *partOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.json, "json", false, "print summary.json on stdout, one line per file")
	flags.StringVar(&o.maxFailures, "max-failures", "",
		"stop when more rows than this failed, as 500 or 10% (default: stop when the first 200 that reached Business Central all failed)")
	flags.DurationVar(&o.giveUpAfter, "give-up-after", 15*time.Minute, "how long the service may stay down before the run stops")
	flags.StringVar(&o.metricsFile, "metrics-file", "", "write how the run ended for Prometheus, for node_exporter's textfile collector: a file that ends in .prom")
	addFormat(flags, &o.reportFormat)
	o.logOptions.addFlags(flags)
	o.settings.addFlags(flags)
}

func (o *partOptions) validate() (err error) {
	if o.giveUpAfter <= 0 {
		return importer.Invalidf("--give-up-after must be above 0")
	}
	if err := checkFormat(o.reportFormat); err != nil {
		return err
	}
	o.failures, err = parseShare("max-failures", o.maxFailures)
	return err
}

func addFormat(flags *pflag.FlagSet, format *string) {
	flags.StringVar(format, "report-format", "", "format of report and changes: csv, or xlsx for workbooks (default: csv, or what the run began with)")
}

// watching is what a watcher wants of the runs that it begins; the zero value is a run
// that a person began.
type watching struct {
	hears hearing                               // instead of those that notify and the metrics file tell; nil: they do
	past  string                                // pattern of run folders that are looked at for what is usual, beside those beside a run
	place func(folder string, code Code) string // where a run folder will be; nil: where it is
}

// shown is the run folder as people are told of it.
func (p *part) shown(code Code) string {
	if p.place == nil {
		return p.folder
	}
	return p.place(p.folder, code)
}

// part is one stretch of work on one run: from its open journal to its reports.
type part struct {
	*partOptions
	streams Streams
	log     *slog.Logger
	client  *businesscentral.Client

	folder string
	file   *sqlite.File
	about  importer.About
	in     *input // nil for an undo, and where the input is not needed
	stages []importer.Stage
	again  func(file string) string // the command that runs failed.csv

	total   int // rows that this part works on
	before  importer.Spent
	counted importer.Requests // of the client, for other runs
	began   time.Time

	suspicious []importer.Suspicion // found in a plan and not accepted

	stopped error            // what ended it before its last row
	summary *reports.Summary // once the reports are written
}

// work takes the run as far as it goes, writes its reports and tells how to go on.
func (p *part) work(ctx context.Context) (Code, error) {
	var err error
	if p.before, err = p.file.Spent(); err != nil {
		return Broken, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	p.enter(filepath.Base(p.folder))
	defer p.leave()
	p.began = time.Now()
	if err := p.file.Begin(p.spent); err != nil {
		return Broken, p.lost(err)
	}
	runErr := p.pipeline(ctx)
	if isSuspicious(runErr) {
		return Usage, runErr
	}
	code, ending, runErr := p.judge(runErr)
	p.stopped = runErr
	if err := p.nameFailures(ctx, runErr); err != nil {
		return Broken, p.lost(errors.Join(runErr, err))
	}
	if err := p.file.Finish(ending); err != nil {
		return Broken, p.lost(errors.Join(runErr, err))
	}
	summary, err := writeReports(ctx, p.folder, p.file, p.readable(runErr), p.reportFormat)
	if err != nil {
		return Broken, p.withoutReports(runErr, err)
	}
	p.summary = &summary
	if err := showSummary(p.streams, summary, p.shown(code), p.manner(next{p.again, p.resume()})); err != nil {
		printError(p.streams.Err, importer.Brokenf("print summary: %w", err).Hintf("the run ended with code %d; its reports stand in %s", code, shorter(p.folder)))
		code = worse(code, Broken)
	}
	p.tellHowToGoOn(code, runErr)
	if p.about.Command == "plan" && runErr == nil && summary.Rows.WouldUpdate > 0 {
		p.tellWhatRunTakes(summary.Rows.WouldUpdate)
	}
	return code, nil
}

// readable is the input, nil for one whose rows are not those of the run any more
// or can't be read: the reports are written all the same.
func (p *part) readable(runErr error) *input {
	if p.in == nil {
		return nil
	}
	var unread *source.Error
	_, gone := os.Stat(p.in.path)
	if gone == nil && !errors.Is(runErr, errChanged) && !errors.As(runErr, &unread) {
		return p.in
	}
	fmt.Fprintf(p.streams.Err, "bcimport: %s has changed or can't be read any more; rows that the run never reached are left out of the reports\n", shorter(p.in.path))
	return nil
}

// resume is the command that goes on with this run.
func (p *part) resume() string { return resumeCommand(&p.settings, p.folder) }

// spent is what the run has used up, earlier parts included.
func (p *part) spent() importer.Spent {
	s := importer.Spent{Requests: p.before.Requests, Worked: p.before.Worked + time.Since(p.began)}
	if p.client != nil {
		s.Requests = s.Requests.Plus(p.client.Requests().Minus(p.counted))
		s.Recent = p.client.Recent()
	}
	return s
}

// pipeline resolves the keys and brings the contacts to their values.
func (p *part) pipeline(ctx context.Context) error {
	if p.total == 0 {
		return nil
	}
	batch, err := p.batch()
	if err != nil {
		return err
	}
	watch := newProgress(p.total, p.client.Slots(), isTerminal(p.streams.Err) && p.format != "json", p.quiet, drawing(p.streams.Err), p.log)
	defer watch.stop()
	runner := &importer.Runner{
		Contacts: p.client, Journal: p.file, Progress: watch,
		Workers: p.client.Slots(), Chunk: batch,
		OnConflict: p.about.Options.OnConflict, DryRun: p.about.Options.DryRun,
		GiveUpAfter: p.giveUpAfter,
	}
	guess, err := p.forecast()
	if err != nil {
		return err
	}
	if err := p.resolveKeys(ctx, runner); err != nil {
		return err
	}
	if err := p.mayBegin(ctx, runner, watch); err != nil {
		return err
	}
	watch.begin(guess)
	if !p.about.Options.Judged || !p.about.Options.DryRun {
		return p.run(ctx, runner, p.total)
	}
	runner.See = p.in.judge.Record
	err = p.run(ctx, runner, p.total)
	return errors.Join(err, p.suspectPlan())
}

// mostFailures is how many rows may fail, by the rules of importer.Runner. That the
// first all fail says nothing any more of a run in which a row succeeded before.
func (p *part) mostFailures() (int, error) {
	if p.failures.given() {
		return p.failures.of(p.about.Rows()), nil
	}
	counts, err := p.file.Counts()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", importer.ErrJournal, err)
	}
	if counts[string(importer.Updated)]+counts[string(importer.Unchanged)] > 0 {
		return p.about.Rows(), nil
	}
	return -1, nil
}

// resolveKeys looks up the keys that are no ids, before the first write.
func (p *part) resolveKeys(ctx context.Context, runner *importer.Runner) error {
	if p.in == nil || p.in.lookups == 0 {
		return nil // an undo knows the ids
	}
	entries, done, err := p.entries(ctx)
	if err != nil {
		return err
	}
	defer done()
	return runner.Resolve(ctx, entries)
}

// run deals the rows of this part, stage by stage.
func (p *part) run(ctx context.Context, runner *importer.Runner, total int) error {
	var err error
	if runner.MaxFailures, err = p.mostFailures(); err != nil {
		return err
	}
	if len(p.stages) == 0 {
		entries, done, err := p.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		return runner.Run(ctx, total, entries)
	}
	var parts []importer.Entries
	resumption := importer.NewResumption(ctx, p.file)
	for _, stage := range p.stages {
		entries, done, err := p.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		parts = append(parts, resumption.TakeUp(entries, stage))
	}
	return runner.Run(ctx, total, parts...)
}

// entries begins a pass over the rows of the run.
func (p *part) entries(ctx context.Context) (importer.Entries, func() error, error) {
	if p.in == nil {
		return importer.Recorded(ctx, p.file), func() error { return nil }, nil
	}
	entries, done, err := p.in.entries(p.client.KeyKind())
	return limitTo(entries, p.about.Options.Limit), done, err
}

// startTime is a moment as precise as the record of a run.
func startTime() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// inputName is what messages call the input.
func (p *part) inputName() string {
	if p.in != nil && p.in.spooled {
		return p.in.name
	}
	return shorter(p.about.Input.File)
}

// systemUser is the system's name of whoever runs the program, empty where it
// knows none.
func systemUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

// checkWritable finds out before the first request whether reports can be
// written into a run folder.
func checkWritable(folder string) error {
	probe, err := os.CreateTemp(folder, ".bcimport-*.tmp")
	if err != nil {
		return importer.Invalidf("write to %s: %w", folder, err).Hintf("a run needs room and permission in its folder; nothing was sent")
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
