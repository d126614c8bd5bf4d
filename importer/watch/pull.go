package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bcimport/importer"
	"bcimport/importer/remote"
)

// Origin is a folder elsewhere from which files are pulled into incoming.
type Origin struct {
	URL   string `yaml:"url"`
	After string `yaml:"after"`
}

// Values of after: what becomes of a file there that was pulled.
const (
	stay = "stay"
	move = "move"
)

func (o Origin) check() error {
	if o.After != "" && o.After != stay && o.After != move {
		return fmt.Errorf("after: %q is not valid: expected %s or %s", o.After, stay, move)
	}
	return remote.Check(o.URL)
}

// pull is how far a watcher is with folders elsewhere.
type pull struct {
	puller *remote.Puller // nil: there are none
	next   time.Time      // when to look again
	waits  bool           // for a file that may be complete then
	began  time.Time      // the first look
	failed time.Time      // since when a look fails; zero: it does not
	told   bool           // people know that it fails
}

func (w *Watcher) openPull() {
	if len(w.File.From) == 0 {
		return
	}
	p := &remote.Puller{
		Into: w.folder.Incoming(), Marker: w.File.Marker, Stable: w.File.stable, Access: w.Access,
		Takes: func(name string) bool { return w.File.entryOf(name) != nil },
		Say:   w.Observer.Say,
		Keep: func(kept json.RawMessage) error {
			w.memory.Pulled = kept
			return w.remember()
		},
	}
	for _, o := range w.File.From {
		p.Sources = append(p.Sources, remote.Source{Address: o.URL, Move: o.After == move})
	}
	p.Recall(w.memory.Pulled)
	w.pull = pull{puller: p, began: w.Now()}
}

// pullFiles brings files into incoming, no more often than the watcher polls. more is how
// long until another may be complete, 0 for none. What fails is tried again: people hear of
// it once, when it has failed for longHeld.
func (w *Watcher) pullFiles(ctx context.Context) (more time.Duration) {
	p, now := &w.pull, w.Now()
	if p.puller == nil {
		return 0
	}
	if now.Before(p.next) {
		if !p.waits {
			return 0
		}
		return p.next.Sub(now)
	}
	more, err := p.puller.Pull(ctx, now)
	now = w.Now()
	if w.Once && more > 0 && now.Sub(p.began) >= 3*w.File.stable {
		w.Observer.Warn("files elsewhere go on changing and were left for the next time")
		w.note(importer.EndStopped)
		more = 0
	}
	p.waits, p.next = more > 0, now.Add(w.Poll)
	if more > 0 && more < w.Poll {
		p.next = now.Add(more)
	}
	w.pullFailed(ctx, err)
	return more
}

// pullFailed takes note of whether a look failed.
func (w *Watcher) pullFailed(ctx context.Context, err error) {
	p := &w.pull
	switch {
	case ctx.Err() != nil:
		return
	case err == nil:
		p.failed, p.told = time.Time{}, false
		return
	case p.failed.IsZero():
		p.failed = w.Now()
		w.Observer.Problem(importer.Invalidf("pull files: %w", err))
		w.note(importer.EndStopped) // with --once the next look may do better
	case !p.told && w.Now().Sub(p.failed) >= longHeld:
		p.told = true
		w.notify(ctx, Event{Kind: Failure, File: "from", Message: "can't be read for " + longHeld.String() + "; the program's messages say why"})
	}
}
