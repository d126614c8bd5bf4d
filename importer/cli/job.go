package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal"
)

// job is what the files of one command share.
type job struct {
	*runOptions
	streams     Streams
	log         *slog.Logger
	mappingText []byte
	client      *businesscentral.Client
	counted     importer.Requests // requests of the files before
}

// runAll runs the files one after another; a stop leaves the rest for later.
func (j *job) runAll(ctx context.Context, inputs []*input) error {
	silence := context.AfterFunc(ctx, func() {
		fmt.Fprintln(j.streams.Err, "bcimport: stopping: finishing what is under way; a second signal leaves at once")
	})
	defer silence()
	worst := OK
	for i, in := range inputs {
		if ctx.Err() != nil {
			j.listRest(inputs[i:])
			return end(worse(worst, Halted))
		}
		code, err := j.runOne(ctx, in)
		if err != nil {
			printError(j.streams.Err, err)
			code = codeOf(err)
			if code == Usage && i > 0 {
				code = Broken // something was written already
			}
		}
		worst = worse(worst, code)
		if code == Halted || code == Broken || code == Usage {
			j.listRest(inputs[i+1:])
			break
		}
	}
	return end(worst)
}

// worse orders the codes of several files: 2, 4, 3, 0.
func worse(a, b Code) Code {
	for _, c := range []Code{Usage, Broken, Halted, Incomplete} {
		if a == c || b == c {
			return c
		}
	}
	return OK
}

func (j *job) listRest(rest []*input) {
	if len(rest) == 0 {
		return
	}
	paths := make([]string, len(rest))
	for i, in := range rest {
		paths[i] = in.path
	}
	fmt.Fprintf(j.streams.Err, "bcimport: not begun: %s\n", strings.Join(paths, ", "))
	fmt.Fprintf(j.streams.Err, "hint: %s\n", j.command(paths))
}

// again is the command line that takes the rows of a failed.csv.
func (j *job) again(file string) string { return j.command([]string{file}, "out", "limit") }

// command is the command line that does the same with other files, but for the
// flags dropped.
func (j *job) command(files []string, dropped ...string) string {
	words := []string{"bcimport run"}
	if j.dryRun {
		words[0] = "bcimport plan"
	}
	for _, f := range files {
		words = append(words, quoteArg(f))
	}
	j.flags.Visit(func(f *pflag.Flag) {
		switch {
		case slices.Contains(dropped, f.Name):
			// Said of that run, not of the next.
		case f.Value.Type() == "bool":
			words = append(words, "--"+f.Name)
			if f.Value.String() == "false" {
				words[len(words)-1] += "=false"
			}
		case f.Shorthand != "":
			words = append(words, "-"+f.Shorthand, quoteArg(f.Value.String()))
		default:
			words = append(words, "--"+f.Name, quoteArg(f.Value.String()))
		}
	})
	return strings.Join(words, " ")
}

// quoteArg writes an argument as the system's shell takes it.
func quoteArg(s string) string {
	special := " \t'\"$&|;<>()*?[]{}`\\!#"
	if runtime.GOOS == "windows" {
		special = " \t&|;<>()'\"%^"
	}
	switch {
	case s != "" && !strings.ContainsAny(s, special):
		return s
	case runtime.GOOS == "windows":
		return `"` + s + `"` // a path holds no quotes there
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// runOne runs one file from its run folder to its reports.
func (j *job) runOne(ctx context.Context, in *input) (Code, error) {
	if in.about.Rows == 0 {
		fmt.Fprintf(j.streams.Err, "bcimport: warning: %s has a header and no rows\n", in.path)
	}
	in.columns = in.columns.WithLengths(j.client.Lengths())
	about := j.about(in)
	folder, err := makeFolder(about, j.out, j.runs)
	if err != nil {
		return Usage, err
	}
	if filepath.Dir(folder) != filepath.Dir(about.Input.File) && j.out == "" {
		fmt.Fprintf(j.streams.Err, "bcimport: the input's folder can't be written to; the run folder is %s\n", folder)
	}
	file, err := journal.Open(folder, j.requests)
	if err != nil {
		return Broken, &problem{code: Broken, err: err}
	}
	defer file.Close()
	failures, runErr := j.pipeline(ctx, in, file)
	code, ending := j.ending(runErr, failures)
	if err := file.Finish(ending); err != nil {
		return Broken, broken("%w", errors.Join(runErr, err)).hint("the journal tells how far it went: bcimport report %s", quoteArg(folder))
	}
	j.counted = j.client.Requests()
	summary, err := writeReports(ctx, folder, file, in)
	if err != nil {
		return Broken, broken("write reports: %w", errors.Join(runErr, err)).
			hint("the journal is whole; when there is room, write them with: bcimport report %s", quoteArg(folder))
	}
	if code == Broken {
		printError(j.streams.Err, broken("%w", runErr).hint("what was done stands in %s", folder))
	}
	return code, showSummary(j.streams, summary, folder, j.json, j.again)
}

func (j *job) about(in *input) importer.About {
	command := "run"
	if j.dryRun {
		command = "plan"
	}
	t := j.client.Target()
	t.Name = j.target
	return importer.About{
		Command: command, StartedAt: startTime(), Input: in.about,
		Mapping: importer.Document{File: j.mapping, Text: string(j.mappingText)},
		Target:  t,
		Options: importer.Options{
			OnConflict: importer.ConflictPolicy(j.onConflict), Limit: j.limit, GiveUpAfter: j.giveUpAfter,
			NoValues: j.noValues, Delimiter: j.delimiter,
		},
	}
}

// requests are those of the file under way.
func (j *job) requests() importer.Requests {
	n, before := j.client.Requests(), j.counted
	n.Total -= before.Total
	n.Reads -= before.Reads
	n.Writes -= before.Writes
	n.Batches -= before.Batches
	n.Operations -= before.Operations
	n.Retries -= before.Retries
	n.Throttled -= before.Throttled
	n.Token -= before.Token
	return n
}

// singleRequests bounds a chunk as long as every contact takes requests of its
// own: a larger one would only let its eTags age.
const singleRequests = 10

// pipeline resolves the keys and brings the contacts to their values.
func (j *job) pipeline(ctx context.Context, in *input, file *journal.File) (failures int, err error) {
	config, err := j.config()
	if err != nil {
		return 0, err
	}
	batch, err := j.batch()
	if err != nil {
		return 0, err
	}
	total := in.about.Rows
	if j.limit > 0 {
		total = min(total, j.limit)
	}
	watch := newProgress(total, isTerminal(j.streams.Err), j.quiet, j.streams.Err, j.log)
	defer watch.stop()
	runner := &importer.Runner{
		Contacts: j.client, Journal: file, Progress: watch,
		Workers: config.Concurrency, Chunk: min(batch, singleRequests),
		OnConflict: importer.ConflictPolicy(j.onConflict), DryRun: j.dryRun, GiveUpAfter: j.giveUpAfter,
	}
	j.client.Expect(j.forecast(in, total))
	lookups, done, err := in.entries(j.client.KeyKind())
	if err != nil {
		return 0, err
	}
	err = runner.Resolve(ctx, limitTo(lookups, j.limit))
	done()
	if err == nil {
		err = in.unchanged(lookups) // nothing is written yet
	}
	if err != nil {
		return 0, err
	}
	entries, done, err := in.entries(j.client.KeyKind())
	if err != nil {
		return 0, err
	}
	defer done()
	watch.begin()
	err = runner.Run(ctx, limitTo(entries, j.limit), total)
	if err == nil {
		err = in.unchanged(entries)
	}
	return watch.failures(), err
}

// forecast is how many requests the rows will take at most, retries aside: a
// read and a write each, and a lookup where the key needs one.
func (j *job) forecast(in *input, total int) int {
	each := 2
	if j.dryRun {
		each = 1
	}
	return each*min(in.good, total) + min(in.lookups, total)
}

// ending judges how a run ended.
func (j *job) ending(err error, failures int) (Code, importer.Ending) {
	code, state, reason := OK, "finished", ""
	var stopped *importer.Stopped
	switch {
	case errors.As(err, &stopped):
		code, state, reason = Halted, "stopped", stopped.Reason.Error()
		if !errors.Is(err, importer.ErrInterrupted) {
			printError(j.streams.Err, err)
		}
	case err != nil:
		code, state, reason = Broken, "stopped", err.Error()
	case failures > 0:
		code = Incomplete
	}
	return code, importer.Ending{FinishedAt: startTime(), State: state, Reason: reason, ExitCode: int(code)}
}
