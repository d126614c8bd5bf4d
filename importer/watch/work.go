package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/runs"
	"bcimport/reports"
	"bcimport/reports/atomicfile"
	"bcimport/reports/lines"
)

// work advances every item in working as far as possible. stays reports whether one has to be
// resumed later; the items after it have not been touched then.
func (w *Watcher) work(ctx context.Context) (stays bool, code importer.EndKind, err error) {
	items, err := w.folder.Items()
	if err != nil {
		return false, importer.EndBroken, err
	}
	maps.DeleteFunc(w.memory.Attempts, func(id string, _ dropfolder.Attempt) bool { // of an item that was removed
		return !slices.ContainsFunc(items, func(j *dropfolder.Item) bool { return j.ID() == id })
	})
	for _, j := range items {
		if ctx.Err() != nil {
			return true, importer.EndSucceeded, nil
		}
		stays, code, err := w.do(ctx, j)
		if errors.Is(err, errHeld) {
			w.Observer.Problem(err)
			return true, importer.EndBroken, w.wait(ctx, j, Event{End: importer.EndBroken, Message: "could not be moved; close any program that has its files open"})
		}
		if err != nil || stays {
			return stays, code, err
		}
	}
	return false, importer.EndSucceeded, nil
}

// errHeld is an item that can't be moved: on Windows, a report that is open
// holds its folder.
var errHeld = errors.New("it could not be moved")

// do runs or resumes one item and moves it where it belongs.
func (w *Watcher) do(ctx context.Context, j *dropfolder.Item) (stays bool, end importer.EndKind, err error) {
	s := &state{item: j}
	if s.run, err = j.Run(".run"); err != nil {
		return false, importer.EndBroken, err
	}
	for _, step := range []func(context.Context, *state) (bool, error){w.digest, w.setAside, w.lookAtRun, w.begin, w.execute} {
		if done, err := step(ctx, s); done || err != nil {
			return s.stays, s.end, err
		}
	}
	return w.settle(ctx, s)
}

// state is how far an item has come.
type state struct {
	item   *dropfolder.Item
	run    string // its run folder; empty for none
	digest string
	ended  End

	stays bool // it has to be resumed later
	end   importer.EndKind
}

// waits leaves the item in working, fails moves it to failed.
func (w *Watcher) waits(ctx context.Context, s *state, e Event) (done bool, err error) {
	s.stays, s.end = true, e.End
	return true, w.wait(ctx, s.item, e)
}

func (w *Watcher) fails(ctx context.Context, s *state, e Event) (done bool, err error) {
	s.end = e.End
	return true, w.fail(ctx, s.item, e)
}

// digest reads the file: what can't be read can't be run.
func (w *Watcher) digest(ctx context.Context, s *state) (done bool, err error) {
	s.digest, err = digestOf(ctx, s.item.Path())
	switch {
	case ctx.Err() != nil:
		s.stays = true
		return true, nil
	case err == nil:
		return false, nil
	}
	w.Observer.Say(err.Error())
	e := Event{Run: s.run, End: importer.EndRefused, Message: "can't be read"}
	if s.run != "" && !w.overdue(s.item) { // what has begun is not given up for a share that is away
		e.End = importer.EndStopped
		return w.waits(ctx, s, e)
	}
	return w.fails(ctx, s, e)
}

// setAside puts a file aside whose content was done before, where the watch file says so.
func (w *Watcher) setAside(_ context.Context, s *state) (done bool, err error) {
	if s.run != "" || w.File.Repeat != setAside {
		return false, nil
	}
	before, err := w.folder.DoneBefore(s.digest)
	if err != nil {
		s.end = importer.EndBroken
		return true, err
	}
	if before {
		return true, w.putAside(s.item)
	}
	return false, nil
}

// lookAtRun finds out whether the item's run may be gone on with.
func (w *Watcher) lookAtRun(ctx context.Context, s *state) (done bool, err error) {
	w.removeMarker(s.item.Name) // of a watcher that was killed before it could
	ending, err := w.ending(s.run)
	if errors.Is(err, importer.ErrInUse) {
		return w.waits(ctx, s, Event{Run: s.run, End: importer.EndStopped, Message: "waits: another process uses its run"})
	}
	if ending.StoppedByFailureLimit { // and killed before it could be moved
		return w.fails(ctx, s, Event{Run: s.run, End: importer.EndStopped, Message: failureLimitWords})
	}
	last := w.memory.Attempts[s.item.ID()]
	if ending.State != "finished" && w.overdue(s.item) && last.Began.Sub(s.item.Taken) >= w.GiveUp { // whoever tries it is killed
		return w.fails(ctx, s, Event{Kind: Stuck, Run: s.run, End: importer.EndStopped, Message: w.overdueWords()})
	}
	return false, nil
}

// begin writes down that the item is tried.
func (w *Watcher) begin(_ context.Context, s *state) (done bool, err error) {
	w.memory.Attempts[s.item.ID()] = dropfolder.Attempt{Began: w.Now(), Notified: w.memory.Attempts[s.item.ID()].Notified}
	if err := w.remember(); err != nil {
		s.end = importer.EndBroken
		return true, err
	}
	return false, nil
}

// execute runs the file, or goes on with its run.
func (w *Watcher) execute(ctx context.Context, s *state) (done bool, err error) {
	entry := w.File.entryOf(s.item.Name)
	if s.run != "" {
		s.ended = w.Runner.Resume(ctx, entry, s.run, s.item.Path())
	} else {
		name := runs.Stem(s.item.Name) + "-" + w.Now().UTC().Format("20060102-150405Z") + ".run"
		s.ended = w.Runner.Run(ctx, entry, s.item.Path(), filepath.Join(s.item.Dir(), name))
	}
	w.Observer.Ran(s.item.Path(), s.ended)
	w.reportState()
	if s.run, err = s.item.Run(".run"); err != nil {
		s.end = importer.EndBroken
		return true, err
	}
	return false, nil
}

// settle moves an item whose run has ended to where it belongs.
func (w *Watcher) settle(ctx context.Context, s *state) (stays bool, end importer.EndKind, err error) {
	ended := s.ended
	e := Event{Run: s.run, End: ended.Kind}
	if ended.Result != nil && ended.Result.Summary != nil {
		e.Rows = ended.Result.Summary.Rows.ByName()
	}
	after, _ := w.ending(s.run)
	switch {
	case ended.Kind == importer.EndSucceeded || ended.Kind == importer.EndIncomplete:
		return false, ended.Kind, w.finish(ctx, s.item, e, s.digest)
	case ctx.Err() != nil:
		return true, ended.Kind, nil
	case ended.Kind == importer.EndRefused && !ended.outside():
		e.Message = because("can't be run", ended.Words)
		return false, ended.Kind, w.fail(ctx, s.item, e)
	case after.StoppedByFailureLimit:
		e.Message = failureLimitWords
		return false, ended.Kind, w.fail(ctx, s.item, e)
	case w.overdue(s.item) && after.State != "finished":
		e.Kind, e.Message = Stuck, w.overdueWords()
		return false, ended.Kind, w.fail(ctx, s.item, e)
	}
	e.End = importer.EndStopped // a later try goes on, whatever it was that stood in the way
	if ended.Kind == importer.EndBroken {
		e.End = importer.EndBroken
	}
	e.Message = because("waits and will be tried again, for "+w.giveUpWords()+" in total", ended.Words)
	return true, e.End, w.wait(ctx, s.item, e)
}

func because(what, why string) string {
	if why == "" {
		return what
	}
	return what + ": " + why
}

// ending is how a run ended; the zero value where there is none, or where it can't be read.
func (w *Watcher) ending(run string) (importer.Ending, error) {
	if run == "" {
		return importer.Ending{}, nil
	}
	return w.Runner.Ending(run)
}

const failureLimitWords = "was stopped because too many rows failed; check its report, then resume it or fix the file"

func (w *Watcher) overdue(j *dropfolder.Item) bool { return w.Now().Sub(j.Taken) >= w.GiveUp }

func (w *Watcher) overdueWords() string { return "has not finished within " + w.giveUpWords() }

func (w *Watcher) giveUpWords() string {
	if w.GiveUp%time.Hour == 0 {
		return fmt.Sprintf("%dh", w.GiveUp/time.Hour)
	}
	return w.GiveUp.String()
}

// outside reports whether the cause is not the file: no service answers, the sign-in is
// refused, another process uses the run, or the disk is full or not writable.
func (e End) outside() bool {
	return slices.ContainsFunc([]error{
		importer.ErrUnreachable, importer.ErrSignIn, importer.ErrServerDown, importer.ErrInUse, fs.ErrPermission, syscall.ENOSPC,
	}, func(reason error) bool { return errors.Is(e.Reason, reason) })
}

// finish moves a item whose run has finished to done, and puts the rows that failed
// beside the file.
func (w *Watcher) finish(ctx context.Context, j *dropfolder.Item, e Event, digest string) error {
	for _, name := range []string{reports.FailedFile, reports.FailedBook} {
		if err := copyFile(filepath.Join(e.Run, name), besideItem(j, name)); err != nil {
			return fmt.Errorf("%w: %w", errHeld, err)
		}
	}
	before, err := w.folder.DoneBefore(digest)
	if err == nil && !before {
		err = w.folder.RecordDone(digest, j.Name)
	}
	if err != nil {
		return err
	}
	e.Kind, e.Message = Success, "is done"
	if e.End == importer.EndIncomplete {
		e.Kind, e.Message = Failure, "is done, except for the rows in its failed.csv"
	}
	if now, err := digestOf(ctx, j.Path()); err == nil && now != digest {
		e.Kind, e.End = Failure, importer.EndIncomplete
		e.Message += "; the file changed after it was picked up, and the later rows were not imported; drop the complete file again and check `stable` and `marker`"
	}
	return w.leave(ctx, j, e, j.Finish)
}

// besideItem is where a report of an item's run is copied to.
func besideItem(j *dropfolder.Item, report string) string {
	return filepath.Join(j.Dir(), runs.Stem(j.Name)+"."+report)
}

func (w *Watcher) fail(ctx context.Context, j *dropfolder.Item, e Event) error {
	if e.Kind == "" {
		e.Kind = Failure
	}
	if err := writeReason(j, e); err != nil {
		w.Observer.Warn(fmt.Sprintf("the reason could not be written beside %q: %s", j.Name, err.Error()))
	}
	return w.leave(ctx, j, e, j.Fail)
}

// writeReason leaves beside a file that goes to failed why it does.
func writeReason(j *dropfolder.Item, e Event) error {
	path := besideItem(j, "reason.txt")
	_ = os.Remove(path) // of an earlier try
	text := fmt.Sprintf("%s %s.\n", lines.Line(j.Name), e.Message)
	if e.Run != "" {
		text += fmt.Sprintf("Its report is in %s.\n", lines.Line(filepath.Base(e.Run)))
	}
	return atomicfile.CopyInto(context.Background(), path, strings.NewReader(text))
}

func (w *Watcher) leave(ctx context.Context, j *dropfolder.Item, e Event, move func() error) error {
	e.ID, e.File = j.ID(), j.Name
	if err := w.announce(e); err != nil { // a restart between move and news tells it
		return err
	}
	if err := move(); err != nil {
		w.delivered.end(e.ID)
		return fmt.Errorf("%w: %w", errHeld, err)
	}
	delete(w.memory.Attempts, e.ID)
	e.Folder = j.Place()
	w.notify(ctx, e)
	return nil
}

// putAside moves a file whose content was done before to done.
func (w *Watcher) putAside(j *dropfolder.Item) error {
	if err := j.Finish(); err != nil {
		return fmt.Errorf("%w: %w", errHeld, err)
	}
	w.Observer.Say(fmt.Sprintf("%q has content that was run here before and was set aside, in %s", j.Name, (j.Place())))
	return nil
}

// wait leaves a item in working. People hear of that once, not after each try.
func (w *Watcher) wait(ctx context.Context, j *dropfolder.Item, e Event) error {
	w.note(e.End)
	w.Observer.Say(fmt.Sprintf("%q stays in working and will be resumed before other files", j.Name))
	try := w.memory.Attempts[j.ID()]
	if try.Notified {
		return nil
	}
	try.Notified = true
	w.memory.Attempts[j.ID()] = try
	if err := w.remember(); err != nil {
		return err
	}
	e.Kind, e.File, e.Folder = Failure, j.Name, j.Place()
	w.notify(ctx, e)
	return nil
}

// mostDropped is more than any table has, in bytes. A file can claim a million times as
// much and take no room on the disk; reading that would hold up all behind it.
const mostDropped = 16 << 30

// digestOf is the SHA-256 of a file, in hex. It ends with ctx.
func digestOf(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > mostDropped {
		return "", errors.Join(err, fmt.Errorf("%s is too large", path))
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, until{ctx, io.LimitReader(f, mostDropped)}); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// until is a reader that ends with a context.
type until struct {
	ctx context.Context
	io.Reader
}

func (u until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(p)
}

// copyFile copies a file that may be absent, as a whole or not at all.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	_ = os.Remove(to + ".tmp") // of a watcher that was killed
	if err := atomicfile.CopyInto(context.Background(), to+".tmp", in); err != nil {
		return err
	}
	return os.Rename(to+".tmp", to)
}
