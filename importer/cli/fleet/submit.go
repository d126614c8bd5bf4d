package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/runs"
	"bcimport/importer/yamlfile"
)

// submitOptions are the flags of submit.
type submitOptions struct {
	connection
	mapping  string
	id       string
	priority int
	yes      bool
	dryRun   bool
	json     bool
	flags    *pflag.FlagSet
}

// options are the options of a run, as run has them, with what they are.
func options() [][2]string {
	return [][2]string{
		{"on_conflict", "when another user has changed a record since it was read: merge (default), fail, or overwrite"},
		{"limit", "run only the first N rows, for a first try"},
		{"max_updates", "do not start when more rows than this would change: 500 or 10%"},
		{"max_failures", "stop when more rows than this failed: 500 or 10%"},
		{"give_up_after", "how long the service may stay down before an attempt ends (default 15m)"},
		{"delimiter", "delimiter of report.csv and changes.csv: , ; | or tab (default: the input's)"},
		{"report_format", "format of report and changes: csv (default) or xlsx"},
	}
}

func newSubmit(e Edge) *cobra.Command {
	o := &submitOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("submit TARGET FILE -m MAPPING", "Have a file run by the workers of a fleet",
		`submit uploads a file to the store and has it run against a target of bcimport.yaml, after
the runs that wait for the same application user already. It prints the id of the run. FILE
may be an address, as for run (sftp://, azblob://, s3://, file://), or - for standard input.

  bcimport fleet submit north contacts.csv -m contacts.yaml --priority 2`+"\n"+exitCodes, o.args),
		func(ctx context.Context, args []string) error { return o.run(ctx, args[0], args[1]) })
	flags := cmd.Flags()
	o.flags = flags
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.IntVar(&o.priority, "priority", 0, "which of the runs that wait comes first: the highest (between targets: -2 to 2)")
	flags.StringVar(&o.id, "id", "", "id of the run: a command repeated with it submits nothing twice (default: a new one)")
	flags.BoolVar(&o.dryRun, "dry-run", false, "plan only: write nothing")
	flags.BoolVar(&o.yes, "yes", false, "write to a protected target")
	flags.BoolVar(&o.json, "json", false, "print the run as a JSON object")
	for _, option := range options() {
		flags.String(strings.ReplaceAll(option[0], "_", "-"), "", option[1])
	}
	flags.Bool("no-values", false, "write no changes.csv, and no values in report.html")
	flags.Bool("require-rows", false, "treat a file without rows as an error")
	flags.StringArray("accept", nil, "start even though the file looks wrong as a whole: "+runs.CodeWords()+"; may be repeated")
	flags.StringArray("allow-clear", nil, "clear this field even though most of its cells are blank; may be repeated")
	o.addFlags(cmd)
	return cmd
}

func (o *submitOptions) args(_ *cobra.Command, args []string) error {
	if len(args) != 2 {
		return importer.Invalidf("expected a target and a file, got %d arguments", len(args)).
			Hintf("run bcimport fleet submit TARGET FILE -m MAPPING")
	}
	return nil
}

// spec is what the flags say.
func (o *submitOptions) spec() (runs.Spec, error) {
	var s runs.Spec
	var errs []error
	s.Options.DryRun = o.dryRun
	o.flags.Visit(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		if several, ok := f.Value.(pflag.SliceValue); ok {
			values = several.GetSlice()
		}
		for _, value := range values {
			err := s.SetOption(strings.ReplaceAll(f.Name, "-", "_"), value)
			if err != nil && !errors.Is(err, runs.ErrNoOption) {
				errs = append(errs, importer.Invalidf("--%s: %w", f.Name, err))
			}
		}
	})
	if err := errors.Join(errs...); err != nil {
		return s, err
	}
	_, document, err := runs.ReadMapping(o.mapping, yamlfile.ReadSmall)
	s.Mapping = document
	if err == nil {
		err = s.Validate()
	}
	var wrong *runs.OptionError
	if errors.As(err, &wrong) {
		found := importer.Invalidf("--%s %s", strings.ReplaceAll(wrong.Option, "_", "-"), wrong.Words)
		if hints := importer.Hints(err); len(hints) > 0 {
			found.Hint = hints[0]
		}
		err = found
	}
	return s, err
}

func (o *submitOptions) run(ctx context.Context, target, file string) error {
	spec, err := o.spec()
	if err := errors.Join(err, inputs.Check([]string{file}, o.Console)); err != nil {
		return err
	}
	settings, client, store, done, err := o.both(ctx)
	if err != nil {
		return err
	}
	defer done()
	here, remove, err := inputs.Gather(ctx, []string{file}, o.Console)
	if err != nil {
		return err
	}
	defer remove()
	submitted, err := o.submitter(settings, store).Submit(ctx, fleet.Submission{
		ID: o.id, Target: target, File: here[0].Path, Spec: spec, Priority: o.priority, Yes: o.yes, By: systemUser(),
	})
	if err != nil {
		return err
	}
	return o.dispatch(ctx, client, submitted, o.json)
}

// dispatch has a run that was submitted begin, and says so.
func (o *connection) dispatch(ctx context.Context, client *dispatch.Client, s fleet.Spec, asJSON bool) error {
	if err := client.Submit(ctx, s.Key, dispatch.RunOf(s)); err != nil {
		problem := importer.Brokenf("run %s is in the store, and does not begin: %w", s.ID, err)
		if s.Command == fleet.Run {
			return problem.Hintf("repeat the command with --id %s", s.ID)
		}
		return problem.Hintf("repeat the command")
	}
	if asJSON {
		return o.line(map[string]any{"run": s.ID, "command": s.Command, "of": s.Of, "target": s.Target, "file": s.Input.Name, "priority": s.Priority})
	}
	o.Console.Hint("follow it with: bcimport fleet status %s", s.Target)
	return o.say("%s", s.ID)
}

// line prints a line of JSON.
func (o *connection) line(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return o.say("%s", data)
}

// noRun is an error about a run that there is not, with what to do.
func noRun(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return importer.NewInvalid(err).Hintf("run bcimport fleet status to list the runs")
	}
	return err
}
