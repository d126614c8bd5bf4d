package cli

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/reports/lines"
)

func newRuns(streams Streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "runs [DIR]",
		Short: "List the runs below a folder, newest first",
		Long:  "runs lists the runs below a folder, newest first, by the clock of this machine; --json tells UTC.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return listRuns(folder, asJSON, streams)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.AddCommand(newPrune(streams))
	return cmd
}

// listed is a run as `runs` shows it.
type listed struct {
	Folder  string         `json:"folder"`
	Input   string         `json:"input,omitempty"` // the file, or of an undo the folder of the run undone
	Command string         `json:"command,omitempty"`
	Started string         `json:"started_at,omitempty"`
	State   string         `json:"state"` // finished, stopped, running, damaged, or unreadable to this user and program
	Company string         `json:"company,omitempty"`
	Total   int            `json:"total"`
	Rows    map[string]int `json:"rows,omitempty"` // by result
	Code    *int           `json:"exit_code,omitempty"`

	began time.Time
	ended time.Time // of a run that was cut off, when it began
}

// findRuns looks for run folders below a folder, newest first.
func findRuns(folder string) ([]listed, error) {
	var found []listed
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == folder:
			return importer.Invalidf("list runs: %w", err)
		case err != nil:
			return nil // what can't be read holds no run of ours
		case !d.IsDir() && d.Name() == sqlite.Name:
			found = append(found, describeRun(filepath.Dir(path)))
		}
		return nil
	})
	slices.SortStableFunc(found, func(a, b listed) int { return b.began.Compare(a.began) })
	return found, err
}

func listRuns(folder string, asJSON bool, streams Streams) error {
	found, err := findRuns(folder)
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(streams.Out)
		for _, r := range found {
			if err := encoder.Encode(r); err != nil {
				return importer.Brokenf("print runs: %w", err)
			}
		}
		return nil
	}
	if len(found) == 0 {
		fmt.Fprintf(streams.Err, "bcimport: no runs below %s\n", folder)
		return nil
	}
	table := tabwriter.NewWriter(streams.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STARTED\tCOMMAND\tINPUT\tSTATE\tROWS\tSUCCESS\tFAILURE\tPLANNED\tCOMPANY\tFOLDER")
	for _, r := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", r.clock(), r.Command, lines.Line(baseName(r.Input)), r.State, r.Total,
			r.Rows["success"], r.Rows["failure"], r.Rows["planned"], lines.Line(r.Company), shownPath(r.Folder))
	}
	return table.Flush()
}

// clock is when the run began, by the clock of this machine; empty where that is not
// known.
func (r listed) clock() string {
	if r.Started == "" {
		return ""
	}
	return r.began.Local().Format("2006-01-02 15:04:05")
}

// baseName is the last part of a path, empty for none.
func baseName(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Base(path)
}

func describeRun(folder string) listed {
	r := listed{Folder: folder, State: "damaged"}
	file, err := sqlite.Open(folder)
	switch {
	case errors.Is(err, importer.ErrInUse):
		r.State, r.began = "running", time.Now()
		return r
	case errors.Is(err, importer.ErrDamaged):
		return r
	case err != nil:
		r.State = "unreadable"
		return r
	}
	defer file.Close()
	about, err1 := file.About()
	ending, err2 := file.Ending()
	counts, err3 := file.Counts()
	if errors.Join(err1, err2, err3) != nil {
		return r
	}
	r.Command, r.Company, r.Input = about.Command, about.Target.Company, about.Input.File
	r.began, r.ended = about.StartedAt, about.StartedAt
	r.Started = about.StartedAt.UTC().Format("2006-01-02T15:04:05Z")
	r.Total = about.Rows()
	r.State = cmp.Or(ending.State, "stopped")
	if ending.State != "" {
		r.Code, r.ended = &ending.ExitCode, ending.FinishedAt
	}
	r.Rows = map[string]int{"success": 0, "failure": 0, "planned": 0, "skipped": 0}
	reached := 0
	for status, n := range counts {
		r.Rows[importer.Status(status).Result()] += n
		reached += n
	}
	r.Rows["failure"] += r.Total - reached
	return r
}
