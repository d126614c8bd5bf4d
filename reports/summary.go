package reports

import (
	"cmp"
	"path/filepath"
	"slices"
	"time"

	"bcimport/importer"
)

// Summary is summary.json. More keys may be added.
type Summary struct {
	Run        string            `json:"run"`
	State      string            `json:"state"`
	Reason     string            `json:"reason,omitempty"`
	Command    string            `json:"command"`
	StartedAt  time.Time         `json:"started_at"`
	FinishedAt *time.Time        `json:"finished_at"`
	Inputs     []SummaryInput    `json:"inputs"`
	Mapping    string            `json:"mapping"`
	Target     importer.Target   `json:"target"`
	Rows       RowCounts         `json:"rows"`
	Requests   importer.Requests `json:"requests"`
	Seconds    float64           `json:"seconds"`
	Rate       float64           `json:"rows_per_second"`
	ExitCode   int               `json:"exit_code"`
	// Opening is what became of the first rows, importer.Opening at most: later runs
	// compare with it.
	Opening *Opening `json:"opening,omitempty"`
	// Accepted are suspicions about the input as a whole that were accepted, Suspicions
	// those that were not (plan).
	Accepted   []Accepted           `json:"accepted,omitempty"`
	Suspicions []importer.Suspicion `json:"suspicions,omitempty"`

	// Approval says whose approval of which plan the run follows; nil for any other run.
	Approval *Approval `json:"approval,omitempty"`

	// Kind is how the run ended, and Next what can be done now; see importer.NextSteps. A
	// file in a step is one of the run folder.
	Kind importer.EndKind `json:"-"`
	Next []importer.Step  `json:"-"`
	// Problems are what rows did not succeed for, those of most rows first; Others
	// counts rows for which there was no room among them. Rows that were never reached
	// are in neither.
	Problems []Problem `json:"-"`
	Others   int       `json:"-"`
	// Preview is the first changes that a rehearsal found; empty under --no-values.
	Preview Preview `json:"-"`
	// Missing counts the rows among not_attempted that are in no other report,
	// because the input is gone.
	Missing int `json:"missing,omitempty"`
	// Folder is the run folder, absolute.
	Folder string `json:"folder"`
	// Files are the files written.
	Files []Written `json:"-"`
	// Kept reports that an older failed.csv was left as it is, because rows are
	// missing that may stand in it alone.
	Kept bool `json:"-"`
	// Stale reports that nothing failed any more and an older failed.csv is there
	// all the same, because another program holds it.
	Stale bool `json:"-"`
}

// Opening counts rows whose contact was read, and of them those that changed.
type Opening struct {
	Rows    int `json:"rows"`
	Changed int `json:"changed"`
}

func (n *Opening) add(o importer.Outcome) {
	if n == nil || o.Seq >= importer.SampleRows || o.Status.Result() != "success" {
		return
	}
	n.Rows++
	if o.Status == importer.Updated {
		n.Changed++
	}
}

// Accepted is a suspicion with the system's name of whoever accepted it.
type Accepted struct {
	importer.Suspicion
	By string `json:"by,omitempty"`
}

// Approval is that of the plan whose accepted changes a run writes.
type Approval struct {
	Plan     string    `json:"plan"`
	Digest   string    `json:"digest"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at"`
	Changes  int       `json:"changes"`
	Accepted int       `json:"accepted"`
}

// Written is a report: the name it should have, and the path it got, another one
// where a program such as Excel holds its own.
type Written struct{ Name, Path string }

// Name returns the name that a report got; empty if it was not written.
func (s *Summary) Name(report string) string {
	for _, f := range s.Files {
		if f.Name == report {
			return filepath.Base(f.Path)
		}
	}
	return ""
}

// Report returns the name that the report got: report.csv, or report.xlsx.
func (s *Summary) Report() string { return cmp.Or(s.Name(ReportBook), s.Name(ReportFile), ReportFile) }

// Changes returns the name that the changes got; empty if they were not written.
func (s *Summary) Changes() string { return cmp.Or(s.Name(ChangesBook), s.Name(ChangesFile)) }

// Failed returns the name that the failed rows got; empty if they were not written.
func (s *Summary) Failed() string { return cmp.Or(s.Name(FailedBook), s.Name(FailedFile)) }

// nextSteps computes Next when all reports but the page and the summary are written.
func (s *Summary) nextSteps() []importer.Step {
	rows := map[importer.Status]int{}
	for _, status := range importer.Statuses() {
		rows[status] = *s.Rows.Of(status)
	}
	rows[importer.NotAttempted] += s.Missing
	return importer.NextSteps(importer.Standing{
		Run: s.Folder, Undo: s.Command == "undo", Approves: s.Target.ApprovalRequired, Kind: s.Kind, Rows: rows, Superseded: s.Rows.Superseded, Failed: s.Failed(),
	})
}

// SummaryInput is one input file.
type SummaryInput struct {
	File      string `json:"file"`
	Name      string `json:"name,omitempty"` // what it was given as, where the file is a copy of that
	SHA256    string `json:"sha256"`
	Rows      int    `json:"rows"`
	BlankRows int    `json:"blank_rows"`
}

// RowCounts counts rows by their status.
type RowCounts struct {
	Total        int `json:"total"`
	Updated      int `json:"updated"`
	Unchanged    int `json:"unchanged"`
	Invalid      int `json:"invalid"`
	NotFound     int `json:"not_found"`
	Ambiguous    int `json:"ambiguous"`
	Conflict     int `json:"conflict"`
	Rejected     int `json:"rejected"`
	Failed       int `json:"failed"`
	Unknown      int `json:"unknown"`
	NotAttempted int `json:"not_attempted"`
	WouldUpdate  int `json:"would_update"`
	Superseded   int `json:"superseded"`
	Skipped      int `json:"skipped"`
	NotAccepted  int `json:"not_accepted"`
}

// Of returns the count of a status.
func (c *RowCounts) Of(s importer.Status) *int {
	switch s {
	case importer.Updated:
		return &c.Updated
	case importer.Unchanged:
		return &c.Unchanged
	case importer.Invalid:
		return &c.Invalid
	case importer.NotFound:
		return &c.NotFound
	case importer.Ambiguous:
		return &c.Ambiguous
	case importer.Conflicted:
		return &c.Conflict
	case importer.Rejected:
		return &c.Rejected
	case importer.Failed:
		return &c.Failed
	case importer.Unknown:
		return &c.Unknown
	case importer.WouldUpdate:
		return &c.WouldUpdate
	case importer.Skipped:
		return &c.Skipped
	case importer.NotAccepted:
		return &c.NotAccepted
	}
	return &c.NotAttempted
}

// Failures is the number of rows that did not succeed.
func (c *RowCounts) Failures() int {
	return c.Total - c.Updated - c.Unchanged - c.WouldUpdate - c.Skipped - c.NotAccepted
}

func (r Run) summary() Summary {
	s := Summary{
		Run: r.About.Run, State: r.Ending.State, Reason: r.Ending.Reason, Command: r.About.Command,
		StartedAt: r.About.StartedAt.UTC(),
		Inputs: []SummaryInput{{
			File: r.About.Input.File, Name: r.About.Input.Name, SHA256: r.About.Input.SHA256,
			Rows: r.About.Input.Rows, BlankRows: r.About.Input.BlankRows,
		}},
		Mapping: r.About.Mapping.File, Target: r.About.Target, Requests: r.Spent.Requests, ExitCode: r.ExitCode, Kind: cmp.Or(r.Ending.Kind, importer.EndStopped),
	}
	s.Suspicions = importer.Unaccepted(r.Suspicions, r.About.Options.Accept)
	for _, found := range r.Suspicions {
		if slices.Contains(r.About.Options.Accept, found.Code) {
			s.Accepted = append(s.Accepted, Accepted{found, r.About.By})
		}
	}
	if a := r.About.Approval; a != nil {
		s.Approval = &Approval{a.Plan, a.Digest, a.By, a.At.UTC(), a.Changes, a.Accepted}
	} else if r.About.Command == "run" {
		s.Opening = &Opening{}
	}
	s.Seconds = r.Spent.Worked.Seconds()
	if s.State == "" {
		// The run never got to say how it ended: it was killed.
		s.State, s.Reason = "stopped", "the run was cut off"
		return s
	}
	finished := r.Ending.FinishedAt.UTC()
	s.FinishedAt = &finished
	return s
}

// ByName returns the counts by the words of summary.json: each status, with their total and
// how many of the failed rows a later one has superseded.
func (c *RowCounts) ByName() map[string]int {
	rows := map[string]int{"total": c.Total, "superseded": c.Superseded}
	for _, status := range importer.Statuses() {
		rows[string(status)] = *c.Of(status)
	}
	return rows
}
