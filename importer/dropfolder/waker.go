package dropfolder

import (
	"context"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Waker wakes a watcher when a file arrives in incoming, and after a time in any case:
// a network share reports nothing of what other machines do there.
type Waker struct {
	events *fsnotify.Watcher // nil where the system reports no events
}

// NewWaker returns a Waker that listens until it is closed.
func (f *Folder) NewWaker() *Waker {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return &Waker{}
	}
	if err := events.Add(f.Incoming()); err != nil {
		_ = events.Close()
		return &Waker{}
	}
	return &Waker{events}
}

// Wait returns nil when a file has arrived or after the time at the latest, and the error
// of ctx when that ends first.
func (w *Waker) Wait(ctx context.Context, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var created chan fsnotify.Event
	var lost chan error
	if w.events != nil {
		created, lost = w.events.Events, w.events.Errors
	}
	for {
		select {
		case e := <-created:
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
func (w *Waker) Close() error {
	if w.events == nil {
		return nil
	}
	return w.events.Close()
}
