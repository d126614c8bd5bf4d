package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal/sqlite"
)

// job is what the files of one command share.
type job struct {
	*runOptions
	streams     Streams
	log         *slog.Logger
	mappingText []byte
	client      *businesscentral.Client
	counted     importer.Requests // of the files before
	herald      *herald
}

// runAll runs the files one after another; a stop leaves the rest for later.
func (j *job) runAll(ctx context.Context, inputs []*input) error {
	defer announceStop(ctx, j.streams)()
	worst := OK
	for i, in := range inputs {
		if ctx.Err() != nil {
			j.listRest(inputs[i:])
			return end(worse(worst, Halted))
		}
		code, err := j.runOne(ctx, in, i == 0)
		if err != nil {
			printError(j.streams.Err, err)
		}
		worst = worse(worst, code)
		if code == Halted || code == Broken || code == Usage {
			rest := inputs[i+1:]
			if isSuspicious(err) && len(inputs) > 1 {
				rest = inputs[i:]
			}
			j.listRest(rest)
			break
		}
	}
	return end(worst)
}

// announceStop says that a signal was understood; the returned function ends it.
func announceStop(ctx context.Context, streams Streams) (done func()) {
	stop := context.AfterFunc(ctx, func() {
		fmt.Fprintln(streams.Err, "bcimport: stopping: finishing what is under way; a second signal leaves at once")
	})
	return func() { stop() }
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
		paths[i] = in.argument()
	}
	fmt.Fprintf(j.streams.Err, "bcimport: not begun: %s\n", strings.Join(paths, ", "))
	fmt.Fprintf(j.streams.Err, "hint: run them with: %s\n", j.command(paths))
}

// again is the command line that takes the rows of a failed.csv.
func (j *job) again(file string) string {
	return j.command([]string{file}, "out", "limit", "max-updates", "allow-clear", "accept")
}

// command is the command line that does the same with other files, but for the
// flags dropped.
func (j *job) command(files []string, dropped ...string) string {
	return commandLine(append([]string{j.verb()}, files...), j.flags, func(name string) bool { return !slices.Contains(dropped, name) })
}

// verb is the command as it was asked for.
func (o *runOptions) verb() string {
	if o.dryRun && o.flags.Lookup("dry-run") == nil { // else it was asked for as run --dry-run
		return "bcimport plan"
	}
	return "bcimport run"
}

// runOne runs one file from its run folder to its reports. The code is that of the
// error, where there is one.
func (j *job) runOne(ctx context.Context, in *input, first bool) (code Code, err error) {
	var p *part
	defer func() { // last of all, when the journal is closed
		if err != nil {
			code = codeOf(err)
		}
		switch { // something was written already
		case code != Usage || first:
		case isSuspicious(err):
			code = Halted
		default:
			code = Broken
		}
		if p != nil && !isSuspicious(err) {
			j.herald.ended(p, code, err)
		} else {
			if j.json {
				tellNotBegun(j.streams.Out, j.herald.command, in.name, err)
			}
			j.herald.failed(in.name, code, err)
		}
	}()
	switch {
	case in.about.Rows == 0:
		fmt.Fprintf(j.streams.Err, "bcimport: warning: %s has a header and no rows\n", in.name)
	case in.records() == 0:
		fmt.Fprintf(j.streams.Err, "bcimport: warning: %s has no row that is a record\n", in.name)
	}
	in.columns = in.columns.WithLengths(j.client.Lengths())
	about := j.about(in)
	begin := beginning{about: about}
	if in.spooled {
		begin.spooled = in.path
	}
	_, there := os.Stat(j.out) // of --out, which may be a mount point
	folder, err := makeFolder(begin, j.out, j.runs)
	if known := (*importer.Problem)(nil); err != nil && !errors.As(err, &known) && !errors.Is(err, fs.ErrPermission) {
		return Broken, importer.Brokenf("%w", err).Hintf("nothing was sent; is there room on the disk?")
	}
	if err != nil {
		return Usage, err
	}
	if filepath.Dir(folder) != filepath.Dir(about.Input.File) && j.out == "" {
		fmt.Fprintf(j.streams.Err, "bcimport: the input's folder can't be written to; the run folder is %s\n", folder)
	}
	if in.spooled {
		in.moved(filepath.Join(folder, spooledName))
		about.Input = in.about
	}
	file, err := sqlite.Open(folder)
	if err != nil {
		return Broken, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	defer func() {
		file.Close()
		if isSuspicious(err) {
			err = errors.Join(err, unmake(folder, there == nil))
		}
	}()
	p = &part{
		partOptions: &j.partOptions, streams: j.streams, log: j.log, client: j.client,
		folder: folder, file: file, about: about, in: in, again: j.again, total: about.Rows(), counted: j.counted,
	}
	defer func() { j.counted = j.client.Requests() }()
	return p.work(ctx)
}

func (j *job) about(in *input) importer.About {
	delimiter := j.delimiter
	if in.spooled {
		delimiter = cmp.Or(delimiter, ",")
	}
	command := "run"
	if j.dryRun {
		command = "plan"
	}
	return importer.About{
		Command: command, By: systemUser(), StartedAt: startTime(), Input: in.about,
		Mapping: importer.Document{File: j.mapping, Text: string(j.mappingText), Attached: in.mapping.Attached},
		Target:  j.described(j.client),
		Options: importer.Options{
			DryRun: j.dryRun, OnConflict: importer.ConflictPolicy(j.onConflict), Limit: j.limit, GiveUpAfter: j.giveUpAfter,
			NoValues: j.noValues, Delimiter: delimiter, MaxUpdates: j.maxUpdates, ReportFormat: j.reportFormat,
			Accept: j.accepted, AllowClear: j.allowClear, Judged: true,
		},
	}
}
