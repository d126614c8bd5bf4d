package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

// ListRuns prints runs, for people or as JSON with the exit codes of their ends.
func ListRuns(out io.Writer, found []runs.Listed, asJSON bool, exitCode func(importer.EndKind) int) error {
	if asJSON {
		encoder := json.NewEncoder(out)
		for _, r := range found {
			if err := encoder.Encode(asListed(r, exitCode)); err != nil {
				return importer.Brokenf("print runs: %w", err)
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STARTED\tCOMMAND\tINPUT\tSTATE\tROWS\tSUCCESS\tFAILURE\tPLANNED\tCOMPANY\tFOLDER")
	for _, r := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", clock(r.Began), r.Command, lines.Line(baseName(r.Input)), r.State, r.Total,
			r.Rows["success"], r.Rows["failure"], r.Rows["planned"], lines.Line(r.Company), ShownPath(r.Folder))
	}
	return table.Flush()
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
func asListed(r runs.Listed, exitCode func(importer.EndKind) int) listed {
	l := listed{Folder: r.Folder, Input: r.Input, Command: r.Command, State: r.State, Company: r.Company, Total: r.Total, Rows: r.Rows}
	if !r.Began.IsZero() {
		l.Started = r.Began.UTC().Format("2006-01-02T15:04:05Z")
	}
	if r.Ending != nil {
		code := exitCode(r.Ending.Kind)
		l.Code = &code
	}
	return l
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
