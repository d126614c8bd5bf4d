// Package runs is the application layer: it checks files, plans and conducts runs,
// finishes, undoes and lists them, and writes their reports. What happens is told as
// events, how it ended as a result; the caller, a command line, a page or a drop folder,
// makes words of them. It knows no terminal and no flags, no store and no service; what
// exit codes, options and commands are called it is told. Start with Manager.
package runs

import (
	"context"
	"iter"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping/entity"
)

// Manager conducts runs. Its methods are safe for concurrent use, as far as they concern
// different runs: a run is held by one process at a time (importer.ErrInUse).
type Manager struct {
	// Store keeps the records of runs.
	Store Store
	// Connect opens the connection that a run works through. The caller of a method that
	// connects gets its errors as they are.
	Connect func(ctx context.Context, to Destination) (Service, error)
	// Elsewhere is where run folders go when none can be made beside the input.
	Elsewhere func() (string, error)
	// ExitCode is what summary.json gives as exit_code for an end, and Words are what reports
	// call options and steps.
	ExitCode func(importer.EndKind) int
	Words    importer.Words
}

// Destination is what a run connects to: a target by its name, or that of an earlier run.
type Destination struct {
	// Target is the name of a target; empty where the connection is given otherwise.
	Target string
	// Set is the record set that is read and written.
	Set string
	// Recorded is where an earlier run went; nil for a new one.
	Recorded *importer.Target
	// Patience is how long an unavailable service is waited for.
	Patience time.Duration
	// Asked, if any, is told how long the service asks to wait, from any goroutine.
	Asked func(wait time.Duration)
}

// Service is the connection that a run works through.
type Service interface {
	importer.Contacts

	// Target is where the connection leads, as a run records it.
	Target() importer.Target
	// KeyKind is what the service says about its key.
	KeyKind() importer.KeyKind
	// Entity is what is known of the records; it must not be changed.
	Entity() *entity.Entity
	// Refresh describes the records anew, where what is known of them was kept from an
	// earlier connection, and reports whether it did.
	Refresh(ctx context.Context) (asked bool, err error)
	// Select limits what is read of records to some fields.
	Select(fields []string)
	// Codes returns all records of another set with the texts of a field by which they are
	// known.
	Codes(ctx context.Context, set, by string) ([]importer.RecordCode, error)
	// Sets lists the sets of the root that can be written, Routes the custom APIs beside it,
	// and Captions describes the records with what the environment calls their fields, that
	// of a language first, if one is named.
	Sets(ctx context.Context) ([]importer.SetSummary, error)
	Routes(ctx context.Context) ([]string, error)
	Captions(ctx context.Context, language string) (*entity.Entity, error)
	// Slots is how many requests may be under way at once.
	Slots() int
	// Pace is what forecasts need: the limits, and how long requests take.
	Pace() importer.Pace
	// Expect announces requests, so that a long run is paced evenly.
	Expect(requests int)
	// Requests counts what was sent so far.
	Requests() importer.Requests
	// Recent is what still counts against the limits; Spend takes it up again.
	Recent() []importer.Sent
	Spend(sent []importer.Sent)
	// Named returns what people call the records of ids.
	Named(ctx context.Context, ids []string) ([]importer.Person, bool)
	// IDs lists the ids of the records that a filter of the service takes.
	IDs(ctx context.Context, filter string) ([]string, error)
	// Numbers returns the numbers of records, in the order of their ids.
	Numbers(ctx context.Context, ids []string) ([]string, error)
	Close()
}

// Store keeps the records of runs, each in its run folder.
type Store interface {
	// Create writes a new record into a folder. edits are what an undo puts back; nil for
	// any other run.
	Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error
	// Open takes hold of a record until its Close. Its errors are those of package
	// importer: ErrNoRun, ErrInUse, ErrDamaged, ErrOlder, ErrNewer.
	Open(folder string) (Record, error)
	// Holds reports whether a file of a run folder is part of the record, by its name.
	Holds(name string) bool
	// Name is the file by which a run folder is known.
	Name() string
}

// Record is one run, held by this process alone until Close. It is safe for concurrent
// use. What it has recorded outlives the process.
type Record interface {
	importer.Journal
	pipeline.ResumeStore
	pipeline.RecordedEntries
	importer.Naming

	// About is what the run was given, Ending how it ended, Spent what it has used up.
	About() (importer.About, error)
	Ending() (importer.Ending, error)
	Spent() (importer.Spent, error)
	// Verify finds out whether the record is intact.
	Verify() error
	// Begin takes up the run; spent is asked with every chunk.
	Begin(spent func() importer.Spent) error
	Finish(importer.Ending) error
	// Counts counts the rows that have ended, by status.
	Counts() (map[string]int, error)
	// MayWrite reports whether the run may write: what comes before its first write is done.
	MayWrite() (bool, error)
	SetMayWrite() error
	// ForgetOutcomes drops what a plan before a run recorded, AskAgain lookups that failed.
	ForgetOutcomes() error
	AskAgain() error
	// Suspicions are what looks wrong with the input as a whole.
	Suspicions() ([]importer.Suspicion, error)
	SetSuspicions([]importer.Suspicion) error
	// Approval is which changes of a plan may be written; the zero value before one is given.
	Approval() (importer.Approval, error)
	SetApproval(importer.Approval) error
	// Outcomes gives the rows that were reached, in input order.
	Outcomes(ctx context.Context) iter.Seq2[importer.Outcome, error]
	// UndoEntries gives what puts the records of a set back, for the fields wanted (nil: all).
	UndoEntries(set *entity.Entity, fields []string) iter.Seq2[importer.Entry, error]
	// Lines gives all that is recorded, each entry as a JSON object on one line.
	Lines() iter.Seq2[[]byte, error]
	Close() error
}
