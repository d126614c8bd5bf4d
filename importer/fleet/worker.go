package fleet

import (
	"context"
	"log/slog"
	"time"

	"bcimport/importer"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// Attempt is one try at a run.
type Attempt struct {
	// Owner is random, and of this attempt alone.
	Owner string
	Epoch Epoch
}

// Epoch orders the attempts at a run: a later one fences those before.
type Epoch struct {
	Scheduled time.Time // when the dispatcher had the run begin
	Number    int       // of the attempt, from 1
}

// Log is the record of a run, taken for an attempt: every earlier attempt is fenced.
type Log struct {
	// Store keeps the record of the run folder that the log was taken for, and of no other.
	Store runs.Store
	// Begun reports whether the log holds a run: its folder is there, with the record as
	// the last attempt left it.
	Begun bool
	// Guard is asked before each write to a connection: an error keeps it from being sent.
	// It stays usable after records are closed, until Close. It is nil where nothing can
	// take the log from the attempt.
	Guard func() error
	// Close lets go of it; nil where there is nothing to let go of.
	Close func() error
}

// Logs are the logs of runs.
type Logs interface {
	// Take takes the log of a run for an attempt and a run folder. The error is ErrFenced
	// where a later attempt has it. Later errors of the record and of Guard are ErrFenced
	// as well, as soon as a later attempt has taken it.
	Take(ctx context.Context, by Attempt, run, folder string) (Log, error)
	// View makes a run folder of a log as it is, and takes nothing: what is changed in the
	// folder stays there. The error is importer.ErrNoRun where the log holds no run.
	View(ctx context.Context, run, folder string) (runs.Store, error)
}

// Progress is how far an attempt is, in codes and counts.
type Progress struct {
	Run   string `json:"run"`
	Phase Phase  `json:"phase"`
	// Of is how many rows the attempt works on, Done how many of them have ended, and
	// Failed those that did not succeed.
	Of     int `json:"of"`
	Done   int `json:"done"`
	Failed int `json:"failed"`
}

// Phase is what an attempt is at.
type Phase string

// The phases, in their order.
const (
	Fetching   Phase = "fetching"   // spec, log and input
	Connecting Phase = "connecting" // reading the file and connecting
	LookingUp  Phase = "looking_up" // keys
	Working    Phase = "working"    // rows
	Reporting  Phase = "reporting"
)

// Worker does runs. Its exported fields must be set, but for those that say otherwise, and
// not be changed. It is safe for concurrent use, for as many runs at once as one likes.
type Worker struct {
	Objects Objects
	Logs    Logs
	// Known lists the targets that this machine knows, without connecting to any.
	Known func() ([]targets.Known, error)
	// Connect connects to a target by its name; where an earlier run went is checked, not
	// followed. guard, unless it is nil, is to be asked before each write to the connection.
	Connect func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error)
	// Dir is where runs have their private folders while they are worked on; empty for
	// that of temporary files.
	Dir string
	// GiveUp is for how long a run that does not end is tried again; 0 is for ever.
	GiveUp time.Duration
	// Beat is how often progress is told; 0 is once a second.
	Beat time.Duration
	// ExitCode and Words are for reports, as those of runs.Manager.
	ExitCode func(importer.EndKind) int
	Words    importer.Words
	// News tells people of how a run ended, and once of one that waits for something; nil
	// tells nobody. An error has it told again by the next attempt, if there is one.
	News func(ctx context.Context, s Spec, e notify.Event) error
	// Events takes what happens to runs, for metrics and traces, in order and one at a time
	// for each; it must return at once. It may be nil.
	Events func(Spec, runs.Event)
	Log    *slog.Logger // nil logs nothing
	Now    func() time.Time
}

// Do makes an attempt at a run: it begins it, or goes on where the last attempt ended,
// which may have been killed. It may be called again for a run that has ended, and then
// returns what that came to. beat, unless nil, is told of progress at regular times, from
// another goroutine; it must return at once.
//
// The error is an Error, and nil where the run has ended; for one that was refused there
// are both. How an attempt ends whose context ends is said at ErrDrained and ErrCancelled.
func (w *Worker) Do(ctx context.Context, by Attempt, run string, beat func(Progress)) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := &attempt{Worker: w, by: by, run: run, cancel: cancel, cause: func() error { return context.Cause(ctx) }}
	a.progress.Run, a.progress.Phase = run, Fetching
	defer a.beats(beat)()
	return a.do(ctx)
}

// beats tells of progress until the function that it returns is called.
func (a *attempt) beats(tell func(Progress)) (stop func()) {
	if tell == nil {
		return func() {}
	}
	every := a.Beat
	if every == 0 {
		every = time.Second
	}
	ticker := time.NewTicker(every)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			tell(a.soFar())
			select {
			case <-ticker.C:
			case <-end:
				return
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(end)
		<-ended
	}
}
