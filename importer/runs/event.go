package runs

import (
	"time"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping/entity"
)

// Event is something that happened. Events are a view: the record of a run is the truth.
type Event interface{ event() }

type (
	// Connected comes once there is a connection.
	Connected struct{ Target importer.Target }
	// Named comes where it is known what the records of a file are called, and its columns.
	Named struct {
		Nouns  entity.Nouns
		Header []string // nil where no file is read
	}
	// Note is something worth knowing.
	Note input.Note
	// Suspected comes where a plan finds that its file looks wrong as a whole.
	Suspected struct{ Problem *input.Suspicious }
	// Begun comes when a run has its folder and takes up its rows.
	Begun struct {
		Folder  string
		Rows    int // that it is going to work on
		Workers int // that share them
	}
	// Forecast is what the rows will take at the most, before the first of them.
	Forecast struct {
		File     string
		Rows     int
		Requests int
		Takes    time.Duration
	}
	// KeysFound counts keys that were looked up since the last one.
	KeysFound struct{ Keys int }
	// RowsBegin comes when the keys are known and the rows begin. Takes is how long they
	// will take, 0 where that is not known; Again drops what was counted before: it was a
	// plan.
	RowsBegin struct {
		Takes time.Duration
		Again bool
	}
	// RowsEnded tells of rows that ended together and how long a worker was busy with them.
	RowsEnded struct {
		Rows []EndedRow
		Took time.Duration
	}
	// Exported counts records that were written since the last one, of Of.
	Exported struct{ Records, Of int }
	// Ended comes once for each run, when its record is closed.
	Ended struct{ Result Result }
)

// EndedRow is a row that ended, without a value of it.
type EndedRow struct {
	Line   int
	Status importer.Status
	Code   string
}

// NoteCode is what programs know a note by.
type NoteCode = input.NoteCode

// How a note is meant.
const (
	Info    = input.Info
	Warning = input.Warning
	Advice  = input.Advice
)

// What notes tell: of an input, and of a run.
const (
	NoteSheet    = input.NoteSheet
	NoteWorkbook = input.NoteWorkbook
	NoteEncoding = input.NoteEncoding
	NoteHidden   = input.NoteHidden
	NoteSkipped  = input.NoteSkipped
	NoteUnquoted = input.NoteUnquoted
	NotePhones   = input.NotePhones
	NoteUnmapped = input.NoteUnmapped
	NoteClearing = input.NoteClearing
	NoteNoRows   = input.NoteNoRows

	NoteElsewhere   NoteCode = "elsewhere"      // where the run folder is
	NoteAccepted    NoteCode = "accepted"       // a suspicion that was accepted
	NoteUnreadable  NoteCode = "input_gone"     // rows that are left out of the reports
	NoteNothingLeft NoteCode = "nothing_left"   // a resumption without work
	NoteNothingDone NoteCode = "nothing_undone" // an undo without changes
	NoteReview      NoteCode = "review_unread"  // a review that refuses changes and is not what is approved
	NoteForeign     NoteCode = "foreign_files"  // what a deleted run leaves
)

func (Connected) event() {}
func (Named) event()     {}
func (Note) event()      {}
func (Suspected) event() {}
func (Begun) event()     {}
func (Forecast) event()  {}
func (KeysFound) event() {}
func (RowsBegin) event() {}
func (RowsEnded) event() {}
func (Exported) event()  {}
func (Ended) event()     {}
