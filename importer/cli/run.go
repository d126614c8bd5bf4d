package cli

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"bcimport/importer"
)

// runOptions are the flags of run and plan.
type runOptions struct {
	partOptions
	mapping     string
	dryRun      bool
	onConflict  string
	limit       int
	out         string
	runs        string
	noValues    bool
	requireRows bool
	delimiter   string
	maxUpdates  string
	allowClear  []string
	accept      []string

	accepted []importer.Code
}

// newRun makes the command run. The watching is empty for one that a person begins.
func newRun(streams Streams, w watching) *cobra.Command {
	o := &runOptions{partOptions: partOptions{watching: w}}
	return o.newCommand(streams)
}

func (o *runOptions) newCommand(streams Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run FILE... -m MAPPING",
		Short: "Bring the contacts to the values of the files and report on every row",
		Long: `run reads each file through the mapping, reads every contact's eTag, updates what
differs and writes a run folder beside the file: report.csv with one line per row,
changes.csv, failed.csv, report.html to look at, and summary.json. A run that was
stopped is finished by resume, and taken back by undo. A file that looks wrong as a whole,
by its rows and the first 1,000 contacts, does not start without --accept.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, streams) },
	}
	o.addFlags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, "plan only: write nothing (the same as the command plan)")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	flags.StringVar(&o.maxUpdates, "max-updates", "", "plan first, and do not start when more rows would change, as 500 or 10%")
	flags.StringArrayVar(&o.allowClear, "allow-clear", nil, "let blank cells clear this field though most of them are blank; again for several")
	return cmd
}

func newPlan(streams Streams) *cobra.Command {
	o := &runOptions{dryRun: true}
	cmd := &cobra.Command{
		Use:   "plan FILE... -m MAPPING",
		Short: "Show field by field what run would change, and write nothing",
		Long: `plan does all that run does up to the write, and writes the same run folder: what
would change stands in changes.csv, and the first of it is shown, before → after. What
looks wrong with the file as a whole is told, and ends it with 3 unless --accept lets it
pass.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, streams) },
	}
	o.addFlags(cmd)
	return cmd
}

func (o *runOptions) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.StringVar(&o.onConflict, "on-conflict", string(importer.Merge),
		"when somebody else has changed a contact since it was read, or since the eTag that the row names: merge (keep edits to other fields), fail, or overwrite")
	flags.IntVar(&o.limit, "limit", 0, "take the first N rows only, for a careful first try; 0: all")
	flags.StringVar(&o.out, "out", "", "run folder, absent or empty (default: beside the file); one FILE only")
	flags.StringVar(&o.runs, "runs", "", "where run folders go when the file's own folder can't be written to (default: bcimport in the state folder)")
	flags.BoolVar(&o.noValues, "no-values", false, "write no changes.csv, and no values into report.html")
	flags.StringVar(&o.delimiter, "delimiter", "", "delimiter of report.csv and changes.csv: , ; | tab, or auto for the list separator of this machine (default: the input's)")
	flags.BoolVar(&o.requireRows, "require-rows", false, "a file without rows is an error")
	flags.StringArrayVar(&o.accept, "accept", nil, "start though the file as a whole looks wrong: "+codeWords()+"; again for several")
	o.partOptions.addFlags(flags)
}

func (o *runOptions) validate(files []string) error {
	switch importer.ConflictPolicy(o.onConflict) {
	case importer.Merge, importer.Fail, importer.Overwrite:
	default:
		return importer.Invalidf("--on-conflict %q is not merge, fail or overwrite", o.onConflict)
	}
	switch {
	case o.out != "" && len(files) > 1:
		return importer.Invalidf("--out takes one file only").Hintf("leave it out: each file gets a folder of its own")
	case o.out != "" && !vacant(o.out):
		return importer.Invalidf("--out %s is not an empty folder", o.out).Hintf("name one that does not exist yet")
	case o.limit < 0:
		return importer.Invalidf("--limit %d is below 0", o.limit)
	}
	if _, err := parseShare("max-updates", o.maxUpdates); err != nil {
		return err
	}
	if err := checkFields("allow-clear", o.allowClear); err != nil {
		return err
	}
	var err error
	if o.accepted, err = parseCodes(o.accept); err != nil {
		return err
	}
	if o.delimiter, err = writtenDelimiter(o.delimiter, os.Getenv); err != nil {
		return err
	}
	return o.partOptions.validate()
}

func (o *runOptions) run(ctx context.Context, files []string, streams Streams) error {
	h := &herald{command: "run", dryRun: o.dryRun, files: files}
	if o.dryRun {
		h.command = "plan"
	}
	return o.heralded(ctx, streams, h, func(h *herald) error { return o.runFiles(ctx, files, streams, h) })
}

func (o *runOptions) runFiles(ctx context.Context, files []string, streams Streams, h *herald) error {
	if err := errors.Join(o.validate(files), checkStdin(files, streams)); err != nil {
		return err
	}
	if o.mapping == "" {
		return noMapping(ctx, o.verb(), files)
	}
	log, streams, err := o.logger(streams)
	if err != nil {
		return err
	}
	if err := o.resolve(); err != nil {
		return err
	}
	if err := h.prepare(); err != nil {
		return err
	}
	if _, err := o.batch(); err != nil {
		return err
	}
	if slices.Contains(files, stdinName) && !o.dryRun { // before it is used up
		if err := o.refuseUnasked(streams); err != nil {
			return err
		}
	}
	paths, done, err := spool(ctx, files, streams.In)
	if err != nil {
		return err
	}
	defer done()
	inputs, text, err := o.survey(ctx, files, paths, streams)
	if err != nil {
		h.why = "the mapping or a file is wrong; the program's messages say where"
		return err
	}
	client, closeConnection, err := o.open(ctx, streams, o.giveUpAfter, log)
	if err != nil {
		return err
	}
	defer closeConnection()
	if !o.dryRun {
		if err := confirmWriting(ctx, &o.settings, client, streams); err != nil {
			return err
		}
	}
	j := &job{runOptions: o, streams: streams, log: log, mappingText: text, client: client, herald: h}
	return j.runAll(ctx, inputs)
}

// survey reads every file through before the first request.
func (o *runOptions) survey(ctx context.Context, files, paths []string, streams Streams) ([]*input, []byte, error) {
	m, text, err := loadMapping(o.mapping)
	if err != nil {
		return nil, nil, err
	}
	inputs := make([]*input, len(files))
	for i, file := range files {
		if inputs[i], err = openInput(ctx, paths[i], file, m); err != nil {
			return nil, nil, err
		}
		inputs[i].judged(o.limit)
		if err := inputs[i].survey(ctx, nil); err != nil {
			return nil, nil, err
		}
		if inputs[i].records() == 0 && o.requireRows {
			return nil, nil, noRows(shownName(file))
		}
		inputs[i].tell(streams.Err, o.quiet || o.format == "json") // a log quotes no words of the file
		if !o.quiet {
			inputs[i].tellUntaken(streams.Err, o.wordless() || !o.dryRun) // a log quotes no words of the file
		}
		if o.dryRun {
			inputs[i].warnOfClearing(streams.Err)
		} else if err := inputs[i].guardClearing(o.allowClear); err != nil {
			return nil, nil, err
		} else if err := inputs[i].refuse(inputs[i].aloneBut(o.allowClear), o.accepted, o.wordless()); err != nil {
			return nil, nil, err
		}
	}
	return inputs, text, nil
}
