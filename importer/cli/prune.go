package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/watch"
	"bcimport/reports"
)

// pruneOptions are the flags of runs prune.
type pruneOptions struct {
	keep    string
	stopped bool
	dryRun  bool
}

func newPrune(streams Streams) *cobra.Command {
	var o pruneOptions
	cmd := &cobra.Command{
		Use:   "prune [DIR] --keep 90d",
		Short: "Delete the runs below a folder that ended long ago",
		Long: `prune deletes what bcimport wrote into the run folders below DIR whose runs ended
longer ago than --keep: journal and reports, and with them the way back by undo. Runs
that were stopped can still be resumed and stay, unless --stopped is said. Files of
others in a run folder stay, and so does the folder then. Where DIR is a drop folder of
watch, the files in done go with their runs, and with --stopped those in failed.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return o.run(folder, time.Now(), streams)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.keep, "keep", "", "how long a run is kept after its end, as 90d, 12w or 36h")
	flags.BoolVar(&o.stopped, "stopped", false, "delete stopped runs, too, though they could be resumed")
	flags.BoolVar(&o.dryRun, "dry-run", false, "only say what would be deleted")
	return cmd
}

func (o pruneOptions) run(folder string, now time.Time, streams Streams) error {
	keep, err := parseAge(o.keep)
	if err != nil {
		return err
	}
	found, err := findRuns(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range found {
		if !o.takes(r, now.Add(-keep)) {
			continue
		}
		if !o.dryRun {
			if err := deleteRun(r.Folder, streams); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		fmt.Fprintln(streams.Out, shownPath(r.Folder))
	}
	errs = append(errs, o.pruneDropped(folder, now.Add(-keep), streams))
	if err := errors.Join(errs...); err != nil {
		return importer.Brokenf("delete runs: %w", err)
	}
	return nil
}

// pruneDropped deletes files of a drop folder that were taken before a time and whose
// runs are gone, with the failed rows beside them.
func (o pruneOptions) pruneDropped(folder string, before time.Time, streams Streams) error {
	jobs, err := watch.Left(folder, o.stopped)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		run, err := j.Run(".run")
		if err != nil {
			return err
		}
		if !j.Taken.Before(before) || run != "" && !o.dryRun {
			continue
		}
		if run != "" { // a dry run has left it where it is
			if r := describeRun(run); !o.takes(r, before) {
				continue
			}
		}
		fmt.Fprintln(streams.Out, shownPath(j.Path()))
		if o.dryRun {
			continue
		}
		for _, path := range []string{besideFile(j, reports.FailedFile), besideFile(j, reports.FailedBook), j.Path()} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		_ = os.Remove(j.Dir()) // refused by the system if there is something of others in it
	}
	return nil
}

// takes tells whether a run ended before a time. What can't be read, or is under
// way, stays.
func (o pruneOptions) takes(r listed, before time.Time) bool {
	switch r.State {
	case "finished":
	case "stopped":
		if !o.stopped {
			return false
		}
	default:
		return false
	}
	return r.ended.Before(before)
}

// parseAge reads 90d, 12w, or what time.ParseDuration reads.
func parseAge(text string) (time.Duration, error) {
	if text == "" {
		return 0, importer.Invalidf("--keep is not said").Hintf("say how long runs are kept, as --keep 90d")
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
		return 0, importer.Invalidf("--keep %q is not a length of time", text).Hintf("it looks like 90d, 12w or 36h")
	}
	return age, nil
}

// deleteRun deletes what this program wrote into a run folder: the journal last,
// so that what is left after an interruption is still known as a run.
func deleteRun(folder string, streams Streams) error {
	content, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	others := 0
	var journals []string
	for _, entry := range content {
		path := filepath.Join(folder, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), sqlite.Name):
			journals = append(journals, path)
		case !entry.Type().IsRegular() || !reports.Ours(entry.Name()) && entry.Name() != spooledName:
			others++
		default:
			err = errors.Join(err, os.Remove(path))
		}
	}
	if err != nil {
		return err
	}
	for _, path := range journals {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	if others > 0 {
		fmt.Fprintf(streams.Err, "bcimport: %s stays: %s in it that bcimport did not write\n", shownPath(folder), plural(others, "file"))
		return nil
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
