package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal/sqlite"
	"bcimport/reports"
)

// resumeOptions are the flags of resume.
type resumeOptions struct {
	partOptions
	failed bool
	input  string
}

// newResume makes the command resume. The watching is empty for one that a person begins.
func newResume(streams Streams, w watching) *cobra.Command {
	o := &resumeOptions{partOptions: partOptions{watching: w}}
	cmd := &cobra.Command{
		Use:   "resume RUN",
		Short: "Finish a run that was stopped, killed or cut off",
		Long: `resume goes on where a run stopped, on the target that the run began on and no
other. Writes whose outcome is not known are settled first. It needs the input as it
was, where it was or beside the run folder. The reports then speak of the whole run,
and so does the exit code. A run in which nothing is left sends nothing.` + "\n" + exitCodes,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], streams) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.failed, "failed", false, "try rows that failed or met a conflict again, too, for fields that no later row has set")
	flags.StringVar(&o.input, "input", "", "the input, if it is no longer where it was")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	o.partOptions.addFlags(flags)
	return cmd
}

func (o *resumeOptions) run(ctx context.Context, folder string, streams Streams) error {
	h := &herald{command: "resume", files: []string{folder}}
	return o.heralded(ctx, streams, h, func(h *herald) error { return o.resume(ctx, folder, streams, h) })
}

func (o *resumeOptions) resume(ctx context.Context, folder string, streams Streams, h *herald) error {
	if err := o.validate(); err != nil {
		return err
	}
	log, streams, err := o.logger(streams)
	if err != nil {
		return err
	}
	file, about, err := openRun(folder)
	if err != nil {
		return err
	}
	defer file.Close()
	if about.Command != "undo" {
		h.files = []string{shorter(about.Input.File)}
	}
	p := &part{
		partOptions: &o.partOptions, streams: streams, log: log, folder: folder, file: file, about: about,
		stages: []importer.Stage{importer.Unsettled, importer.Remaining},
	}
	o.recall(about.Target)
	h.dryRun = about.Options.DryRun
	if o.failed {
		p.stages[1] = importer.RemainingAndFailed
		if err := file.AskAgain(); err != nil {
			return importer.Invalidf("%s: %w", folder, err)
		}
	}
	if p.total, err = o.left(file, about); err != nil {
		return err
	}
	if p.total == 0 {
		return p.reportAgain(ctx, o.input, h)
	}
	if err := h.prepare(); err != nil {
		return err
	}
	if !o.flags.Changed("give-up-after") {
		o.giveUpAfter = about.Options.GiveUpAfter
	}
	if err := checkWritable(folder); err != nil {
		return err
	}
	if about.Command != "undo" {
		begun, err := file.Begun()
		if err != nil {
			return importer.Invalidf("%s: %w", folder, err)
		}
		if p.in, err = o.findInput(ctx, about, folder, about.Options.Judged && !begun); err != nil {
			h.why = "its input can't be had as it was; the program's messages say more"
			return err
		}
	}
	var closeConnection func()
	if p.client, closeConnection, err = o.connectAgain(ctx, about, streams, log); err != nil {
		return err
	}
	defer closeConnection()
	if p.in != nil {
		p.in.columns = p.in.columns.WithLengths(p.client.Lengths())
	}
	spent, err := file.Spent()
	if err != nil {
		return err
	}
	p.client.Spend(spent.Recent)
	defer announceStop(ctx, streams)()
	return p.tellingWork(ctx, h)
}

// tellingWork works on the run and tells how it ended, when the journal is closed.
func (p *part) tellingWork(ctx context.Context, h *herald) error {
	code, err := p.work(ctx)
	p.file.Close() // others may have the run while the news goes out
	if isSuspicious(err) {
		h.failed(p.inputName(), code, err)
		return errors.Join(err, unmake(p.folder, false))
	}
	h.ended(p, code, err)
	if err != nil {
		return err
	}
	return end(code)
}

// insteadOf tells what to do where the input of a run can't be had any more.
func insteadOf(folder string) string {
	failed := filepath.Join(folder, reports.FailedFile)
	if _, err := os.Stat(failed); err != nil {
		return "begin a new run with the file as it is now"
	}
	return "run " + quoteArg(shorter(failed)) + "; rows that were never reached may be missing there"
}

// openRun takes hold of a run and makes sure that its journal can be relied on.
func openRun(folder string) (*sqlite.File, importer.About, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, importer.About{}, importer.Invalidf("%s: %w", folder, err)
	}
	about, err := file.About()
	if err == nil {
		err = file.Verify()
	}
	if err != nil {
		return nil, importer.About{}, errors.Join(importer.Invalidf("%s: %w", folder, err), file.Close())
	}
	return file, about, nil
}

// left counts the rows that a resumption works on.
func (o *resumeOptions) left(file *sqlite.File, about importer.About) (int, error) {
	counts, err := file.Counts()
	if err != nil {
		return 0, err
	}
	if about.Options.Waits() {
		begun, err := file.Begun()
		if err != nil || !begun {
			return about.Rows(), err
		}
	}
	left := about.Rows()
	for status, n := range counts {
		switch importer.Status(status) {
		case importer.Unknown, importer.NotAttempted:
		case importer.Failed, importer.Conflicted:
			if !o.failed {
				left -= n
			}
		default:
			left -= n
		}
	}
	return left, nil
}

// findInput finds what the run reads; anything else is refused.
func (o *resumeOptions) findInput(ctx context.Context, about importer.About, folder string, judged bool) (*input, error) {
	in, err := findInput(ctx, about, folder, o.input, judged)
	switch {
	case ctx.Err() != nil:
		return nil, err
	case errors.Is(err, errOtherContent):
		return nil, importer.Invalidf("%w", err).
			Hintf("a run goes on with the input that it began with: put it back, or %s", insteadOf(folder))
	case err != nil:
		return nil, importer.Invalidf("%w", err).Hintf("name it with --input FILE")
	}
	return in, nil
}

// reportAgain is the end of a resumption that has nothing to do.
func (p *part) reportAgain(ctx context.Context, named string, h *herald) error {
	ending, err := p.file.Ending()
	if err != nil {
		return err
	}
	if ending.State != "finished" {
		if err := h.prepare(); err != nil {
			return err
		}
		return p.tellingWork(ctx, h) // it was cut off after its last row
	}
	var in *input
	if p.about.Command != "undo" {
		in, err = findInput(ctx, p.about, p.folder, named, false) // nothing is missing without it
		if ctx.Err() != nil {
			return err
		}
	}
	summary, err := writeReports(ctx, p.folder, p.file, in, p.reportFormat)
	if err != nil {
		return importer.Brokenf("write reports: %w", err)
	}
	p.summary = &summary
	h.ended(p, Code(ending.ExitCode), nil)
	fmt.Fprintln(p.streams.Err, "bcimport: nothing is left to do")
	if err := showSummary(p.streams, summary, p.folder, p.manner(next{nil, p.resume()})); err != nil {
		return err
	}
	return end(Code(ending.ExitCode))
}

// connectAgain connects to the target that the run is recorded with, by its name
// or by what the user says, and refuses any other.
func (o *partOptions) connectAgain(ctx context.Context, about importer.About, streams Streams, log *slog.Logger) (*businesscentral.Client, func(), error) {
	o.recall(about.Target)
	if err := o.resolve(); err != nil {
		return nil, nil, err
	}
	if o.get("company") == "" {
		*o.values["company"] = about.Target.CompanyID
	}
	client, closeConnection, err := o.open(ctx, streams, o.giveUpAfter, log)
	if err != nil {
		return nil, nil, err
	}
	err = sameTarget(about.Target, o.described(client))
	if err == nil && !about.Options.DryRun {
		err = confirmWriting(ctx, &o.settings, client, streams)
	}
	if err != nil {
		closeConnection()
		return nil, nil, err
	}
	return client, closeConnection, nil
}

// sameTarget refuses another API root, tenant, environment or company than the
// run's. What one of the two does not say is judged by the others.
func sameTarget(run, now importer.Target) error {
	differ := func(a, b string) bool { return a != "" && b != "" && !strings.EqualFold(a, b) }
	if !strings.EqualFold(strings.TrimRight(run.APIRoot, "/"), strings.TrimRight(now.APIRoot, "/")) ||
		differ(run.Tenant, now.Tenant) || differ(run.Environment, now.Environment) || !strings.EqualFold(run.CompanyID, now.CompanyID) {
		return importer.Invalidf("the run went to %s at %s, and this connection leads to %s at %s",
			describe(run.Tenant, run.Environment, run.Company), run.APIRoot, describe(now.Tenant, now.Environment, now.Company), now.APIRoot).
			Hintf("name the run's own target with -t, or its connection with flags; nothing was sent")
	}
	return nil
}
