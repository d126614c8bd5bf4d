package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// Kind says what a job does.
type Kind string

// The kinds of jobs.
const (
	Survey Kind = "survey"
	Check  Kind = "check"
	Plan   Kind = "plan"
	Run    Kind = "run"
	Resume Kind = "resume"
	Undo   Kind = "undo"
	// UndoPreview shows what an undo would do.
	UndoPreview Kind = "undo_preview"
	SignIn      Kind = "sign_in"
	Examine     Kind = "examine"
	// Remove removes what the others work on.
	Remove Kind = "remove"
)

// Writes reports whether a job of the kind may change something in Business Central.
func (k Kind) Writes() bool { return k == Run || k == Resume || k == Undo }

// Work is what a job does. It tells what happens, and ends in order when ctx has ended. Its
// result is for whoever asks the job, and may be there beside an error.
type Work func(ctx context.Context, tell Tell) (result any, err error)

// Tell tells whoever watches a job of an event: a runs.Event, or one that the work and its
// watchers know. It is safe for concurrent use.
type Tell func(event any)

// Face is a face that tells a job's watchers what a run reports.
func (t Tell) Face() runs.Face {
	return runs.Face{
		Events: func(e runs.Event) { t(e) },
		Asked:  func(wait time.Duration) { t(Asked{wait}) },
	}
}

// Job is work under way, or its end. It is safe for concurrent use.
type Job struct {
	// ID is by what the job is found; it is not used again.
	ID string
	// Subject is what the work is done with, as a folder: there is one job at a time for it.
	Subject string
	Kind    Kind
	Begun   time.Time

	feed     Feed
	stopped  atomic.Bool
	stop     context.CancelFunc
	ended    context.Context // done when result and err are set
	result   any
	err      error
	finished time.Time
}

// Stop asks the work to end. What is under way is finished; Done tells when.
func (j *Job) Stop() {
	if j.Ended() {
		return
	}
	j.stopped.Store(true)
	j.stop()
}

// Stopping reports whether the job was asked to end before its end.
func (j *Job) Stopping() bool { return j.stopped.Load() }

// Done is closed when the job has ended.
func (j *Job) Done() <-chan struct{} { return j.ended.Done() }

// Ended reports whether the job has ended.
func (j *Job) Ended() bool { return j.ended.Err() != nil }

// Result returns what the work has returned; nothing before its end.
func (j *Job) Result() (any, error) {
	if !j.Ended() {
		return nil, nil
	}
	return j.result, j.err
}

// Finished is when the job ended; the zero time before that.
func (j *Job) Finished() time.Time {
	if !j.Ended() {
		return time.Time{}
	}
	return j.finished
}

// Since returns the events after a number, in order. It waits until there is one, and returns
// none when ctx has ended or when the job has and no event is left.
func (j *Job) Since(ctx context.Context, number int) []Numbered {
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(j.ended, cancel)()
	found := j.feed.Since(waiting, number)
	if len(found) == 0 && ctx.Err() == nil {
		return j.feed.Since(waiting, number) // the last event and the end may have come together
	}
	return found
}

// Now returns the events after a number, without waiting.
func (j *Job) Now(number int) []Numbered {
	past, cancel := context.WithCancel(context.Background())
	cancel()
	return j.feed.Since(past, number)
}

// do works, and keeps what comes of it.
func (j *Job) do(ctx context.Context, work Work) {
	defer func() {
		if p := recover(); p != nil { // other jobs go on
			j.err = &importer.Problem{Kind: importer.KindBroken, Cause: &PanicError{Value: p, Stack: debug.Stack()}}
		}
		j.finished = time.Now()
	}()
	j.result, j.err = work(ctx, j.feed.Take)
}

// PanicError is a mistake in this program that ended a job.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("internal error: %v", e.Value) }

// ErrClosed is the end of the server: nothing is started any more.
var ErrClosed = errors.New("the program is ending")

// BusyError is work that is refused because other work with its subject is under way.
type BusyError struct{ Job *Job }

func (e *BusyError) Error() string { return fmt.Sprintf("a %s is under way", e.Job.Kind) }
