package reports

import (
	"iter"
	"time"

	"bcimport/importer"
)

// Run is a run's record, as a journal holds it.
type Run struct {
	About    importer.About
	Ending   importer.Ending
	Requests importer.Requests
	// Outcomes gives the rows that were reached, in input order. It is read once.
	Outcomes iter.Seq2[importer.Outcome, error]
	// Rows reads the input again for the rows that were never reached; nil when
	// the input is gone. It is only called when there are such rows.
	Rows func() (importer.Entries, func() error, error)
	// Mender writes rows in the input's own form. It is only used for failures.
	Mender Mender
}

// Mender gives the input's own rows back, with two columns added, in the input's
// own encoding, delimiter and line ends.
type Mender interface {
	// Head is everything before the first row, the two columns added to the header.
	Head() []byte
	// Row is one row with its status and message.
	Row(raw []byte, status, message string) ([]byte, error)
}

// total is how many rows the run has.
func (r Run) total() int {
	if n := r.About.Options.Limit; n > 0 {
		return min(n, r.About.Input.Rows)
	}
	return r.About.Input.Rows
}

const notReached = "The run stopped before this row; resume the run to go on here."

// all gives every row of the run in input order: what was reached from the
// record, the rest from the input. missing counts rows that neither holds.
func (r Run) all(missing *int) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		in := &rest{open: r.Rows}
		defer in.close()
		next := 0
		fill := func(until int) bool {
			for ; next < until; next++ {
				o, err := in.at(next)
				if err == errNoInput {
					*missing++
					continue
				}
				if !yield(o, err) || err != nil {
					return false
				}
			}
			return true
		}
		for o, err := range r.Outcomes {
			if err != nil {
				yield(importer.Outcome{}, err)
				return
			}
			if o.Seq >= r.total() || !fill(o.Seq) {
				return
			}
			next = o.Seq + 1
			if !yield(o, nil) {
				return
			}
		}
		fill(r.total())
	}
}

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

	// First holds the first failures, for a summary on a terminal.
	First []importer.Outcome `json:"-"`
	// Missing counts rows that were never reached and that the input, which is
	// gone, can't tell about.
	Missing int `json:"missing,omitempty"`
	// Files are the files written, by their path.
	Files []string `json:"-"`
}

// SummaryInput is one input file.
type SummaryInput struct {
	File      string `json:"file"`
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
	}
	return &c.NotAttempted
}

// Failures is the number of rows that did not succeed.
func (c *RowCounts) Failures() int {
	return c.Total - c.Updated - c.Unchanged - c.WouldUpdate
}

func (r Run) summary() Summary {
	s := Summary{
		Run: r.About.Run, State: r.Ending.State, Reason: r.Ending.Reason, Command: r.About.Command,
		StartedAt: r.About.StartedAt.UTC(),
		Inputs: []SummaryInput{{
			File: r.About.Input.File, SHA256: r.About.Input.SHA256,
			Rows: r.About.Input.Rows, BlankRows: r.About.Input.BlankRows,
		}},
		Mapping: r.About.Mapping.File, Target: r.About.Target, Requests: r.Requests, ExitCode: r.Ending.ExitCode,
	}
	if s.State == "" {
		// The run never got to say how it ended: it was killed.
		s.State, s.Reason, s.ExitCode = "stopped", "the process was killed", 4
		return s
	}
	finished := r.Ending.FinishedAt.UTC()
	s.FinishedAt = &finished
	s.Seconds = finished.Sub(r.About.StartedAt).Seconds()
	return s
}
