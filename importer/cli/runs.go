package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

func newRuns(c *terminal.Console) *cobra.Command {
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
			return listRuns(folder, asJSON, c)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.AddCommand(newPrune(c), newShow(c))
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
}

// asListed is a run for scripts.
func asListed(r runs.Listed) listed {
	l := listed{Folder: r.Folder, Input: r.Input, Command: r.Command, State: r.State, Company: r.Company, Total: r.Total, Rows: r.Rows}
	if !r.Began.IsZero() {
		l.Started = r.Began.UTC().Format("2006-01-02T15:04:05Z")
	}
	if r.Ending != nil {
		code := int(codeOfEnd(r.Ending.Kind))
		l.Code = &code
	}
	return l
}

func listRuns(folder string, asJSON bool, c *terminal.Console) error {
	found, err := newManager().List(folder)
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(c.Out)
		for _, r := range found {
			if err := encoder.Encode(asListed(r)); err != nil {
				return importer.Brokenf("print runs: %w", err)
			}
		}
		return nil
	}
	if len(found) == 0 {
		c.Say("no runs below %s", folder)
		return nil
	}
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STARTED\tCOMMAND\tINPUT\tSTATE\tROWS\tSUCCESS\tFAILURE\tPLANNED\tCOMPANY\tFOLDER")
	for _, r := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", clock(r.Began), r.Command, lines.Line(baseName(r.Input)), r.State, r.Total,
			r.Rows["success"], r.Rows["failure"], r.Rows["planned"], lines.Line(r.Company), terminal.ShownPath(r.Folder))
	}
	return table.Flush()
}

// clock is a moment by the clock of this machine; empty where it is not known.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

// baseName is the last part of a path, empty for none.
func baseName(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Base(path)
}
