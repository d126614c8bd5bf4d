package importer

import (
	"cmp"
	"time"

	"bcimport/importer/layout"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// About describes a run: what it was given and where it went. It is recorded
// with the run and shown in its summary.
type About struct {
	Run       string    `json:"run"`          // the folder's name
	Command   string    `json:"command"`      // run, plan or undo
	By        string    `json:"by,omitempty"` // the system's name of whoever started it
	StartedAt time.Time `json:"started_at"`
	Input     Input     `json:"input"`
	Mapping   Document  `json:"mapping"`
	// Entity describes the set of the records as the run knew it, so that to undo and to
	// resume it no other description is needed; nil for customerContacts in older runs.
	Entity  *entity.Entity `json:"entity,omitempty"`
	Target  Target         `json:"target"`
	Options Options        `json:"options"`
	// Approval is that of the plan whose changes the run writes; nil for any other run.
	Approval *Approval `json:"approval,omitempty"`
}

// Set is the set of the records.
func (a About) Set() *entity.Entity { return Described(a.Entity) }

// HoldsEdits reports whether the run's record holds what it writes, and no file does: that
// of an undo, and of an approved plan.
func (a About) HoldsEdits() bool { return a.Command == "undo" || a.Approval != nil }

// Rows is how many rows the run has.
func (a About) Rows() int {
	if n := a.Options.Limit; n > 0 {
		return min(n, a.Input.Rows)
	}
	return a.Input.Rows
}

// Input is what a run reads, by what its first pass found: a file, or for an undo
// the folder of the undone run, with a row for each contact to be put back, or the folder
// of a plan, with a row for each that would change.
type Input struct {
	File      string `json:"file"`           // absolute path
	Name      string `json:"name,omitempty"` // what it was given as, where File is a copy of that
	SHA256    string `json:"sha256"`
	Rows      int    `json:"rows"`
	BlankRows int    `json:"blank_rows"`
	Delimiter string `json:"delimiter"`
	Encoding  string `json:"encoding"`
	Mark      bool   `json:"mark"` // starts with a byte-order mark
	// Format is how the file is packed up if it is no CSV: xlsx. It is described as
	// the CSV file that holds the same. Sheet is the sheet of a workbook.
	Format string `json:"format,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	// Head is the input's own bytes up to and including the header line.
	Head []byte `json:"head"`
	// HeaderAt is where in Head the header line begins.
	HeaderAt int `json:"header_at"`
	// Header holds the header's cells.
	Header []string `json:"header"`
	// Layout is what rows that are no records are recognized by; nil where all rows are records.
	Layout *layout.Layout `json:"layout,omitempty"`
}

// Shown is what people know the file by: what it was given as, or its path.
func (in Input) Shown() string { return cmp.Or(in.Name, in.File) }

// Document is a file recorded whole.
type Document struct {
	File string `json:"file"`
	Text string `json:"text"`
	// Attached are the files that it refers to.
	Attached []mapping.Document `json:"attached,omitempty"`
}

// Options are the choices of a run that its resumption keeps.
type Options struct {
	DryRun      bool           `json:"dry_run,omitempty"`
	OnConflict  ConflictPolicy `json:"on_conflict"`
	Limit       int            `json:"limit,omitempty"` // first rows only; 0 is all
	GiveUpAfter time.Duration  `json:"give_up_after"`
	MaxUpdates  string         `json:"max_updates,omitempty"` // rows, or percent of them
	NoValues    bool           `json:"no_values,omitempty"`
	Delimiter   string         `json:"delimiter,omitempty"`
	// ReportFormat is that of report and changes: csv (or empty) or xlsx.
	ReportFormat string `json:"report_format,omitempty"`
	// Accept are the suspicions that do not keep the run from starting, and AllowClear
	// the fields that many rows may empty.
	Accept     []Code   `json:"accept,omitempty"`
	AllowClear []string `json:"allow_clear,omitempty"`
	// Judged reports whether the file is judged as a whole before the run's first write.
	Judged bool `json:"judged,omitempty"`
}

// Waits reports whether something is found out before the run begins to write, and that it
// may not begin at all.
func (o Options) Waits() bool { return o.MaxUpdates != "" || o.Judged && !o.DryRun }
