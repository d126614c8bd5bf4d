package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/importer/watch"
)

// pruneOptions are the flags of runs prune.
type pruneOptions struct {
	keep    string
	stopped bool
	dryRun  bool
}

func newPrune(c *terminal.Console) *cobra.Command {
	var o pruneOptions
	cmd := &cobra.Command{
		Use:   "prune [DIR] --keep 90d",
		Short: "Delete the runs below a folder that ended long ago",
		Long: `prune deletes the journal and the reports of runs below DIR that ended longer ago than
--keep. Without them, undo is no longer possible. Stopped runs can still be resumed and
stay, unless --stopped is passed. Files that bcimport did not write stay, together with
their run folder. If DIR is a drop folder of watch, the files in done are deleted with
their runs; with --stopped, those in failed as well.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return o.run(folder, time.Now(), c)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.keep, "keep", "", "how long to keep a run after its end: 90d, 12w or 36h")
	flags.BoolVar(&o.stopped, "stopped", false, "also delete stopped runs, which could still be resumed")
	flags.BoolVar(&o.dryRun, "dry-run", false, "only print what would be deleted")
	return cmd
}

func (o pruneOptions) run(folder string, now time.Time, c *terminal.Console) error {
	keep, err := parseAge(o.keep)
	if err != nil {
		return err
	}
	options := runs.PruneOptions{Before: now.Add(-keep), Stopped: o.stopped, DryRun: o.dryRun}
	deleted := func(path string) { fmt.Fprintln(c.Out, terminal.ShownPath(path)) }
	manager := newManager()
	err = manager.Prune(folder, options, deleted, runs.Face{Events: c.Event})
	if importer.KindOf(err) == importer.KindInvalid {
		return err
	}
	if err := errors.Join(err, watch.Prune(manager, folder, options, deleted)); err != nil {
		return importer.Brokenf("delete runs: %w", err)
	}
	return nil
}

// parseAge reads 90d, 12w, or what time.ParseDuration reads.
func parseAge(text string) (time.Duration, error) {
	if text == "" {
		return 0, importer.Invalidf("--keep is required").Hintf("set how long runs are kept: --keep 90d")
	}
	unit := map[byte]time.Duration{'d': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[text[len(text)-1]]
	var age time.Duration
	var err error
	if unit > 0 {
		var n int
		n, err = strconv.Atoi(text[:len(text)-1])
		age = time.Duration(n) * unit
		if n > 100_000 {
			err = errors.New("too long")
		}
	} else {
		age, err = time.ParseDuration(text)
		if strings.Contains(text, "m") {
			err = errors.New("months or minutes")
		}
	}
	if err != nil || age < 0 {
		return 0, importer.Invalidf("--keep %q is not a duration", text).Hintf("set 90d, 12w or 36h")
	}
	return age, nil
}
