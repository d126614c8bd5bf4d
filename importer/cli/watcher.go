package cli

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/notify"
)

// watcher takes the files of one drop folder through their runs, one after another.
type watcher struct {
	*watchOptions
	console  *console
	file     watchFile
	folder   *dropfolder.Folder
	dir      string // absolute
	config   string
	news     context.Context  // outlasts the command's by the time that a stop may take
	notifier *notify.Notifier // nil: nobody is told
	telling  errgroup.Group
	now      func() time.Time

	stability     dropfolder.StabilityTracker
	memory        dropfolder.Memory
	unheard       delivered
	metrics       watchMetrics
	told          map[string]bool // what was said of files that stay in incoming
	lastHeartbeat time.Time       // the last heartbeat
	pending       map[string]bool // patterns of which a file has just come and may not be complete
	worst         Code
}

// watch works until ctx ends, or with --once until nothing is left to do.
func (w *watcher) watch(ctx context.Context) Code {
	waker := w.folder.NewWaker()
	defer waker.Close()
	defer w.close()
	if err := w.tellUntold(ctx); err != nil {
		return w.lost(ctx, err)
	}
	pause := time.Second
	for ctx.Err() == nil {
		stays, code, err := w.work(ctx)
		switch {
		case err != nil:
			return w.lost(ctx, err)
		case ctx.Err() != nil && stays:
			w.note(code)
			return w.atSignal(code)
		case ctx.Err() != nil:
			return w.atSignal(OK)
		}
		files, wait, err := w.look(ctx)
		if err != nil {
			return w.lost(ctx, err)
		}
		w.expectFiles(ctx)
		if !stays {
			pause = time.Second
			took, err := w.takeOne(ctx, files)
			if err != nil {
				return w.lost(ctx, err)
			}
			if took {
				continue
			}
		}
		w.tellMetrics()
		if !stays && wait == 0 {
			w.beat(ctx)
		}
		switch {
		case w.once && (stays || wait == 0):
			return w.worst
		case stays: // later files wait for it
			if importer.Sleep(ctx, pause) != nil {
				return w.atSignal(OK)
			}
			pause = min(2*pause, 10*time.Minute)
			continue
		case wait == 0:
			wait = w.poll
		}
		if waker.Wait(ctx, wait) != nil {
			return w.atSignal(OK)
		}
	}
	return w.atSignal(OK)
}

// atSignal is the code of a watcher that a signal ends: with --once what its runs have
// come to, else that of the run that the signal stopped.
func (w *watcher) atSignal(code Code) Code {
	if w.once {
		return w.worst
	}
	return code
}

// lost ends a watcher whose folder is in trouble.
func (w *watcher) lost(ctx context.Context, err error) Code {
	w.console.problem(importer.Brokenf("%w", err).Hintf("nothing is lost: begin again when the cause is mended"))
	w.tell(ctx, happening{kind: notify.Failure, file: filepath.Base(w.dir), code: Broken, message: "is watched no more: " + err.Error()})
	return Broken
}

// look returns the files that are complete and that a pattern takes, the oldest first,
// and how long to wait for the next that may be, 0 where there is none to wait for.
func (w *watcher) look(ctx context.Context) (ready []dropfolder.Entry, wait time.Duration, err error) {
	files, notRegular, err := w.folder.List()
	if err != nil {
		return nil, 0, err
	}
	now := w.now()
	w.stability.Observe(files, now)
	w.memory.Looked = now
	there, pending := map[string]bool{}, map[string]bool{}
	w.metrics.left = len(notRegular)
	for _, name := range notRegular {
		there[name] = true
		w.ignore(ctx, name, "is a link, a folder or a device, and is left where it is", true)
	}
	for _, f := range files {
		there[f.Name] = true
		if w.file.Marker != "" && strings.HasSuffix(f.Name, w.file.Marker) {
			if !slices.ContainsFunc(files, func(of dropfolder.Entry) bool { return of.Name+w.file.Marker == f.Name }) && now.Sub(f.ModTime) >= w.file.stable {
				w.warnOnce(f.Name, "is a marker without its file")
			}
			continue
		}
		entry := w.file.entryOf(f.Name)
		if entry == nil {
			w.metrics.left++
			w.ignore(ctx, f.Name, "fits no pattern and is left where it is", now.Sub(f.ModTime) >= w.file.stable)
			continue
		}
		if !w.complete(f, now) {
			if w.stability.KnownFor(f.Name, now) < 3*w.file.stable {
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
	w.metrics.waiting, w.pending = len(ready), pending
	return ready, wait, nil
}

// came remembers when a file came, and for which of its deliveries.
func (w *watcher) came(entry *watchedFile, at time.Time) {
	in, late := w.memory.Arrived[entry.Pattern], w.memory.Late[entry.Pattern]
	switch {
	case !at.After(in) || !at.After(late):
	case entry.expect != nil && !late.After(entry.expect.Deadline(at)) && entry.expect.Late(w.memory.Since[entry.Pattern], in, at):
		w.memory.Late[entry.Pattern] = at
	default:
		w.memory.Arrived[entry.Pattern] = at
	}
}

// longHeld is how old a file is that people hear of, because it can't be taken: a
// writer may still have it open.
const longHeld = 10 * time.Minute

// takeOne takes the oldest file that can be taken.
func (w *watcher) takeOne(ctx context.Context, files []dropfolder.Entry) (took bool, err error) {
	for _, f := range files {
		if err := w.remember(); err != nil { // when it came, before it is gone
			return false, err
		}
		if _, err := w.folder.Take(f.Name, w.now()); err != nil {
			w.note(Halted) // with --once the next look may do better
			w.ignore(ctx, f.Name, "can't be taken: "+err.Error(), w.now().Sub(f.ModTime) >= longHeld)
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
func (w *watcher) removeMarker(name string) {
	w.stability.Forget(name + w.file.Marker) // the next one is another, though it looks the same
	if _, err := os.Lstat(filepath.Join(w.folder.Incoming(), name)); w.file.Marker != "" && os.IsNotExist(err) {
		_ = os.Remove(filepath.Join(w.folder.Incoming(), name+w.file.Marker))
	}
}

// complete tells a file that its writer has finished with. A marker that was there as
// it is before its file came is that of an earlier one.
func (w *watcher) complete(f dropfolder.Entry, now time.Time) bool {
	if marker := f.Name + w.file.Marker; w.file.Marker != "" {
		return w.stability.Has(marker) && w.stability.UnchangedFor(marker, now) <= w.stability.KnownFor(f.Name, now)
	}
	return w.stability.UnchangedFor(f.Name, now) >= w.file.stable
}

// patience is how long until a file may be complete. --once does not wait for a
// marker, nor for a file that goes on changing.
func (w *watcher) patience(f dropfolder.Entry, now time.Time) time.Duration {
	if w.once && (w.file.Marker != "" || w.stability.KnownFor(f.Name, now) >= 3*w.file.stable) {
		w.warnOnce(f.Name, "is not complete yet and is left for the next time")
		w.note(Halted)
		return 0
	}
	if w.file.Marker != "" {
		return 0
	}
	return max(w.file.stable-w.stability.UnchangedFor(f.Name, now), 10*time.Millisecond)
}

// ignore says that a file is left where it is and, unless its name may still change,
// tells people once.
func (w *watcher) ignore(ctx context.Context, name, words string, settled bool) {
	w.warnOnce(name, words)
	if !settled || w.memory.Ignored[name] {
		return
	}
	w.memory.Ignored[name] = true
	switch n := len(w.memory.Ignored); {
	case n == maxIgnoredTold:
		words += "; so are others, of which nobody is told any more until some of them have gone"
		fallthrough
	case n < maxIgnoredTold:
		w.tell(ctx, happening{kind: notify.Failure, file: name, message: words})
	}
}

// maxIgnoredTold is of how many files that lie where they should not people are told one by
// one: whoever may drop files could send them thousands of messages.
const maxIgnoredTold = 20

func (w *watcher) warnOnce(name, words string) {
	what, _, _ := strings.Cut(words, ":") // what follows may be another each time
	if key := name + " " + what; !w.told[key] {
		w.told[key] = true
		w.console.warn("%q %s", name, shownLine(words))
	}
}

// remember writes down what must be known after a restart.
func (w *watcher) remember() error {
	kept, err := json.Marshal(w.metrics.runs)
	if err != nil {
		return err
	}
	w.memory.Kept = kept
	w.unheard.settle(&w.memory)
	return w.folder.SaveMemory(w.memory)
}

// close leaves all that the next watcher needs.
func (w *watcher) close() {
	w.tellMetrics()
	_ = w.telling.Wait() // what could not be told has been said
	if err := w.remember(); err != nil {
		w.console.problem(importer.Brokenf("%w", err))
	}
}

// note keeps the worst code.
func (w *watcher) note(code Code) {
	for _, c := range []Code{Broken, Halted, Usage, Incomplete} {
		if w.worst == c || code == c {
			w.worst = c
			return
		}
	}
}
