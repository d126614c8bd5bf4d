package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// undoOptions are the flags of undo.
type undoOptions struct {
	partOptions
	dryRun   bool
	fields   []string
	out      string
	runs     string
	noValues bool
}

func newUndo(streams Streams) *cobra.Command {
	o := &undoOptions{}
	cmd := &cobra.Command{
		Use:   "undo RUN",
		Short: "Put back the values from before a run, where nobody has changed them since",
		Long: `undo gives every field that a run changed the value it had before the run's first
write, in a run folder of its own beside the run's. A field that no longer holds what
the run left is a conflict and stays; the contact's other fields are put back. An undo
can be stopped, resumed, and undone itself.

Fields are restored, not side effects: what Business Central did on its own when they
changed (display and search names, linked customers and vendors, times of the last
change, extensions) follows its own rules again and may not become what it was.` + "\n" + exitCodes,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], streams) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would be put back, and write nothing")
	flags.StringArrayVar(&o.fields, "field", nil, "put back this field only; again for several")
	flags.StringVar(&o.out, "out", "", "run folder, absent or empty (default: beside the run's)")
	flags.StringVar(&o.runs, "runs", "", "where the run folder goes when it can't be made beside the run's (default: bcimport in the state folder)")
	flags.BoolVar(&o.noValues, "no-values", false, "write no changes.csv, and no values into report.html")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	o.partOptions.addFlags(flags)
	return cmd
}

func (o *undoOptions) run(ctx context.Context, run string, streams Streams) error {
	h := &herald{command: "undo", dryRun: o.dryRun, files: []string{run}}
	return o.heralded(ctx, streams, h, func(h *herald) error { return o.undo(ctx, run, streams, h) })
}

func (o *undoOptions) undo(ctx context.Context, run string, streams Streams, h *herald) error {
	if err := o.validate(); err != nil {
		return err
	}
	if err := checkFields("field", o.fields); err != nil {
		return err
	}
	if o.out != "" && !vacant(o.out) {
		return importer.Invalidf("--out %s is not an empty folder", o.out).Hintf("name one that does not exist yet")
	}
	log, streams, err := o.logger(streams)
	if err != nil {
		return err
	}
	undone, of, err := openRun(run)
	if err != nil {
		return err
	}
	defer undone.Close()
	if of.Options.DryRun {
		return importer.Invalidf("%s is a plan: it wrote nothing, so there is nothing to put back", run)
	}
	of.Options.DryRun = o.dryRun
	o.recall(of.Target)
	if err := h.prepare(); err != nil {
		return err
	}
	client, closeConnection, err := o.connectAgain(ctx, of, streams, log)
	if err != nil {
		return err
	}
	defer closeConnection()
	folder, err := o.makeFolder(undone, of, run, o.described(client), streams)
	if err != nil {
		return err
	}
	undone.Close() // the undo has all that it needs
	file, err := sqlite.Open(folder)
	if err != nil {
		return &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	defer file.Close()
	about, err := file.About()
	if err != nil {
		return &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	if about.Input.Rows == 0 {
		fmt.Fprintf(streams.Err, "bcimport: warning: %s changed nothing that could be put back\n", run)
	}
	defer announceStop(ctx, streams)()
	p := &part{
		partOptions: &o.partOptions, streams: streams, log: log, client: client,
		folder: folder, file: file, about: about, total: about.Input.Rows,
	}
	return p.tellingWork(ctx, h)
}

// makeFolder makes the folder of the undo, which holds all that is to be put back.
func (o *undoOptions) makeFolder(undone *sqlite.File, of importer.About, run string, target importer.Target, streams Streams) (string, error) {
	path, err := filepath.Abs(run)
	if err != nil {
		return "", fmt.Errorf("find run folder: %w", err)
	}
	folder, err := makeFolder(beginning{about: o.about(of, path, target), edits: undone.Undoing(o.fields)}, o.out, o.runs)
	if err == nil && filepath.Dir(folder) != filepath.Dir(path) && o.out == "" {
		fmt.Fprintf(streams.Err, "bcimport: nothing can be written beside the run; the run folder is %s\n", folder)
	}
	return folder, err
}

func (o *undoOptions) about(of importer.About, run string, target importer.Target) importer.About {
	return importer.About{
		Command: "undo", By: systemUser(), StartedAt: startTime(), Target: target, Mapping: importer.Document{File: of.Mapping.File},
		Input: importer.Input{File: run, Delimiter: of.Input.Delimiter, Encoding: of.Input.Encoding, Mark: of.Input.Mark},
		Options: importer.Options{
			DryRun: o.dryRun, OnConflict: importer.Merge, GiveUpAfter: o.giveUpAfter,
			NoValues: o.noValues, Delimiter: of.Options.Delimiter, ReportFormat: o.reportFormat,
		},
	}
}
