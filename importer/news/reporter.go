// Package news tells how runs ended: people through package notify, and monitoring
// through a metrics file. It never delays the next run, and what it can't deliver is a
// warning and changes nothing.
package news

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/metrics"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// Reporter reports how the runs of one command ended. It is used by one goroutine.
type Reporter struct {
	// Command is what was asked for, as run.
	Command string
	// DryRun tells that nothing is written: that is no news for people.
	DryRun bool
	// Files are what the command works on, as people call them.
	Files []string
	// Instead is said of a beginning that went wrong, where the error may quote a file.
	Instead string
	// Attended tells that somebody sits in front of the command and reads its errors there.
	Attended bool

	// Receivers finds out whom to tell; a nil Notifier is nobody.
	Receivers func() (*notify.Notifier, error)
	// Target is what metrics call the target.
	Target func() string
	// MetricsFile is written after each run; empty: none.
	MetricsFile string
	// ExitCode is the exit code of an end.
	ExitCode func(importer.EndKind) int
	// Words are what options and files are called.
	Words importer.Words
	// Warn says what can't be told, and why.
	Warn func(text string)

	notifier *notify.Notifier // nil: nobody is told
	prepared bool
	reported bool
	signal   context.Context // the command's context
	news     context.Context // outlasts it
	group    sync.WaitGroup
	mu       sync.Mutex
	failures []string // of deliveries
	runs     metrics.Runs
}

// Begin takes the context of the command, which the deliveries outlast by the time that a
// stop may take. The returned function waits for them and says what could not be told.
func (r *Reporter) Begin(ctx context.Context) (wait func()) {
	news, done := Outlast(ctx, AfterSignal)
	r.signal, r.news = ctx, news
	return func() {
		r.group.Wait()
		done()
		for _, failure := range r.failures {
			r.Warn(failure)
		}
	}
}

// Prepare finds out whom to tell, before anything is sent: what is wrong with that is
// an error of the configuration.
func (r *Reporter) Prepare() (err error) {
	if r.prepared || r.DryRun {
		return nil
	}
	r.prepared = true
	r.notifier, err = r.Receivers()
	if silent := (*Suppressed)(nil); errors.As(err, &silent) {
		r.Warn(silent.Hint().In(r.Words))
		return nil
	}
	return err
}

// Reported reports whether a run, or that one did not begin, was reported.
func (r *Reporter) Reported() bool { return r.reported }

// Ended reports how a run ended.
func (r *Reporter) Ended(of runs.Result) {
	r.reported = true
	e := r.event(of.Kind, r.Words.Path(importer.Path(of.File)), EndWords(of.Kind, of.Reason, of.Summary, r.Words))
	e.RunFolder, e.State = of.Folder, "stopped"
	if s := of.Summary; s != nil {
		e.State, e.Rows = s.State, s.Rows.ByName()
	}
	r.count(e.File, of.Kind, of.Summary)
	r.deliver(e)
}

// Failed tells of one file whose run could not begin.
func (r *Reporter) Failed(file string, kind importer.EndKind, err error) {
	r.reported = true
	r.count(file, kind, nil)
	r.deliver(r.notBegun(kind, file, err))
}

// NotBegun tells of a command that ended before its first run.
func (r *Reporter) NotBegun(err error) {
	kind := runs.EndOf(err)
	for _, file := range r.Files {
		r.count(file, kind, nil)
	}
	if r.Attended || r.Prepare() != nil {
		return
	}
	r.deliver(r.notBegun(kind, strings.Join(r.Files, ", "), err))
}

func (r *Reporter) notBegun(kind importer.EndKind, file string, err error) notify.Event {
	return r.event(kind, file, "the run did not begin: "+ReasonWords(err, r.Instead, r.Words))
}

func (r *Reporter) event(kind importer.EndKind, file, message string) notify.Event {
	e := notify.Event{Kind: notify.Failure, File: file, Code: r.ExitCode(kind), Message: message, At: time.Now()}
	if kind == importer.EndSucceeded {
		e.Kind = notify.Success
	}
	return e
}

// count takes a run into the metrics.
func (r *Reporter) count(file string, kind importer.EndKind, s *reports.Summary) {
	run := metrics.Run{Command: r.Command, Target: r.Target(), File: metrics.FileLabel(file), ExitCode: r.ExitCode(kind), At: time.Now()}
	if s != nil {
		run.Rows, run.Requests, run.Seconds = ByStatus(s.Rows.ByName()), s.Requests.Total, s.Seconds
	}
	r.runs.Add(run)
	if r.MetricsFile == "" {
		return
	}
	if err := metrics.NewFile(r.MetricsFile).Write(r.runs); err != nil {
		r.Warn(fmt.Sprintf("write metrics file: %v", err))
	}
}

// deliver begins to deliver an event.
func (r *Reporter) deliver(e notify.Event) {
	if r.notifier == nil || !r.notifier.Wants(e.Kind) {
		return
	}
	r.group.Go(func() {
		ctx := r.news
		if r.signal.Err() != nil {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, OfStop)
			defer cancel()
		}
		if err := r.notifier.Notify(ctx, e); err != nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.failures = append(r.failures, fmt.Sprintf("the notification (%s) of %s could not be sent: %v", e.Kind, e.File, err))
		}
	})
}
