package cli

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
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// work takes every job in working as far as it goes. stays tells that one has to be
// resumed later; the jobs after it have not been touched then.
func (w *watcher) work(ctx context.Context) (stays bool, code Code, err error) {
	jobs, err := w.folder.Items()
	if err != nil {
		return false, Broken, err
	}
	maps.DeleteFunc(w.memory.Attempts, func(id string, _ dropfolder.Attempt) bool { // of a job that somebody has taken away
		return !slices.ContainsFunc(jobs, func(j *dropfolder.Item) bool { return j.ID() == id })
	})
	for _, j := range jobs {
		if ctx.Err() != nil {
			return true, OK, nil
		}
		stays, code, err := w.do(ctx, j)
		if errors.Is(err, errHeld) {
			w.console.problem(err)
			return true, Broken, w.wait(ctx, j, happening{code: Broken, message: "can't be moved to where it belongs; close what is open of it"})
		}
		if err != nil || stays {
			return stays, code, err
		}
	}
	return false, OK, nil
}

// errHeld is a job that can't be moved: on Windows a report that somebody looks at
// holds its folder.
var errHeld = errors.New("it can't be moved")

// do runs or resumes one job and moves it where it belongs.
func (w *watcher) do(ctx context.Context, j *dropfolder.Item) (stays bool, code Code, err error) {
	run, err := j.Run(".run")
	if err != nil {
		return false, Broken, err
	}
	digest, err := digestOf(ctx, j.Path())
	if ctx.Err() != nil {
		return true, OK, nil
	}
	if err != nil {
		w.console.say("%s", shownLine(err.Error()))
		h := happening{run: run, code: Usage, message: "can't be read"}
		if run != "" && !w.overdue(j) { // what has begun is not given up for a share that is away
			h.code = Halted
			return true, Halted, w.wait(ctx, j, h)
		}
		return false, Usage, w.fail(ctx, j, h)
	}
	if run == "" && w.file.Repeat == setAside {
		before, err := w.folder.DoneBefore(digest)
		if err != nil {
			return false, Broken, err
		}
		if before {
			return false, OK, w.putAside(j)
		}
	}
	w.removeMarker(j.Name) // of a watcher that was killed before it could
	ending, err := endingOf(run)
	if errors.Is(err, importer.ErrInUse) {
		return true, Halted, w.wait(ctx, j, happening{run: run, code: Halted, message: "waits: another process has its run in hand"})
	}
	if ending.StoppedByFailureLimit { // and killed before it could be moved
		return false, Halted, w.fail(ctx, j, happening{run: run, code: Halted, message: brakedWords})
	}
	last := w.memory.Attempts[j.ID()]
	if ending.State != "finished" && w.overdue(j) && last.Began.Sub(j.Taken) >= w.giveUp { // whoever tries it is killed
		return false, Halted, w.fail(ctx, j, happening{kind: notify.Stuck, run: run, code: Halted, message: w.overdueWords()})
	}
	w.memory.Attempts[j.ID()] = dropfolder.Attempt{Began: w.now(), Notified: last.Notified}
	if err := w.remember(); err != nil {
		return false, Broken, err
	}

	ended := w.execute(ctx, w.arguments(j, run))
	h := happening{run: run, code: ended.code, rows: ended.rows}
	if h.run, err = j.Run(".run"); err != nil {
		return false, Broken, err
	}
	after, _ := endingOf(h.run)
	switch {
	case ended.code == OK || ended.code == Incomplete:
		return false, ended.code, w.finish(ctx, j, h, digest)
	case ctx.Err() != nil:
		return true, ended.code, nil
	case ended.code == Usage && !ended.outside():
		h.message = "can't be run"
		if ended.words != "" {
			h.message += ": " + ended.words
		}
		return false, ended.code, w.fail(ctx, j, h)
	case after.StoppedByFailureLimit:
		h.message = brakedWords
		return false, ended.code, w.fail(ctx, j, h)
	case w.overdue(j) && after.State != "finished":
		h.kind, h.message = notify.Stuck, w.overdueWords()
		return false, ended.code, w.fail(ctx, j, h)
	}
	h.code = Halted // a later try goes on, whatever it was that stood in the way
	if ended.code == Broken {
		h.code = Broken
	}
	h.message = "waits and is tried again, for " + w.giveUpWords() + " in all"
	if ended.words != "" {
		h.message += ": " + ended.words
	}
	return true, h.code, w.wait(ctx, j, h)
}

const brakedWords = "was stopped because too many rows failed; look at its report, then resume it by hand or mend the file"

func (w *watcher) overdue(j *dropfolder.Item) bool { return w.now().Sub(j.Taken) >= w.giveUp }

func (w *watcher) overdueWords() string { return "has not finished within " + w.giveUpWords() }

func (w *watcher) giveUpWords() string {
	if w.giveUp%time.Hour == 0 {
		return fmt.Sprintf("%dh", w.giveUp/time.Hour)
	}
	return w.giveUp.String()
}

// outside tells that what stood in the way is none of the file's doing: nobody answers,
// the sign-in is refused, another process has the run in hand, or the disk is full or
// holds something back.
func (h runEnd) outside() bool {
	return slices.ContainsFunc([]error{
		importer.ErrUnreachable, importer.ErrSignIn, importer.ErrServerDown, importer.ErrInUse, sandbox.ErrInUse, fs.ErrPermission, syscall.ENOSPC,
	}, func(reason error) bool { return errors.Is(h.why, reason) })
}

// endingOf is how a run ended; the zero value where there is none, or where it can't
// be read. One that is braked should be gone on with by nobody but a person.
func endingOf(run string) (importer.Ending, error) {
	if run == "" {
		return importer.Ending{}, nil
	}
	file, err := sqlite.Open(run)
	if err != nil {
		return importer.Ending{}, err
	}
	defer file.Close()
	return file.Ending()
}

// execute runs a command line as if somebody had typed it, but for who hears of it.
func (w *watcher) execute(ctx context.Context, args []string) runEnd {
	var h runEnd
	hears := func(end runEnd) { h = end }
	root := bareRoot(w.console)
	of := watching{hears: hears, past: w.folder.DoneRuns(), place: w.placeOf}
	root.AddCommand(newRun(w.console, of), newResume(w.console, of))
	h.code = execute(ctx, root, args, w.console)
	if h.run.Command != "" {
		h.run.Command = "watch" // a resumption tells of the same as its run
		w.metrics.runs.Add(h.run)
		w.tellMetrics()
	}
	return h
}

// placeOf is where a run folder in working will be when its run has ended with a code.
func (w *watcher) placeOf(folder string, code Code) string {
	if code != OK && code != Incomplete {
		return folder
	}
	return w.folder.DoneRun(folder)
}

// arguments is the command line that begins or goes on with a job. What a run was
// begun with is on record in its folder.
func (w *watcher) arguments(j *dropfolder.Item, run string) []string {
	entry := w.file.entryOf(j.Name)
	var args []string
	if run != "" {
		args = []string{"resume", run, "--input", j.Path()}
		if entry != nil {
			args = append(args, w.target(entry)...) // the run folder's own word on it counts for less
		}
	} else {
		name := runs.Stem(j.Name) + "-" + w.now().UTC().Format("20060102-150405Z") + ".run"
		args = []string{"run", j.Path(), "--out", filepath.Join(j.Dir(), name)}
		if entry != nil { // else the watch file has changed since it was taken
			args = append(args, w.connection(entry)...)
		}
	}
	if w.yes || entry != nil && entry.Yes {
		args = append(args, "--yes")
	}
	if w.quiet {
		args = append(args, "--quiet")
	}
	if w.verbose {
		args = append(args, "--verbose")
	}
	return append(args, "--log-format="+w.format)
}

// connection is how the runs of an entry are begun and where they lead.
func (w *watcher) connection(entry *watchedFile) []string {
	return append(append([]string{"-m", entry.Mapping}, entry.flags...), w.target(entry)...)
}

// target is where the runs of an entry lead.
func (w *watcher) target(entry *watchedFile) []string {
	switch {
	case w.sandbox:
		return []string{"--sandbox"}
	case entry.Target == "":
		return nil
	case w.config == "":
		return []string{"--target=" + entry.Target}
	}
	return []string{"--target=" + entry.Target, "--config=" + w.config}
}

// ready finds out, before a file is taken, whether the runs of every entry have a
// target and what they sign in with: else each file would fail for it.
func (w *watcher) ready() error {
	var errs []error
	for i := range w.file.Files {
		entry := &w.file.Files[i]
		o := &runOptions{}
		cmd := o.newCommand(w.console)
		err := cmd.ParseFlags(w.connection(entry))
		if err == nil {
			err = o.resolve()
		}
		if err == nil {
			o.yes = w.yes || entry.Yes
			err = errors.Join(o.validate(nil), flagError(o.target.Validate()), o.refuseUnasked(w.console))
		}
		if err != nil {
			errs = append(errs, importer.Invalidf("%s: %w", w.file.source.At("$.files[%d]", i), err))
		}
	}
	return errors.Join(errs...)
}

// finish moves a job whose run has finished to done, and puts the rows that failed
// beside the file.
func (w *watcher) finish(ctx context.Context, j *dropfolder.Item, h happening, digest string) error {
	for _, name := range []string{reports.FailedFile, reports.FailedBook} {
		if err := copyFile(filepath.Join(h.run, name), besideFile(j, name)); err != nil {
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
	h.kind, h.message = notify.Success, "is done"
	if h.code == Incomplete {
		h.kind, h.message = notify.Failure, "is done, but for the rows in its failed.csv"
	}
	if now, err := digestOf(ctx, j.Path()); err == nil && now != digest {
		h.kind, h.code = notify.Failure, worse(h.code, Incomplete)
		h.message += "; it was written to after it was taken, and what came then is not done: drop it again as a whole, and look at stable and marker"
	}
	return w.leave(ctx, j, h, j.Finish)
}

// besideFile is where a report of a job's run is copied to.
func besideFile(j *dropfolder.Item, report string) string {
	return filepath.Join(j.Dir(), runs.Stem(j.Name)+"."+report)
}

func (w *watcher) fail(ctx context.Context, j *dropfolder.Item, h happening) error {
	if h.kind == "" {
		h.kind = notify.Failure
	}
	if err := writeReason(j, h); err != nil {
		w.console.warn("the reason can't be written beside %q: %s", j.Name, shownLine(err.Error()))
	}
	return w.leave(ctx, j, h, j.Fail)
}

// writeReason leaves beside a file that goes to failed why it does.
func writeReason(j *dropfolder.Item, h happening) error {
	path := besideFile(j, "reason.txt")
	_ = os.Remove(path) // of an earlier try
	text := fmt.Sprintf("%s %s.\n", lines.Line(j.Name), h.message)
	if h.run != "" {
		text += fmt.Sprintf("Its report is in %s.\n", lines.Line(filepath.Base(h.run)))
	}
	return runs.CopyInto(context.Background(), path, strings.NewReader(text))
}

func (w *watcher) leave(ctx context.Context, j *dropfolder.Item, h happening, move func() error) error {
	h.id, h.file = j.ID(), j.Name
	if err := w.announce(h); err != nil { // a restart between move and news tells it
		return err
	}
	if err := move(); err != nil {
		w.unheard.end(h.id)
		return fmt.Errorf("%w: %w", errHeld, err)
	}
	delete(w.memory.Attempts, h.id)
	h.folder = j.Place()
	w.tell(ctx, h)
	return nil
}

// putAside moves a file whose content was done before to done.
func (w *watcher) putAside(j *dropfolder.Item) error {
	if err := j.Finish(); err != nil {
		return fmt.Errorf("%w: %w", errHeld, err)
	}
	w.console.say("%q holds what was done here before and is set aside, in %s", j.Name, shownPath(j.Place()))
	return nil
}

// wait leaves a job in working. People hear of that once, not after each try.
func (w *watcher) wait(ctx context.Context, j *dropfolder.Item, h happening) error {
	w.note(h.code)
	w.console.say("%q stays in working and is resumed before anything else", j.Name)
	try := w.memory.Attempts[j.ID()]
	if try.Notified {
		return nil
	}
	try.Notified = true
	w.memory.Attempts[j.ID()] = try
	if err := w.remember(); err != nil {
		return err
	}
	h.kind, h.file, h.folder = notify.Failure, j.Name, j.Place()
	w.tell(ctx, h)
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
		return "", errors.Join(err, fmt.Errorf("%s is larger than any table", path))
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
	if err := runs.CopyInto(context.Background(), to+".tmp", in); err != nil {
		return err
	}
	return os.Rename(to+".tmp", to)
}
