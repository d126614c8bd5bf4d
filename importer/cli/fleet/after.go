package fleet

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// afterOptions are the flags of the commands that concern a run.
type afterOptions struct {
	connection
	resume fleet.ResumeOptions
	undo   fleet.UndoOptions
	yes    bool
	json   bool
	out    string
}

func newResume(e Edge) *cobra.Command {
	o := &afterOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("resume RUN", "Go on with a run that ended before its last row",
		`resume has workers go on with a run of the fleet that has ended, on the target on which it
began. It prints the id of the new run; the reports of that are of the whole run.

  bcimport fleet resume 20261128T013000-north-k3v9x2m1 --failed`+"\n"+exitCodes, oneRun),
		o.after(func(ctx context.Context, s *fleet.Submitter, run string) (fleet.Spec, error) {
			o.resume.Yes, o.resume.By = o.yes, systemUser()
			return s.Resume(ctx, run, o.resume)
		}))
	cmd.Flags().BoolVar(&o.resume.Failed, "failed", false, "also try rows again that failed or met a conflict")
	cmd.Flags().StringVar(&o.resume.MaxFailures, "max-failures", "", "stop when more rows than this failed: 500 or 10%")
	o.addWritingFlags(cmd)
	return cmd
}

func newUndo(e Edge) *cobra.Command {
	o := &afterOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("undo RUN", "Restore the values from before a run, where they have not been changed since",
		`undo has workers restore what a run of the fleet changed. It prints the id of the undo,
which has its own reports, and can be resumed and undone.

  bcimport fleet undo 20261128T013000-north-k3v9x2m1`+"\n"+exitCodes, oneRun),
		o.after(func(ctx context.Context, s *fleet.Submitter, run string) (fleet.Spec, error) {
			o.undo.Yes, o.undo.By = o.yes, systemUser()
			return s.Undo(ctx, run, o.undo)
		}))
	flags := cmd.Flags()
	flags.BoolVar(&o.undo.DryRun, "dry-run", false, "show what would be restored, and write nothing")
	flags.StringArrayVar(&o.undo.Fields, "field", nil, "restore only this field; may be repeated")
	flags.BoolVar(&o.undo.NoValues, "no-values", false, "write no changes.csv, and no values in report.html")
	flags.StringVar(&o.undo.MaxFailures, "max-failures", "", "stop when more rows than this failed: 500 or 10%")
	o.addWritingFlags(cmd)
	return cmd
}

func newReport(e Edge) *cobra.Command {
	o := &afterOptions{connection: connection{Edge: e}}
	again := o.after(func(ctx context.Context, s *fleet.Submitter, run string) (fleet.Spec, error) {
		return s.Report(ctx, run, systemUser())
	})
	cmd := o.command(plain("report RUN", "Copy the reports of a run, or have them written again",
		`report has workers write the reports of a run of the fleet again, into the store. With --out
it copies those that are there into a folder, and needs no worker.

  bcimport fleet report 20261128T013000-north-k3v9x2m1 --out reports`+"\n"+exitCodes, oneRun),
		func(ctx context.Context, args []string) error {
			if o.out != "" {
				return o.fetch(ctx, args[0])
			}
			return again(ctx, args)
		})
	cmd.Flags().StringVarP(&o.out, "out", "o", "", "folder for a copy of the reports as they are")
	cmd.Flags().BoolVar(&o.json, "json", false, "print the new run as a JSON object")
	o.addFlags(cmd)
	return cmd
}

func newCancel(e Edge) *cobra.Command {
	o := &afterOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("cancel RUN", "End a run that waits or is in work",
		`cancel ends a run of the fleet: one in work stops in order, with its reports; one that waits
writes nothing. It returns at once; a worker does the rest. resume goes on with one
that had begun.

  bcimport fleet cancel 20261128T013000-north-k3v9x2m1`+"\n"+exitCodes, oneRun),
		func(ctx context.Context, args []string) error { return o.cancel(ctx, args[0]) })
	o.addFlags(cmd)
	return cmd
}

func (o *afterOptions) addWritingFlags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.yes, "yes", false, "write to a protected target")
	cmd.Flags().BoolVar(&o.json, "json", false, "print the new run as a JSON object")
	o.addFlags(cmd)
}

// after is a command that submits a run about another one.
func (o *afterOptions) after(submit func(context.Context, *fleet.Submitter, string) (fleet.Spec, error)) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		file, client, store, done, err := o.both(ctx)
		if err != nil {
			return err
		}
		defer done()
		spec, err := submit(ctx, o.submitter(file, store), args[0])
		if err != nil {
			return noRun(err)
		}
		return o.dispatch(ctx, client, spec, o.json)
	}
}

func (o *afterOptions) cancel(ctx context.Context, run string) error {
	_, client, store, done, err := o.both(ctx)
	if err != nil {
		return err
	}
	defer done()
	spec, err := fleet.ReadSpec(ctx, store, run)
	if err != nil {
		return noRun(err)
	}
	if _, err := fleet.ReadResult(ctx, store, run); err == nil {
		return importer.Invalidf("run %s has ended", run)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := client.Cancel(ctx, spec.Key, run); err != nil {
		return err
	}
	o.Console.Say("run %s is being ended", run)
	return nil
}

// fetch copies reports.
func (o *afterOptions) fetch(ctx context.Context, run string) error {
	file, err := o.read()
	if err != nil {
		return err
	}
	store, err := o.open(ctx, file)
	if err != nil {
		return err
	}
	defer store.Close()
	if _, err := fleet.ReadSpec(ctx, store, run); err != nil {
		return noRun(err)
	}
	if err := os.MkdirAll(o.out, 0o700); err != nil {
		return importer.Invalidf("%w", err)
	}
	paths, err := fleet.FetchReports(ctx, store, run, o.out)
	if errors.Is(err, fs.ErrNotExist) {
		return importer.Invalidf("run %s has no reports: it has not ended", run).Hintf("run bcimport fleet status to see how far it is")
	}
	for _, path := range paths {
		if err := o.say("%s", path); err != nil {
			return err
		}
	}
	return err
}
