package watch

import (
	"context"
	"time"

	"bcimport/importer"
)

// expectFiles raises the alarm for files that did not come, once for each deadline.
func (w *Watcher) expectFiles(ctx context.Context) {
	for i := range w.File.Files {
		f := &w.File.Files[i]
		deadline, missed := w.missed(f)
		if !missed {
			continue
		}
		w.note(importer.EndIncomplete)
		if w.memory.Alarmed[f.Pattern].Equal(deadline) {
			continue
		}
		w.memory.Alarmed[f.Pattern] = deadline
		if err := w.remember(); err != nil {
			w.Observer.Problem(importer.Brokenf("%w", err)) // the alarm is worth more than that it comes once
		}
		w.notify(ctx, Event{Kind: Missing, File: f.Pattern, End: importer.EndIncomplete,
			Message: "did not arrive by " + deadline.Format("2006-01-02 15:04 MST")})
	}
}

func (w *Watcher) missed(f *Entry) (deadline time.Time, missed bool) {
	if w.pending[f.Pattern] {
		return time.Time{}, false
	}
	return w.deliveries(f).Missed(f.Expected, w.Now())
}
