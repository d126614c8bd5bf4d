package watch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/remote"
)

// Watcher takes the files of one drop folder through their runs, one after another. All
// fields must be set. It is used by one goroutine.
type Watcher struct {
	File     File
	Dir      string // absolute
	Runner   Runner
	Observer Observer
	// Once ends the watcher when there is nothing left to do.
	Once bool
	// GiveUp is how long to resume a run that does not finish.
	GiveUp time.Duration
	// Poll is how often to look for new files where the system does not report them.
	Poll time.Duration
	Now  func() time.Time
	// Access signs in to where files are pulled from.
	Access remote.Access

	pull      pull
	folder    *dropfolder.Folder
	stability dropfolder.StabilityTracker
	memory    dropfolder.Memory
	delivered delivered
	standing  Standing
	warned    map[string]bool // what was said of files that stay in incoming
	pending   map[string]bool // patterns of which a file has just come and may not be complete
	worst     importer.EndKind
}

// ErrInUse is a folder that another watcher watches.
var ErrInUse = dropfolder.ErrInUse

// Ready finds out, before a file is taken, whether the runs of every entry can begin: else
// each file would fail for it.
func (w *Watcher) Ready() error {
	var errs []error
	for i := range w.File.Files {
		entry := &w.File.Files[i]
		if err := w.Runner.Ready(entry); err != nil {
			errs = append(errs, importer.Invalidf("%s: %w", entry.place, err))
		}
	}
	return errors.Join(errs...)
}

// Open takes hold of the folder and of what an earlier watcher left.
func (w *Watcher) Open() (kept []byte, err error) {
	if w.folder, err = dropfolder.Open(w.Dir); err != nil {
		return nil, err
	}
	w.memory, w.warned = w.folder.LoadMemory(w.Now()), map[string]bool{}
	for _, f := range w.File.Files {
		if _, known := w.memory.Since[f.Pattern]; !known {
			w.memory.Since[f.Pattern] = w.Now()
		}
	}
	w.stability.Looked = w.memory.Looked
	w.openPull()
	return w.memory.Kept, nil
}

// Close lets go of the folder.
func (w *Watcher) Close() error { return w.folder.Close() }

// Incoming is where files are dropped, DoneRuns the pattern of the run folders of files that
// are done.
func (w *Watcher) Incoming() string { return w.folder.Incoming() }
func (w *Watcher) DoneRuns() string { return w.folder.DoneRuns() }

// PlaceOf is where a run folder in working will be when its run has ended so.
func (w *Watcher) PlaceOf(folder string, kind importer.EndKind) string {
	if kind != importer.EndSucceeded && kind != importer.EndIncomplete {
		return folder
	}
	return w.folder.DoneRun(folder)
}

// Watch works until ctx ends, or with Once until there is nothing left to do. It returns how its
// runs have ended at the worst, in the order broken, stopped, refused, incomplete; without
// Once it is how the run ended that the end of ctx has stopped.
func (w *Watcher) Watch(ctx context.Context) importer.EndKind {
	waker := w.folder.NewWaker()
	defer waker.Close()
	defer w.save()
	if err := w.notifyUndelivered(ctx); err != nil {
		return w.lost(ctx, err)
	}
	pause := time.Second
	for ctx.Err() == nil {
		stays, end, err := w.work(ctx)
		switch {
		case err != nil:
			return w.lost(ctx, err)
		case ctx.Err() != nil && stays:
			w.note(end)
			return w.atSignal(end)
		case ctx.Err() != nil:
			return w.atSignal(importer.EndSucceeded)
		}
		took, wait, err := w.takeNext(ctx, stays)
		if err != nil {
			return w.lost(ctx, err)
		}
		if took {
			pause = time.Second
			continue
		}
		switch {
		case w.Once && (stays || wait == 0):
			return w.worst
		case stays: // later files wait for it
			if importer.Sleep(ctx, pause) != nil {
				return w.atSignal(importer.EndSucceeded)
			}
			pause = min(2*pause, 10*time.Minute)
			continue
		}
		pause = time.Second
		if wait == 0 {
			wait = w.Poll
		}
		if waker.Wait(ctx, wait) != nil {
			break
		}
	}
	return w.atSignal(importer.EndSucceeded)
}

// takeNext looks at the folder and takes the next file, unless an item stays in working.
// wait is how long to wait for a file that may be complete then, 0 for none.
func (w *Watcher) takeNext(ctx context.Context, stays bool) (took bool, wait time.Duration, err error) {
	more := w.pullFiles(ctx)
	files, wait, err := w.look(ctx)
	if err != nil {
		return false, 0, err
	}
	if wait == 0 || more > 0 && more < wait {
		wait = more
	}
	w.expectFiles(ctx)
	if !stays {
		if took, err = w.takeOne(ctx, files); took || err != nil {
			return took, 0, err
		}
	}
	w.reportState()
	if !stays && wait == 0 {
		w.Observer.Idle(ctx, w.well())
	}
	return false, wait, nil
}

// well reports whether nothing is wrong, as far as the watcher knows.
func (w *Watcher) well() bool {
	well := (!w.Once || w.worst == "") && w.standing.Waiting == 0 && w.pull.failed.IsZero()
	for i := range w.File.Files {
		_, missed := w.missed(&w.File.Files[i])
		well = well && !missed
	}
	return well
}

// reportState reports the state of the folder.
func (w *Watcher) reportState() {
	items, err := w.folder.Items()
	if err != nil {
		return // the next look says so
	}
	w.standing.Working, w.standing.Looked, w.standing.Missing = len(items), w.Now(), map[string]bool{}
	for i := range w.File.Files {
		if f := &w.File.Files[i]; f.Expected != nil {
			_, w.standing.Missing[f.Pattern] = w.missed(f)
		}
	}
	w.Observer.Look(w.standing)
}

// atSignal is how a watcher has ended that a signal ends: with Once what its runs have
// come to, else as the run that the signal stopped.
func (w *Watcher) atSignal(end importer.EndKind) importer.EndKind {
	if w.Once {
		return w.worst
	}
	return end
}

// lost ends a watcher whose folder is in trouble.
func (w *Watcher) lost(ctx context.Context, err error) importer.EndKind {
	w.Observer.Problem(importer.Brokenf("%w", err).Hintf("nothing was lost; fix the cause and start watch again"))
	w.notify(ctx, Event{Kind: Failure, File: filepath.Base(w.Dir), End: importer.EndBroken, Message: "is no longer watched: " + err.Error()})
	return importer.EndBroken
}

// notify tells people of an event.
func (w *Watcher) notify(ctx context.Context, e Event) {
	w.note(e.End)
	w.Observer.Notify(ctx, e, func() { w.delivered.end(e.ID) })
}

// look returns the files that are complete and that a pattern takes, the oldest first,
// and how long to wait for the next that may be, 0 where there is none to wait for.
func (w *Watcher) look(ctx context.Context) (ready []dropfolder.Entry, wait time.Duration, err error) {
	files, notRegular, err := w.folder.List()
	if err != nil {
		return nil, 0, err
	}
	now := w.Now()
	w.stability.Observe(files, now)
	w.memory.Looked = now
	there, pending := map[string]bool{}, map[string]bool{}
	w.standing.Left = len(notRegular)
	for _, name := range notRegular {
		there[name] = true
		w.ignore(ctx, name, "is a link, a folder or a device, and was left in place", true)
	}
	for _, f := range files {
		there[f.Name] = true
		if w.File.Marker != "" && strings.HasSuffix(f.Name, w.File.Marker) {
			if !slices.ContainsFunc(files, func(of dropfolder.Entry) bool { return of.Name+w.File.Marker == f.Name }) && now.Sub(f.ModTime) >= w.File.stable {
				w.warnOnce(f.Name, "is a marker without its file")
			}
			continue
		}
		entry := w.File.entryOf(f.Name)
		if entry == nil {
			w.standing.Left++
			w.ignore(ctx, f.Name, "matches no pattern and was left in place", now.Sub(f.ModTime) >= w.File.stable)
			continue
		}
		if !w.complete(f, now) {
			if w.stability.KnownFor(f.Name, now) < 3*w.File.stable {
				pending[entry.Pattern] = true
			}
			if left := w.patience(f, now); left > 0 && (wait == 0 || left < wait) {
				wait = left
			}
			continue
		}
		w.came(entry, w.stability.Arrived(f.Name))
		ready = append(ready, f)
	}
	maps.DeleteFunc(w.memory.Ignored, func(name string, _ bool) bool { return !there[name] })
	w.standing.Waiting, w.pending = len(ready), pending
	return ready, wait, nil
}

// came remembers when a file came, and for which of its deliveries.
func (w *Watcher) came(entry *Entry, at time.Time) {
	d := w.deliveries(entry)
	d.Came(entry.Expected, at)
	if !d.Arrived.IsZero() {
		w.memory.Arrived[entry.Pattern] = d.Arrived
	}
	if !d.Late.IsZero() {
		w.memory.Late[entry.Pattern] = d.Late
	}
}

// deliveries are what is known of the files of an entry.
func (w *Watcher) deliveries(f *Entry) dropfolder.Deliveries {
	return dropfolder.Deliveries{Since: w.memory.Since[f.Pattern], Arrived: w.memory.Arrived[f.Pattern], Late: w.memory.Late[f.Pattern]}
}

// longHeld is how old a file is that people hear of, because it can't be taken: a
// writer may still have it open.
const longHeld = 10 * time.Minute

// takeOne takes the oldest file that can be taken.
func (w *Watcher) takeOne(ctx context.Context, files []dropfolder.Entry) (took bool, err error) {
	for _, f := range files {
		if err := w.remember(); err != nil { // when it came, before it is gone
			return false, err
		}
		if _, err := w.folder.Take(f.Name, w.Now()); err != nil {
			w.note(importer.EndStopped) // with --once the next look may do better
			w.ignore(ctx, f.Name, "can't be picked up: "+err.Error(), w.Now().Sub(f.ModTime) >= longHeld)
			continue
		}
		w.stability.Forget(f.Name)
		w.removeMarker(f.Name)
		return true, nil
	}
	return false, nil
}

// removeMarker removes the marker of a file that was taken. One that can't be removed
// is too old for the next file of its name, as far as this watcher lives.
func (w *Watcher) removeMarker(name string) {
	w.stability.Forget(name + w.File.Marker) // the next one is another, though it looks the same
	if _, err := os.Lstat(filepath.Join(w.folder.Incoming(), name)); w.File.Marker != "" && os.IsNotExist(err) {
		_ = os.Remove(filepath.Join(w.folder.Incoming(), name+w.File.Marker))
	}
}

// complete tells a file that its writer has finished with. A marker that was there as
// it is before its file came is that of an earlier one.
func (w *Watcher) complete(f dropfolder.Entry, now time.Time) bool {
	if marker := f.Name + w.File.Marker; w.File.Marker != "" {
		return w.stability.Has(marker) && w.stability.UnchangedFor(marker, now) <= w.stability.KnownFor(f.Name, now)
	}
	return w.stability.UnchangedFor(f.Name, now) >= w.File.stable
}

// patience is how long until a file may be complete. --once does not wait for a
// marker, nor for a file that goes on changing.
func (w *Watcher) patience(f dropfolder.Entry, now time.Time) time.Duration {
	if w.Once && (w.File.Marker != "" || w.stability.KnownFor(f.Name, now) >= 3*w.File.stable) {
		w.warnOnce(f.Name, "is not complete yet and was left for the next time")
		w.note(importer.EndStopped)
		return 0
	}
	if w.File.Marker != "" {
		return 0
	}
	return max(w.File.stable-w.stability.UnchangedFor(f.Name, now), 10*time.Millisecond)
}

// ignore reports that a file is left in place and, unless its name may still change,
// tells people once.
func (w *Watcher) ignore(ctx context.Context, name, words string, settled bool) {
	w.warnOnce(name, words)
	if !settled || w.memory.Ignored[name] {
		return
	}
	w.memory.Ignored[name] = true
	switch n := len(w.memory.Ignored); {
	case n == maxIgnoredTold:
		words += "; no more such files are reported until some of them are removed"
		fallthrough
	case n < maxIgnoredTold:
		w.notify(ctx, Event{Kind: Failure, File: name, Message: words})
	}
}

// maxIgnoredTold is of how many files that lie where they should not people are told one by
// one: whoever may drop files could send them thousands of messages.
const maxIgnoredTold = 20

func (w *Watcher) warnOnce(name, words string) {
	what, _, _ := strings.Cut(words, ":") // what follows may be another each time
	if key := name + " " + what; !w.warned[key] {
		w.warned[key] = true
		w.Observer.Warn(fmt.Sprintf("%q %s", name, words))
	}
}

// remember writes down what must be known after a restart.
func (w *Watcher) remember() error {
	w.memory.Kept = w.Observer.Keep()
	w.delivered.settle(&w.memory)
	return w.folder.SaveMemory(w.memory)
}

// save leaves all that the next watcher needs.
func (w *Watcher) save() {
	w.reportState()
	w.Observer.Wait()
	if err := w.remember(); err != nil {
		w.Observer.Problem(importer.Brokenf("%w", err))
	}
}

// note keeps the worst end.
func (w *Watcher) note(end importer.EndKind) {
	for _, e := range []importer.EndKind{importer.EndBroken, importer.EndStopped, importer.EndRefused, importer.EndIncomplete} {
		if w.worst == e || end == e {
			w.worst = e
			return
		}
	}
}
