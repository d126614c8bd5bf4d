package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/importer/metrics"
	"bcimport/importer/notify"
)

// happening is what people may want to hear of.
type happening struct {
	id      string // of the job that leaves working; empty where none does
	kind    string // of notify
	file    string
	folder  string // where the file is now, relative to the drop folder
	run     string // where its run folder was; empty for none
	code    Code
	message string
	rows    map[string]int
}

// mostTelling is how many deliveries may be under way; the next one waits.
const mostTelling = 64

// tell says what happened, to whoever reads the log and, beside the next file's run, to
// whom the configuration names. A stop waits for that 5 seconds.
func (w *watcher) tell(ctx context.Context, h happening) {
	w.note(h.code)
	words := fmt.Sprintf("%q %s", h.file, h.message)
	if h.folder != "" {
		words += "; it is in " + h.folder
	}
	w.console.alarm(h.kind, words)
	if w.notifier == nil || !w.notifier.Wants(h.kind) {
		w.unheard.end(h.id)
		return
	}
	e := notify.Event{Kind: h.kind, File: h.file, Code: int(h.code), Rows: h.rows, Message: words, At: w.now()}
	if h.run != "" {
		e.RunFolder, e.State = filepath.Join(w.dir, h.folder, filepath.Base(h.run)), "stopped"
		if h.code == OK || h.code == Incomplete {
			e.State = "finished"
		}
	}
	if h.kind == notify.Success {
		w.lastHeartbeat = w.now()
	}
	w.deliver(ctx, fmt.Sprintf("the %s of %q", h.kind, h.file), func(ctx context.Context) error {
		err := w.notifier.Notify(ctx, e)
		if err == nil || ctx.Err() == nil { // else there was no time for it
			w.unheard.end(h.id)
		}
		return err
	})
}

// betweenBeats is how long a watcher with nothing to do leaves the heartbeat alone.
const betweenBeats = time.Hour

// beat tells whoever waits for it that the watcher looks and that nothing is wrong: each
// hour or, with --once, at its end.
func (w *watcher) beat(ctx context.Context) {
	well := w.notifier != nil && (!w.once || w.worst == OK) && w.metrics.waiting == 0
	for i := range w.file.Files {
		_, missed := w.missed(&w.file.Files[i])
		well = well && !missed
	}
	if !well || w.now().Sub(w.lastHeartbeat) < betweenBeats {
		return
	}
	w.lastHeartbeat = w.now()
	w.deliver(ctx, "that all is well", w.notifier.SendHeartbeat)
}

// deliver begins to tell something, and says what could not be told.
func (w *watcher) deliver(ctx context.Context, what string, tell func(context.Context) error) {
	w.telling.Go(func() error {
		news, done := outlast(ctx, newsOfStop)
		defer done()
		stop := context.AfterFunc(w.news, done) // whichever is over first
		defer stop()
		if err := tell(news); err != nil {
			w.console.warn("%s could not be told: %v", what, err)
		}
		return nil
	})
}

// expectFiles raises the alarm for files that did not come, once for each deadline.
func (w *watcher) expectFiles(ctx context.Context) {
	for i := range w.file.Files {
		f := &w.file.Files[i]
		deadline, missed := w.missed(f)
		if !missed {
			continue
		}
		w.note(Incomplete)
		if w.memory.Alarmed[f.Pattern].Equal(deadline) {
			continue
		}
		w.memory.Alarmed[f.Pattern] = deadline
		if err := w.remember(); err != nil {
			w.console.problem(importer.Brokenf("%w", err)) // the alarm is worth more than that it comes once
		}
		w.tell(ctx, happening{kind: notify.Missing, file: f.Pattern, code: Incomplete,
			message: "did not come by " + deadline.Format("2006-01-02 15:04 MST")})
	}
}

func (w *watcher) missed(f *watchedFile) (deadline time.Time, missed bool) {
	if f.expect == nil || w.pending[f.Pattern] {
		return time.Time{}, false
	}
	deadline, missed = f.expect.Missed(w.memory.Since[f.Pattern], w.memory.Arrived[f.Pattern], w.now())
	return deadline, missed && !w.memory.Late[f.Pattern].After(deadline)
}

// watchMetrics is what a metrics file tells of a drop folder.
type watchMetrics struct {
	runs    metrics.Runs // they outlive the watcher
	waiting int          // files that are complete and wait
	left    int          // what no pattern takes, and what is no file
	file    *metrics.File
}

// recallMetrics takes up the runs of an earlier watcher.
func (w *watcher) recallMetrics() {
	_ = json.Unmarshal(w.memory.Kept, &w.metrics.runs) // without them it begins anew
	for i := range w.metrics.runs {
		if run := &w.metrics.runs[i]; run.Rows != nil {
			run.Rows = byStatus(run.Rows) // earlier versions kept the sums beside them
		}
	}
	if w.prom != "" {
		w.metrics.file = metrics.NewFile(w.prom)
	}
}

// tellMetrics writes the metrics file when something has changed, and once a minute.
func (w *watcher) tellMetrics() {
	if w.metrics.file == nil {
		return
	}
	items, err := w.folder.Items()
	if err != nil {
		return // the next look says so
	}
	folder := metrics.Folder{
		Dir: w.dir, Waiting: w.metrics.waiting, Working: len(items), Left: w.metrics.left, Missing: map[string]bool{}, Looked: w.now(),
	}
	for i := range w.file.Files {
		if f := &w.file.Files[i]; f.expect != nil {
			_, folder.Missing[f.Pattern] = w.missed(f)
		}
	}
	if err := w.metrics.file.Refresh(w.metrics.runs, folder); err != nil {
		w.warnOnce(w.prom, "can't be written: "+err.Error())
	}
}
