package dropfolder

import (
	"context"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Bell wakes a watcher when something happens in incoming, and from time to time
// in any case: a network share tells nothing of what others do there.
type Bell struct {
	events *fsnotify.Watcher // nil: the system can't tell
}

// NewBell begins to listen.
func (f *Folder) NewBell() *Bell {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return &Bell{}
	}
	if err := events.Add(f.Incoming()); err != nil {
		_ = events.Close()
		return &Bell{}
	}
	return &Bell{events}
}

// Wait returns when a file has come, after the time at the latest, or with
// the error of ctx.
func (b *Bell) Wait(ctx context.Context, most time.Duration) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	var happened chan fsnotify.Event
	var lost chan error
	if b.events != nil {
		happened, lost = b.events.Events, b.events.Errors
	}
	for {
		select {
		case e := <-happened:
			if e.Has(fsnotify.Create) { // a long file is written to thousands of times
				return nil
			}
		case <-lost: // events were dropped: looking is the cure
			return nil
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close stops listening.
func (b *Bell) Close() error {
	if b.events == nil {
		return nil
	}
	return b.events.Close()
}
