package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal"
	"bcimport/reports"
)

// partOptions are the flags of every command that works on a run.
type partOptions struct {
	settings
	logOptions
	json        bool
	maxFailures string
	giveUpAfter time.Duration

	failures share
}

func (o *partOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.json, "json", false, "print summary.json on stdout, one line per file")
	flags.StringVar(&o.maxFailures, "max-failures", "",
		"stop when more rows than this failed, as 500 or 10% (default: stop when the first 200 that reached Business Central all failed)")
	flags.DurationVar(&o.giveUpAfter, "give-up-after", 15*time.Minute, "how long the service may stay down before the run stops")
	o.logOptions.addFlags(flags)
	o.settings.addFlags(flags)
}

func (o *partOptions) validate() (err error) {
	if o.giveUpAfter <= 0 {
		return usageError("--give-up-after must be above 0")
	}
	o.failures, err = parseShare("max-failures", o.maxFailures)
	return err
}

// part is one stretch of work on one run: from its open journal to its reports.
type part struct {
	*partOptions
	streams Streams
	log     *slog.Logger
	client  *businesscentral.Client

	folder string
	file   *journal.File
	about  importer.About
	in     *input // nil for an undo, and where the input is not needed
	stages []importer.Stage
	again  func(file string) string // the command that runs failed.csv

	total   int // rows that this part works on
	before  importer.Spent
	counted importer.Requests // of the client, for other runs
	began   time.Time
}

// work takes the run as far as it goes, writes its reports and tells how to go on.
func (p *part) work(ctx context.Context) (Code, error) {
	var err error
	if p.before, err = p.file.Spent(); err != nil {
		return Broken, &problem{code: Broken, err: err}
	}
	p.began = time.Now()
	if err := p.file.Begin(p.spent); err != nil {
		return Broken, p.lost(err)
	}
	code, ending, runErr := p.judge(p.pipeline(ctx))
	if err := p.file.Finish(ending); err != nil {
		return Broken, p.lost(errors.Join(runErr, err))
	}
	in := p.in
	if errors.Is(runErr, errChanged) {
		in = nil // its rows are not those of this run any more
	}
	summary, err := writeReports(ctx, p.folder, p.file, in)
	if err != nil {
		return Broken, p.withoutReports(runErr, err)
	}
	err = showSummary(p.streams, summary, p.folder, p.json, next{p.again, p.resume()})
	p.tellHowToGoOn(code, runErr)
	if p.about.Command == "plan" && runErr == nil && summary.Rows.WouldUpdate > 0 {
		p.tellWhatRunTakes(summary.Rows.WouldUpdate)
	}
	return code, err
}

// tellWhatRunTakes forecasts the run of what was planned, by what the plan measured.
func (p *part) tellWhatRunTakes(updates int) {
	config, err := p.config()
	if err != nil {
		return // it was good a moment ago
	}
	read := load{rows: p.total, keys: p.in.lookups, chunk: config.Batch, workers: p.client.Slots(), reads: 1}
	write := load{rows: updates, chunk: config.Batch, workers: p.client.Slots(), writes: true}
	booked := read.booked(config.BatchCounts) + write.booked(config.BatchCounts)
	users := max(1, len(config.Apps))
	d := read.duration(p.client.Latency(), config.Rate, users, booked) + write.duration(p.client.Latency(), config.Rate, users, 0)
	fmt.Fprintf(p.streams.Err, "bcimport: run will take %s\n", forecastWords(read.requests()+write.requests(), d))
}

// resume is the command that goes on with this run.
func (p *part) resume() string { return resumeCommand(&p.settings, p.folder) }

// lost is a journal that can't be written any more: what is in it is true.
func (p *part) lost(err error) error {
	return broken("%w", err).hint("what was recorded is true; when the cause is mended, go on with: %s", p.resume())
}

// withoutReports is a run whose reports can't be written: the journal has it all.
func (p *part) withoutReports(runErr, err error) error {
	problem := broken("write reports: %w", errors.Join(runErr, err))
	if runErr != nil {
		return problem.hint("the journal is whole; when there is room, go on with: %s", p.resume())
	}
	return problem.hint("the journal is whole; when there is room, write them with: bcimport report %s", quoteArg(shorter(p.folder)))
}

// tellHowToGoOn prints what ended a part before its last row, and the command that
// goes on.
func (p *part) tellHowToGoOn(code Code, runErr error) {
	switch {
	case errors.Is(runErr, errTooManyUpdates):
		printError(p.streams.Err, usageError("%w; nothing was written", runErr).
			hint("look at %s, then run again with a higher --max-updates if that is meant", reports.ChangesFile))
	case errors.Is(runErr, errChanged):
		printError(p.streams.Err, broken("%w", runErr).
			hint("put the original back and go on with: %s; or run %s", p.resume(), reports.FailedFile))
	case code == Broken:
		printError(p.streams.Err, broken("%w", runErr).hint("when the cause is mended, go on with: %s", p.resume()))
	case code == Halted:
		if !errors.Is(runErr, importer.ErrInterrupted) {
			printError(p.streams.Err, runErr)
		}
		fmt.Fprintf(p.streams.Err, "hint: go on with: %s\n", p.resume())
	}
}

// spent is what the run has used up, earlier parts included.
func (p *part) spent() importer.Spent {
	s := importer.Spent{Requests: p.before.Requests, Worked: p.before.Worked + time.Since(p.began)}
	if p.client != nil {
		s.Requests = s.Requests.Plus(p.client.Requests().Minus(p.counted))
		s.Recent = p.client.Recent()
	}
	return s
}

// judge tells how the run stands after this part.
func (p *part) judge(err error) (Code, importer.Ending, error) {
	code, state, reason := OK, "finished", ""
	var stopped *importer.Stopped
	switch {
	case errors.Is(err, errTooManyUpdates):
		code, state, reason = Usage, "stopped", err.Error()
	case errors.As(err, &stopped):
		code, state, reason = Halted, "stopped", stopped.Reason.Error()
	case err != nil:
		code, state, reason = Broken, "stopped", err.Error()
	default:
		failures, countErr := p.failed()
		if countErr != nil {
			code, state, reason, err = Broken, "stopped", countErr.Error(), countErr
		} else if failures > 0 {
			code = Incomplete
		}
	}
	return code, importer.Ending{FinishedAt: startTime(), State: state, Reason: reason, ExitCode: int(code)}, err
}

// failed counts the rows of the whole run that did not succeed.
func (p *part) failed() (int, error) {
	counts, err := p.file.Counts()
	if err != nil {
		return 0, err
	}
	failures := p.about.Rows()
	for status, n := range counts {
		if importer.Status(status).Result() != "failure" {
			failures -= n
		}
	}
	return failures, nil
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
	watch := newProgress(p.total, p.client.Slots(), isTerminal(p.streams.Err), p.quiet, p.streams.Err, p.log)
	defer watch.stop()
	runner := &importer.Runner{
		Contacts: p.client, Journal: p.file, Progress: watch,
		Workers: p.client.Slots(), Chunk: batch,
		OnConflict: p.about.Options.OnConflict, DryRun: p.about.Options.DryRun,
		MaxFailures: p.mostFailures(), GiveUpAfter: p.giveUpAfter,
	}
	guess, err := p.forecast()
	if err != nil {
		return err
	}
	if err := p.resolveKeys(ctx, runner); err != nil {
		return err
	}
	if err := p.planFirst(ctx, runner, watch); err != nil {
		return err
	}
	watch.begin(guess)
	return p.run(ctx, runner, p.total)
}

func (p *part) mostFailures() int {
	if !p.failures.given() {
		return -1
	}
	return p.failures.of(p.about.Rows())
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
	if len(p.stages) == 0 {
		entries, done, err := p.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		return runner.Run(ctx, total, entries)
	}
	var parts []importer.Entries
	for _, stage := range p.stages {
		entries, done, err := p.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		parts = append(parts, importer.TakeUp(ctx, entries, p.file, stage))
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

// errTooManyUpdates is a run that would change more than it may.
var errTooManyUpdates = errors.New("more rows would change than --max-updates allows")

// planFirst finds out what the run would change before it begins, where it may
// change only so much.
func (p *part) planFirst(ctx context.Context, runner *importer.Runner, watch *progress) error {
	most, err := parseShare("max-updates", p.about.Options.MaxUpdates)
	if err != nil || !most.given() {
		return err
	}
	begun, err := p.file.Begun()
	if err != nil || begun {
		return err
	}
	if err := p.file.ForgetOutcomes(); err != nil {
		return err
	}
	plan := *runner
	plan.DryRun = true
	watch.begin(0)
	stages := p.stages
	p.stages = nil // what an earlier part planned is planned again
	err = p.run(ctx, &plan, p.about.Rows())
	p.stages = stages
	if err != nil {
		return err
	}
	counts, err := p.file.Counts()
	if err != nil {
		return err
	}
	if n := counts[string(importer.WouldUpdate)]; n > most.of(p.about.Rows()) {
		return fmt.Errorf("%w: %d of %d, and %s are allowed", errTooManyUpdates, n, p.about.Rows(), most.text)
	}
	watch.forget()
	if err := p.file.ForgetOutcomes(); err != nil {
		return err
	}
	p.total = p.about.Rows()
	return p.file.SetBegun()
}

// forecast tells how many requests the rows will take at most and how long, and
// announces the requests to the client, so that a long run is paced evenly.
func (p *part) forecast() (time.Duration, error) {
	config, err := p.config()
	if err != nil {
		return 0, err
	}
	l := load{rows: p.total, chunk: config.Batch, workers: p.client.Slots(), writes: !p.about.Options.DryRun, reads: 1}
	if p.about.Options.MaxUpdates != "" {
		l.reads++
	}
	if p.in != nil {
		l.rows, l.keys = min(p.in.good, p.total), min(p.in.lookups, p.total)
	}
	booked := l.booked(config.BatchCounts)
	p.client.Expect(booked)
	d := l.duration(p.client.Latency(), config.Rate, max(1, len(config.Apps)), booked)
	fmt.Fprintf(p.streams.Err, "bcimport: %s of %s: %s\n", plural(p.total, "row"), shorter(p.about.Input.File), forecastWords(l.requests(), d))
	return d, nil
}

// startTime is a moment as precise as the record of a run.
func startTime() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// checkWritable finds out before the first request whether reports can be
// written into a run folder.
func checkWritable(folder string) error {
	probe, err := os.CreateTemp(folder, ".bcimport-*.tmp")
	if err != nil {
		return usageError("write to %s: %w", folder, err).hint("a run needs room and permission in its folder; nothing was sent")
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
