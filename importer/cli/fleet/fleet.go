// Package fleet is the commands of bcimport for runs on many machines: flags, then calls of
// packages fleet and dispatch, then lines. Nothing is read, opened or connected before one
// of its commands runs. Start with New.
package fleet

import (
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
)

// Edge is what the commands share with those of the program.
type Edge struct {
	Console *terminal.Console
	Version string
	// ExitCode is the exit code of a run's end, and End ends a command that has said all
	// there is to say with a code.
	ExitCode func(importer.EndKind) int
	End      func(code int) error
	// Words are what reports call options.
	Words importer.Words
	// After is time.After, for what a worker does once a day; nil is that.
	After func(time.Duration) <-chan time.Time
}

// New makes the command fleet.
func New(e Edge) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fleet",
		Short: "Run the files of many targets on several machines",
		Long: `fleet has runs done by workers on several machines. Files and logs are in an object store,
Temporal hands out the runs: those of one tenant, environment and application user come one
after the other. A worker that is lost is replaced by another one, which goes on where it was.

fleet.yaml, beside bcimport.yaml, says where the store and Temporal are, and how files that are
dropped are run:

  store: azblob://bcimport             # or s3://BUCKET, file:///srv/bcimport
  temporal: {address: temporal:7233}   # namespace, tls, api_key: ${NAME}
  targets:
    north:                             # a target of bcimport.yaml; files are dropped in inbox/north/
      files:
        - {pattern: contacts-*.csv, mapping: contacts.yaml}

On each machine:   bcimport fleet work -f fleet.yaml
Once:              bcimport fleet schedule
For a single file: bcimport fleet submit north contacts.csv -m contacts.yaml
Then:              bcimport fleet status --problems

Whoever may write to the store's inboxes may write to the targets. No secret is in the store
or in Temporal: each worker has bcimport.yaml and its secrets itself.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newWork(e), newSubmit(e), newStatus(e), newResume(e), newUndo(e), newReport(e), newCancel(e), newSchedule(e))
	return cmd
}

const exitCodes = `
Exit codes:
  0  done
  1  usage or configuration is wrong, or Temporal can't be reached; nothing was begun
  2  the program failed; the message says what to do`

// oneRun takes the id of a run.
func oneRun(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return importer.Invalidf("expected the id of one run, got %d", len(args)).Hintf("run bcimport fleet status to list them")
	}
	return nil
}

// plain returns the command without the word that it is one of a fleet.
func plain(use, short, long string, args cobra.PositionalArgs) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Long: long, Args: args}
}
