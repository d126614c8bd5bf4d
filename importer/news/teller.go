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

// Teller tells how the runs of one command ended. It is used by one goroutine.
type Teller struct {
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
	told     bool
	signal   context.Context // the command's context
	news     context.Context // outlasts it
	group    sync.WaitGroup
	mu       sync.Mutex
	failures []string // of deliveries
	runs     metrics.Runs
}

// Begin takes the context of the command, which the deliveries outlast by the time that a
// stop may take. The returned function waits for them and says what could not be told.
func (t *Teller) Begin(ctx context.Context) (wait func()) {
	news, done := Outlast(ctx, AfterSignal)
	t.signal, t.news = ctx, news
	return func() {
		t.group.Wait()
		done()
		for _, failure := range t.failures {
			t.Warn(failure)
		}
	}
}

// Prepare finds out whom to tell, before anything is sent: what is wrong with that is
// an error of the configuration.
func (t *Teller) Prepare() (err error) {
	if t.prepared || t.DryRun {
		return nil
	}
	t.prepared = true
	t.notifier, err = t.Receivers()
	if silent := (*Untold)(nil); errors.As(err, &silent) {
		t.Warn(silent.Hint().In(t.Words))
		return nil
	}
	return err
}

// Told reports whether a run, or that one did not begin, was told.
func (t *Teller) Told() bool { return t.told }

// Ended tells how a run ended.
func (t *Teller) Ended(r runs.Result) {
	t.told = true
	e := t.event(r.Kind, t.Words.Path(importer.Path(r.File)), EndWords(r.Kind, r.Reason, r.Summary, t.Words))
	e.RunFolder, e.State = r.Folder, "stopped"
	if s := r.Summary; s != nil {
		e.State, e.Rows = s.State, s.Rows.ByName()
	}
	t.count(e.File, r.Kind, r.Summary)
	t.tell(e)
}

// Failed tells of one file whose run could not begin.
func (t *Teller) Failed(file string, kind importer.EndKind, err error) {
	t.told = true
	t.count(file, kind, nil)
	t.tell(t.notBegun(kind, file, err))
}

// NotBegun tells of a command that ended before its first run.
func (t *Teller) NotBegun(err error) {
	kind := runs.EndOf(err)
	for _, file := range t.Files {
		t.count(file, kind, nil)
	}
	if t.Attended || t.Prepare() != nil {
		return
	}
	t.tell(t.notBegun(kind, strings.Join(t.Files, ", "), err))
}

func (t *Teller) notBegun(kind importer.EndKind, file string, err error) notify.Event {
	return t.event(kind, file, "the run did not begin: "+ReasonWords(err, t.Instead, t.Words))
}

func (t *Teller) event(kind importer.EndKind, file, message string) notify.Event {
	e := notify.Event{Kind: notify.Failure, File: file, Code: t.ExitCode(kind), Message: message, At: time.Now()}
	if kind == importer.EndSucceeded {
		e.Kind = notify.Success
	}
	return e
}

// count takes a run into the metrics.
func (t *Teller) count(file string, kind importer.EndKind, s *reports.Summary) {
	run := metrics.Run{Command: t.Command, Target: t.Target(), File: metrics.FileLabel(file), ExitCode: t.ExitCode(kind), At: time.Now()}
	if s != nil {
		run.Rows, run.Requests, run.Seconds = ByStatus(s.Rows.ByName()), s.Requests.Total, s.Seconds
	}
	t.runs.Add(run)
	if t.MetricsFile == "" {
		return
	}
	if err := metrics.NewFile(t.MetricsFile).Write(t.runs); err != nil {
		t.Warn(fmt.Sprintf("write metrics file: %v", err))
	}
}

// tell begins to deliver an event.
func (t *Teller) tell(e notify.Event) {
	if t.notifier == nil || !t.notifier.Wants(e.Kind) {
		return
	}
	t.group.Go(func() {
		ctx := t.news
		if t.signal.Err() != nil {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, OfStop)
			defer cancel()
		}
		if err := t.notifier.Notify(ctx, e); err != nil {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.failures = append(t.failures, fmt.Sprintf("the notification (%s) of %s could not be sent: %v", e.Kind, e.File, err))
		}
	})
}
