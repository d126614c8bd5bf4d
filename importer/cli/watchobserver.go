package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/metrics"
	"bcimport/importer/news"
	"bcimport/importer/notify"
	"bcimport/importer/watch"
)

// watchObserver reports what a watcher does: on the console, to people by notify, and to
// monitoring by a metrics file.
type watchObserver struct {
	options  *watchOptions
	dir      string
	console  *terminal.Console
	notifier *notify.Notifier // nil: no notifications

	delivering    errgroup.Group
	news          context.Context // outlasts the command's by the time that a stop may take
	lastHeartbeat time.Time

	runs   metrics.Runs // they outlive the watcher
	file   *metrics.File
	failed bool // the metrics file can't be written, which was said
}

// mostDeliveries is how many deliveries may be under way; the next one waits.
const mostDeliveries = 64

func newWatchObserver(o *watchOptions, dir string, c *terminal.Console) *watchObserver {
	w := &watchObserver{options: o, dir: dir, console: c}
	w.delivering.SetLimit(mostDeliveries)
	if o.prom != "" {
		w.file = metrics.NewFile(o.prom)
	}
	return w
}

// outlast lets deliveries outlast the command; the returned function waits for them.
func (w *watchObserver) outlast(ctx context.Context) (done func()) {
	longer, cancel := news.Outlast(ctx, news.AfterSignal)
	w.news = longer
	return func() { w.Wait(); cancel() }
}

// Wait returns when all deliveries have ended; what could not be told has been said.
func (w *watchObserver) Wait() { _ = w.delivering.Wait() }

// recall takes up the runs of an earlier watcher.
func (w *watchObserver) recall(kept []byte) {
	_ = json.Unmarshal(kept, &w.runs) // without them it starts empty
	for i := range w.runs {
		if run := &w.runs[i]; run.Rows != nil {
			run.Rows = news.ByStatus(run.Rows) // earlier versions kept the sums beside them
		}
	}
}

// Keep is what recall takes up.
func (w *watchObserver) Keep() json.RawMessage {
	kept, err := json.Marshal(w.runs)
	if err != nil {
		return nil
	}
	return kept
}

// Say says something in the log.
func (w *watchObserver) Say(text string) { w.console.Say("%s", text) }

// Warn says what may be wrong.
func (w *watchObserver) Warn(text string) { w.console.Warn("%s", text) }

// Problem tells an error.
func (w *watchObserver) Problem(err error) { w.console.Problem(err) }

// Notify says what happened, to whoever reads the log and, beside the next file's run, to
// whom the configuration names. A stop waits for that 5 seconds.
func (w *watchObserver) Notify(ctx context.Context, of watch.Event, delivered func()) {
	words := fmt.Sprintf("%q %s", of.File, of.Message)
	if of.Folder != "" {
		words += "; it is in " + of.Folder
	}
	w.console.Alarm(of.Kind, words)
	if w.notifier == nil || !w.notifier.Wants(of.Kind) {
		delivered()
		return
	}
	e := notify.Event{Kind: of.Kind, File: of.File, Code: int(codeOfWatch(of.End)), Rows: of.Rows, Message: words, At: time.Now()}
	if of.Run != "" {
		e.RunFolder, e.State = filepath.Join(w.dir, of.Folder, filepath.Base(of.Run)), "stopped"
		if of.End == importer.EndSucceeded || of.End == importer.EndIncomplete {
			e.State = "finished"
		}
	}
	if of.Kind == watch.Success {
		w.lastHeartbeat = time.Now()
	}
	w.deliver(ctx, fmt.Sprintf("the notification (%s) of %q", of.Kind, of.File), func(ctx context.Context) error {
		err := w.notifier.Notify(ctx, e)
		if err == nil || ctx.Err() == nil { // else there was no time for it
			delivered()
		}
		return err
	})
}

// betweenBeats is how long a watcher with nothing to do leaves the heartbeat alone.
const betweenBeats = time.Hour

// Idle tells whoever waits for it that the watcher looks and that nothing is wrong: each
// hour or, with --once, at its end.
func (w *watchObserver) Idle(ctx context.Context, well bool) {
	if w.notifier == nil || !well || time.Since(w.lastHeartbeat) < betweenBeats {
		return
	}
	w.lastHeartbeat = time.Now()
	w.deliver(ctx, "the heartbeat", w.notifier.SendHeartbeat)
}

// deliver begins to tell something, and says what could not be told.
func (w *watchObserver) deliver(ctx context.Context, what string, tell func(context.Context) error) {
	w.delivering.Go(func() error {
		longer, done := news.Outlast(ctx, news.OfStop)
		defer done()
		stop := context.AfterFunc(w.news, done) // whichever is over first
		defer stop()
		if err := tell(longer); err != nil {
			w.console.Warn("%s could not be sent: %v", what, err)
		}
		return nil
	})
}

// Ran takes a run into the metrics.
func (w *watchObserver) Ran(file string, e watch.End) {
	run := metrics.Run{Command: "watch", File: metrics.FileLabel(file), ExitCode: int(codeOfEnd(e.Kind)), At: time.Now(), Target: e.Target}
	if e.Result != nil && e.Result.Summary != nil {
		s := e.Result.Summary
		run.Rows, run.Requests, run.Seconds = news.ByStatus(s.Rows.ByName()), s.Requests.Total, s.Seconds
	}
	w.runs.Add(run)
}

// Look writes the metrics file when something has changed, and once a minute.
func (w *watchObserver) Look(s watch.Standing) {
	if w.file == nil {
		return
	}
	err := w.file.Refresh(w.runs, metrics.Folder{
		Dir: w.dir, Waiting: s.Waiting, Working: s.Working, Left: s.Left, Missing: s.Missing, Looked: s.Looked,
	})
	if err != nil && !w.failed {
		w.failed = true
		w.console.Warn("%q can't be written: %v", w.options.prom, err)
	}
}
