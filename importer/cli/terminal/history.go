package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"bcimport/importer/history"
	"bcimport/reports/lines"
)

// History prints changes of records as they come, for people or as JSON.
type History struct {
	json    *json.Encoder // nil for people
	table   *tabwriter.Writer
	changes int
}

// NewHistory makes a History that has printed nothing yet.
func NewHistory(out io.Writer, asJSON bool) *History {
	if asJSON {
		return &History{json: json.NewEncoder(out)}
	}
	return &History{table: tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
}

// tableBlock is how many changes are aligned together, so that a long table needs no more memory
// than a short one.
const tableBlock = 1000

// mostOfValue is how much of a value the table shows.
const mostOfValue = 60

// Add prints a change; a table may keep it until Flush.
func (h *History) Add(c history.Change) error {
	h.changes++
	if h.json != nil {
		return h.json.Encode(asChange(c))
	}
	if h.changes == 1 {
		fmt.Fprintln(h.table, "WHEN\tRECORD\tFIELD\tBEFORE\tAFTER\tNOTE\tCOMMAND\tBY\tFILE\tLINE\tCOMPANY\tRUN")
	}
	before, after := lines.Difference(lines.Line(c.Before), lines.Line(c.After), mostOfValue, mostOfValue)
	fmt.Fprintf(h.table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", clock(c.At), lines.Line(called(c)), c.Field, quoted(before.Text()), quoted(after.Text()), note(c),
		c.From.Command, lines.Line(c.From.By), lines.Line(baseName(c.From.Input)), c.Line, lines.Line(c.From.To.Company), ShownPath(c.From.Place))
	if h.changes%tableBlock == 0 {
		return h.table.Flush()
	}
	return nil
}

// Flush prints what is left.
func (h *History) Flush() error {
	if h.table != nil {
		return h.table.Flush()
	}
	return nil
}

// Changes is how many there were.
func (h *History) Changes() int { return h.changes }

// called is the record as people know it.
func called(c history.Change) string {
	known := c.Number
	if known == "" {
		known = c.Key
	}
	if c.Name != "" && c.Name != known {
		known += " " + c.Name
	}
	return known
}

// quoted shows where a value begins and ends, and that it is empty.
func quoted(value string) string { return `"` + value + `"` }

func note(c history.Change) string {
	switch {
	case c.Unknown:
		return "unknown whether it arrived"
	case c.Wanted != c.After && c.Wanted != "":
		return "sent as " + quoted(lines.Shorten(lines.Line(c.Wanted), mostOfValue))
	}
	return ""
}

// change is one for scripts.
type change struct {
	At          string `json:"at"`
	Set         string `json:"set"`
	ID          string `json:"id"`
	Key         string `json:"key"`
	Number      string `json:"number,omitempty"`
	Name        string `json:"name,omitempty"`
	Field       string `json:"field"`
	Before      string `json:"before"`
	After       string `json:"after"`
	Sent        string `json:"sent,omitempty"` // where Business Central stored something else
	Outcome     string `json:"outcome"`        // changed, or unknown
	Command     string `json:"command"`
	By          string `json:"by,omitempty"`
	Input       string `json:"input"` // the file, or of an undo the folder of the run undone
	Line        int    `json:"line"`
	Run         string `json:"run"`
	Tenant      string `json:"tenant,omitempty"`
	Environment string `json:"environment,omitempty"`
	Company     string `json:"company"`
	CompanyID   string `json:"company_id"`
}

func asChange(c history.Change) change {
	outcome := "changed"
	if c.Unknown {
		outcome = "unknown"
	}
	from, to := c.From, c.From.To
	return change{
		At: c.At.UTC().Format("2006-01-02T15:04:05.000Z"), Set: from.Set, ID: c.ID, Key: c.Key, Number: c.Number, Name: c.Name,
		Field: c.Field, Before: c.Before, After: c.After, Sent: c.Wanted, Outcome: outcome,
		Command: from.Command, By: from.By, Input: from.Input, Line: c.Line, Run: from.Place,
		Tenant: to.Tenant, Environment: to.Environment, Company: to.Company, CompanyID: to.CompanyID,
	}
}
