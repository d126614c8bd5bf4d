package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
)

// runOptions are the flags of run and plan.
type runOptions struct {
	workOptions
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
	plan        string // an approved plan to run; empty: files

	spec runs.Spec // what the flags say
}

// newRun makes the command run.
func newRun(c *terminal.Console) *cobra.Command {
	return (&runOptions{}).newCommand(c)
}

func (o *runOptions) newCommand(c *terminal.Console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run FILE... -m MAPPING | run --plan PLAN",
		Short: "Update the records from the files and report on every row",
		Long: `run applies the mapping to each file, reads every record's eTag, updates the values that
differ and writes a run folder beside the file: report.csv with one line per row,
changes.csv, failed.csv, report.html and summary.json. resume finishes a run that was
stopped; undo reverts a run. A file that looks wrong as a whole, judged by its rows and the
first 1,000 records, does not start without --accept.

With --plan it needs no file and no mapping: it writes the accepted changes of an approved
plan and nothing else, each field only where the record still holds the value of the plan.
A plan can be run once.` + "\n" + exitCodes,
		Args: o.filesOrPlan,
		RunE: func(cmd *cobra.Command, files []string) error {
			if o.plan != "" {
				return o.runPlan(cmd.Context(), c)
			}
			return o.run(cmd.Context(), files, c)
		},
	}
	o.addFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.plan, "plan", "", "run the accepted changes of this plan, in place of files")
	flags.BoolVar(&o.dryRun, "dry-run", false, "plan only: write nothing (the same as the command plan)")
	flags.BoolVar(&o.yes, "yes", false, "write to production or a protected target without asking")
	flags.StringVar(&o.maxUpdates, "max-updates", "", "plan first, and do not start when more rows than this would change: 500 or 10%")
	flags.StringArrayVar(&o.allowClear, "allow-clear", nil, "clear this field even though most of its cells are blank; may be repeated")
	return cmd
}

func newPlan(c *terminal.Console) *cobra.Command {
	o := &runOptions{dryRun: true}
	cmd := &cobra.Command{
		Use:   "plan FILE... -m MAPPING",
		Short: "Show field by field what run would change, and write nothing",
		Long: `plan does everything that run does before the first write, and writes the same run folder:
changes.csv holds what would change, and the first changes are printed, before → after. A
file that looks wrong as a whole is reported and ends plan with 3, unless --accept allows it.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, c) },
	}
	o.addFlags(cmd)
	return cmd
}

func (o *runOptions) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.StringVar(&o.onConflict, "on-conflict", string(importer.Merge),
		"when another user has changed a record since it was read, or since the eTag of the row: merge (keep edits to other fields), fail, or overwrite")
	flags.IntVar(&o.limit, "limit", 0, "run only the first N rows, for a first try; 0: all")
	flags.StringVarP(&o.out, "out", "o", "", "run folder, must not exist or be empty (default: beside the file); for one FILE only")
	flags.StringVar(&o.runs, "runs", "", "folder for run folders when the file's own folder is not writable (default: bcimport in the state folder)")
	flags.BoolVar(&o.noValues, "no-values", false, "write no changes.csv, and no values in report.html")
	flags.StringVar(&o.delimiter, "delimiter", "", "delimiter of report.csv and changes.csv: , ; | tab, or auto for the list separator of this machine (default: the input's)")
	flags.BoolVar(&o.requireRows, "require-rows", false, "treat a file without rows as an error")
	flags.StringArrayVar(&o.accept, "accept", nil, "start even though the file looks wrong as a whole: "+runs.CodeWords()+"; may be repeated")
	o.workOptions.addFlags(flags)
}

func (o *runOptions) validate(files []string) error {
	switch {
	case o.out != "" && len(files) > 1:
		return importer.Invalidf("--out is for one file only").Hintf("leave --out out: each file gets its own folder")
	case o.out != "" && !runs.Vacant(o.out):
		return importer.Invalidf("--out %s is not an empty folder", o.out).Hintf("name a folder that does not exist yet")
	case o.giveUpAfter <= 0:
		return importer.Invalidf("--give-up-after must be above 0")
	}
	o.spec = runs.Spec{
		Target: o.choice.Name, MaxFailures: o.maxFailures, RequireRows: o.requireRows,
		Out: o.out, Elsewhere: o.runs, By: systemUser(),
		Options: importer.Options{
			DryRun: o.dryRun, OnConflict: importer.ConflictPolicy(o.onConflict), Limit: o.limit, GiveUpAfter: o.giveUpAfter,
			NoValues: o.noValues, Delimiter: o.delimiter, MaxUpdates: o.maxUpdates, ReportFormat: o.reportFormat,
			AllowClear: o.allowClear,
		},
	}
	for _, code := range o.accept {
		if !slices.Contains(o.spec.Options.Accept, importer.Code(code)) {
			o.spec.Options.Accept = append(o.spec.Options.Accept, importer.Code(code))
		}
	}
	return flagError(o.spec.Validate())
}

func (o *runOptions) run(ctx context.Context, files []string, c *terminal.Console) error {
	n := o.newReporter(c, "run", files)
	if n.DryRun = o.dryRun; o.dryRun {
		n.Command = "plan"
	}
	return o.notifying(ctx, c, n, func() error { return o.runFiles(ctx, files, c, n) })
}

func (o *runOptions) runFiles(ctx context.Context, files []string, c *terminal.Console, n *news.Reporter) error {
	if err := errors.Join(o.validate(files), inputs.Check(files, c)); err != nil {
		return err
	}
	if o.mapping == "" {
		return noMapping(ctx, o.verb(), files)
	}
	c, err := o.on(c)
	if err != nil {
		return err
	}
	if err := o.resolve(); err != nil {
		return err
	}
	if !o.dryRun && o.target.ApprovalRequired() {
		return runs.ApprovalRequired(o.choice.Name)
	}
	if err := n.Prepare(); err != nil {
		return err
	}
	if _, err := o.batch(); err != nil {
		return err
	}
	if slices.Contains(files, inputs.Stdin) && !o.dryRun { // before it is used up
		if err := o.refuseUnasked(c); err != nil {
			return err
		}
	}
	ins, done, err := inputs.Gather(ctx, files, c)
	if err != nil {
		return err
	}
	defer done()
	specs, err := o.specs(ins)
	if err != nil {
		n.Instead = wrongFile
		return err
	}
	view := &runView{workOptions: &o.workOptions, console: c, again: o.again, news: n, signal: ctx}
	defer view.done()
	results, err := o.manager(c).Run(ctx, specs, view.face(nil))
	if err != nil {
		if wrong := (*runs.FileError)(nil); errors.As(err, &wrong) {
			n.Instead = wrongFile
		}
		return flagError(err)
	}
	if rest := o.notBegun(specs, results); len(rest) > 0 {
		o.listRest(rest, c)
		if len(results) < len(specs) && ctx.Err() != nil {
			view.worst = worse(view.worst, Halted)
		}
	}
	return end(view.worst)
}

// wrongFile is what people are told where messages may quote a file.
const wrongFile = "the mapping or a file is invalid; the program's messages say where"

// specs says what is to be done with the files.
func (o *runOptions) specs(ins []runs.Input) ([]runs.Spec, error) {
	_, document, err := loadMapping(o.mapping)
	if err != nil {
		return nil, err
	}
	specs := make([]runs.Spec, len(ins))
	for i, in := range ins {
		specs[i] = o.spec
		specs[i].Input, specs[i].Mapping = in, document
	}
	return specs, nil
}

// notBegun lists the inputs that are still to be run. One of several that looks wrong as a
// whole is among them.
func (o *runOptions) notBegun(specs []runs.Spec, results []runs.Result) []runs.Input {
	done := len(results)
	var suspicious *runs.Suspicious
	if done > 0 && len(specs) > 1 && errors.As(results[done-1].Err, &suspicious) {
		done--
	}
	rest := make([]runs.Input, 0, len(specs)-done)
	for _, s := range specs[done:] {
		rest = append(rest, s.Input)
	}
	return rest
}

func (o *runOptions) listRest(rest []runs.Input, c *terminal.Console) {
	paths := make([]string, len(rest))
	for i, in := range rest {
		paths[i] = inputs.Given(in)
	}
	c.Say("not begun: %s", strings.Join(paths, ", "))
	c.Hint("run them with: %s", o.command(paths))
}

// again is the command line that takes the rows of a failed.csv.
func (o *runOptions) again(file string) string {
	return o.command([]string{file}, "out", "limit", "max-updates", "allow-clear", "accept")
}

// command is the command line that does the same with other files, but for the
// flags dropped.
func (o *runOptions) command(files []string, dropped ...string) string {
	return commandLine(append([]string{o.verb()}, files...), o.flags, func(name string) bool { return !slices.Contains(dropped, name) })
}

// verb is the command as it was asked for.
func (o *runOptions) verb() string {
	if o.dryRun && o.flags.Lookup("dry-run") == nil { // else it was asked for as run --dry-run
		return "bcimport plan"
	}
	return "bcimport run"
}
