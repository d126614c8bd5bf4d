package watch

import (
	"context"
	"encoding/json"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// Kinds of events, in the words of those who hear of them.
const (
	Success = "success"
	Failure = "failure"
	Missing = "missing" // a file that was expected did not come
	Stuck   = "stuck"   // a run that does not finish
)

// Event is what people may want to hear of.
type Event struct {
	ID      string // of the item that leaves working; empty where none does
	Kind    string
	File    string
	Folder  string // where the file is now, relative to the drop folder
	Run     string // where its run folder was; empty for none
	End     importer.EndKind
	Message string
	Rows    map[string]int // by status, with their total; nil for a run that did not begin
}

// Standing is the state of a drop folder.
type Standing struct {
	Waiting int             // files that are complete and wait
	Working int             // files that are being run
	Left    int             // what no pattern takes, and what is no file
	Missing map[string]bool // by pattern of expected files: whether one has not come
	Looked  time.Time
}

// Observer is told what a watcher does. Its methods but Wait return at once, and are
// called from one goroutine.
type Observer interface {
	// Say and Warn say something in the log; Problem an error with what to do about it.
	Say(text string)
	Warn(text string)
	Problem(err error)
	// Notify tells people of an event. When that is delivered, or given up, delivered is called.
	Notify(ctx context.Context, e Event, delivered func())
	// Idle comes where there is nothing left to do. The watcher is well if nothing is wrong.
	Idle(ctx context.Context, well bool)
	// Look comes after each look at the folder, and when a run has ended.
	Look(Standing)
	// Ran comes after each run, with the file that it ran.
	Ran(file string, e End)
	// Wait returns when all that was told is delivered or given up.
	Wait()
	// Keep is what the observer wants to know after a restart.
	Keep() json.RawMessage
}

// End is how a run ended that a watcher began.
type End struct {
	Kind importer.EndKind
	// Target is what people call the target.
	Target string
	// Result is the run's, nil for one that did not begin.
	Result *runs.Result
	// Words say why it ended so, in text free of customer data; Reason is the error.
	Words  string
	Reason error
}

// Runner runs dropped files. Its errors are those that a run ends with.
type Runner interface {
	// Run runs a file in a run folder of its own, Resume goes on with one. The entry is nil
	// where the watch file knows the file no more.
	Run(ctx context.Context, e *Entry, file, folder string) End
	Resume(ctx context.Context, e *Entry, folder, file string) End
	// Ready finds out whether the runs of an entry have a target and what they sign in with.
	Ready(e *Entry) error
	// Ending is how a run folder's run ended; the zero value where it did not.
	Ending(folder string) (importer.Ending, error)
}
