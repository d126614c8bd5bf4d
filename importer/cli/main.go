// Package cli is the edge of bcimport: everything that a person types or sees. Its
// commands are flags, then a call of package runs, then lines; it gives runs their store
// and, through package targets, their connection.
//
// Rules of its output: results for people go to stdout, logs, progress and
// errors to stderr. An error is one line and, where there is something to do, a
// line that begins with "hint:". Never a stack, never a secret, and never a
// contact's value in a log. Start with Main.
package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/handover"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/objects/stores"
	"bcimport/importer/runs"
)

// Code is the exit code of the program.
type Code int

const (
	OK         Code = 0 // every row succeeded, or was planned, or is no record
	Usage      Code = 1 // usage, configuration, mapping, input or first sign-in; nothing was written
	Broken     Code = 2 // the program failed
	Incomplete Code = 3 // finished, and at least one row did not succeed
	Halted     Code = 4 // stopped early; resume goes on
)

const exitCodes = `
Exit codes:
  0  every row succeeded (or was planned, or is not a record)
  1  usage, configuration, mapping, input or the first sign-in is wrong; nothing was written
  2  the program failed; the message says what to do
  3  finished, and at least one row did not succeed (check: is invalid), or plan or check
     found that the file looks wrong as a whole
  4  stopped early (interrupt, sign-in lost, server down too long, too many failures), or
     rows are left whose outcome is unknown; resume continues`

// Streams are where a command reads and writes.
type Streams = terminal.Streams

// Main runs one command line. The end of ctx is the user's wish to stop: the
// command ends in order and Main returns. It changes no global state.
func Main(ctx context.Context, args []string, streams Streams) Code {
	streams, done := terminal.Visible(streams)
	defer done()
	c := terminal.NewConsole(streams, wantsRecords(args), slog.LevelInfo, flagWords{})
	return execute(ctx, newRoot(c), args, c)
}

// execute runs a command line and prints the error that it ends with.
func execute(ctx context.Context, root *cobra.Command, args []string, c *terminal.Console) Code {
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return OK
	}
	var done *ended
	if errors.As(err, &done) {
		return done.code
	}
	if errors.Is(err, stores.ErrNotBuiltIn) { // found before anything was begun
		var code int
		if code, err = handover.To(args); err == nil {
			return Code(code)
		}
	}
	c.Problem(err)
	return codeOf(err)
}

func newRoot(c *terminal.Console) *cobra.Command {
	root := bareRoot(c)
	root.AddCommand(
		newRun(c), newWatch(c), newPlan(c), newApprove(c), newCheck(c), newResume(c), newUndo(c),
		newReport(c), newRuns(c), newMapping(c), newEntities(c), newExport(c),
		newAuth(c), newDoctor(c), newSandbox(c), newUI(c), newVersion(c),
		newFleet(c),
	)
	return root
}

// bareRoot is the program without its verbs.
func bareRoot(c *terminal.Console) *cobra.Command {
	root := &cobra.Command{
		Use:   "bcimport",
		Short: "Update Business Central records in bulk from CSV and Excel files",
		Long: `bcimport reads values from a CSV or Excel file, maps its columns to API fields, and updates
records of Business Central: the contacts of customers, or the set that the mapping names,
such as items. It reads each record's eTag, writes only the values that differ, and reports
the outcome of every row.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		Version:           version(),
		PersistentPreRunE: checkNames,
	}
	root.PersistentFlags().String("log-format", "text", "text, or json: every line on stderr is a JSON object")
	root.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "output" { // as earlier versions called it
			name = "out"
		}
		return pflag.NormalizedName(name)
	})
	root.SetIn(c.In)
	root.SetOut(c.Out)
	root.SetErr(c.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return importer.Invalidf("%w", err).Hintf("%s", flagHint(cmd, err))
	})
	return root
}

// flagHint says what to do about a flag that can't be read; a secret is never one,
// since the command lines of a machine can be read by others on it.
func flagHint(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		name := strings.ReplaceAll(unknown.GetSpecifiedName(), "_", "-")
		if instead, secret := secretFlags()[name]; secret {
			return "others can read a secret on the command line; " + instead
		}
	}
	return "run " + cmd.CommandPath() + " --help"
}

// ended is a command that has said all there is to say and ends with a code.
type ended struct{ code Code }

func (e *ended) Error() string { return fmt.Sprintf("exit code %d", e.code) }

func end(code Code) error {
	if code == OK {
		return nil
	}
	return &ended{code}
}

// codeOf is the exit code of an error that no command has judged. Before a run
// begins nothing is written, so what is wrong there is the user's to fix.
func codeOf(err error) Code { return codeOfEnd(runs.EndOf(err)) }
