package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bcimport/importer/journal"
	"bcimport/importer/notify"
	"bcimport/importer/watch"
	"bcimport/reports"
)

// watcher takes the files of one drop folder through their runs, one after another.
type watcher struct {
	*watchOptions
	streams  Streams
	said     io.Writer // for people, or for the log
	file     watchFile
	folder   *watch.Folder
	dir      string // absolute
	config   string
	news     context.Context  // outlasts the command's by the time that a stop may take
	notifier *notify.Notifier // nil: nobody is told
	now      func() time.Time

	steady watch.Steady
	memory watch.Memory
	told   map[string]bool // what was said of files that stay in incoming
	worst  Code
}

// happening is what people may want to hear of.
type happening struct {
	kind    string // of notify
	file    string
	folder  string // where the file has gone
	run     string // where its run folder was; empty for none
	code    Code
	message string
	rows    map[string]int
}

// watch works until ctx ends, or with --once until nothing is left to do.
func (w *watcher) watch(ctx context.Context) Code {
	bell := w.folder.NewBell()
	defer bell.Close()
	pause := time.Second
	for ctx.Err() == nil {
		stays, code, err := w.work(ctx)
		switch {
		case err != nil:
			return w.lost(err)
		case ctx.Err() != nil && stays:
			return code
		case ctx.Err() != nil:
			return OK
		case stays && w.once:
			return w.worst
		case stays: // later files wait for it
			if sleep(ctx, pause) != nil {
				return OK
			}
			pause = min(2*pause, 10*time.Minute)
			continue
		}
		pause = time.Second
		wait, took, err := w.take()
		if err != nil {
			return w.lost(err)
		}
		if took {
			continue
		}
		w.expectFiles(ctx)
		if w.once && wait == 0 {
			return w.worst
		}
		if wait == 0 {
			wait = w.poll
		}
		if bell.Wait(ctx, wait) != nil {
			return OK
		}
	}
	return OK
}

func (w *watcher) lost(err error) Code {
	printError(w.said, broken("%w", err).hint("nothing is lost: begin again when the cause is mended"))
	return Broken
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take takes the oldest file that is complete. Without one it returns how long to
// wait for the next that may be, 0 where there is none to wait for.
func (w *watcher) take() (wait time.Duration, took bool, err error) {
	files, odd, err := w.folder.List()
	if err != nil {
		return 0, false, err
	}
	now := w.now()
	w.steady.Look(files, now)
	for _, name := range odd {
		w.sayOnce(name, "is a link, a folder or a device, and is left where it is")
	}
	for _, f := range files {
		if w.isMarker(f.Name, files) {
			continue
		}
		entry := w.file.entryOf(f.Name)
		if entry == nil {
			w.sayOnce(f.Name, "fits no pattern and is left where it is")
			continue
		}
		if !w.complete(f, files, now) {
			if left := w.patience(f, now); left > 0 && (wait == 0 || left < wait) {
				wait = left
			}
			continue
		}
		if _, err := w.folder.Take(f.Name, now); err != nil {
			w.sayOnce(f.Name, "can't be taken: "+err.Error())
			continue
		}
		if w.file.Marker != "" {
			_ = os.Remove(filepath.Join(w.folder.Incoming(), f.Name+w.file.Marker)) // one that stays does no harm
		}
		w.memory.Came[entry.Pattern] = now
		return 0, true, w.folder.Remember(w.memory)
	}
	return wait, false, nil
}

// complete tells a file that its writer has finished with.
func (w *watcher) complete(f watch.Entry, files []watch.Entry, now time.Time) bool {
	if w.file.Marker != "" {
		return slices.ContainsFunc(files, func(m watch.Entry) bool { return m.Name == f.Name+w.file.Marker })
	}
	return w.steady.For(f.Name, now) >= w.file.stable
}

// patience is how long until a file may be complete. --once does not wait for a
// marker, nor for a file that goes on changing.
func (w *watcher) patience(f watch.Entry, now time.Time) time.Duration {
	if w.once && (w.file.Marker != "" || w.steady.Known(f.Name, now) >= 3*w.file.stable) {
		w.sayOnce(f.Name, "is not complete yet and is left for the next time")
		return 0
	}
	if w.file.Marker != "" {
		return 0
	}
	return max(w.file.stable-w.steady.For(f.Name, now), 10*time.Millisecond)
}

func (w *watcher) isMarker(name string, files []watch.Entry) bool {
	return w.file.Marker != "" && slices.ContainsFunc(files, func(f watch.Entry) bool { return f.Name+w.file.Marker == name })
}

func (w *watcher) sayOnce(name, words string) {
	if line := fmt.Sprintf("%q %s", name, words); !w.told[line] {
		w.told[line] = true
		fmt.Fprintf(w.said, "bcimport: warning: %s\n", line)
	}
}

// work takes every job in working as far as it goes. stays tells that one has to be
// resumed later; the jobs after it have not been touched then.
func (w *watcher) work(ctx context.Context) (stays bool, code Code, err error) {
	jobs, err := w.folder.Jobs()
	if err != nil {
		return false, Broken, err
	}
	for _, j := range jobs {
		if ctx.Err() != nil {
			return true, OK, nil
		}
		stays, code, err := w.do(ctx, j)
		if err != nil || stays {
			return stays, code, err
		}
	}
	return false, OK, nil
}

// do runs or resumes one job and moves it where it belongs.
func (w *watcher) do(ctx context.Context, j *watch.Job) (stays bool, code Code, err error) {
	digest, err := digestOf(j.Path())
	if err != nil {
		return false, Broken, err
	}
	run, err := j.Run(".run")
	if err != nil {
		return false, Broken, err
	}
	if run == "" && w.file.Repeat == setAside {
		if before, err := w.folder.DoneBefore(digest); err != nil || before {
			if err == nil {
				fmt.Fprintf(w.said, "bcimport: %q holds what was done here before and is set aside, in %s\n", j.Name, j.Left(true))
				err = j.Finish()
			}
			return false, OK, err
		}
	}
	code = Main(ctx, w.arguments(j, run), w.streams)
	if run, err = j.Run(".run"); err != nil {
		return false, Broken, err
	}
	switch {
	case code == OK || code == Incomplete:
		err = w.finish(ctx, j, run, digest, code)
	case code == Usage:
		err = w.fail(ctx, j, run, code, notify.Failure, "can't be run; the lines above say why")
	case ctx.Err() != nil:
		return true, code, nil
	case braked(run):
		err = w.fail(ctx, j, run, code, notify.Failure, "was stopped because too many rows failed; look at its report, then resume it by hand or mend the file")
	case w.now().Sub(j.Taken) >= w.giveUp:
		err = w.fail(ctx, j, run, code, notify.Stuck, fmt.Sprintf("has not finished within %s", w.giveUp))
	default:
		w.note(code)
		fmt.Fprintf(w.said, "bcimport: %q stays in working and is resumed before anything else\n", j.Name)
		return true, code, nil
	}
	return false, code, err
}

// braked tells a run that nobody but a person should go on with. One that can't be
// read is none.
func braked(run string) bool {
	if run == "" {
		return false
	}
	file, err := journal.Open(run)
	if err != nil {
		return false
	}
	defer file.Close()
	ending, err := file.Ending()
	return err == nil && ending.Braked
}

// arguments is the command line that begins or goes on with a job. What a run was
// begun with is on record in its folder.
func (w *watcher) arguments(j *watch.Job, run string) []string {
	entry := w.file.entryOf(j.Name)
	var args []string
	switch {
	case run != "":
		args = []string{"resume", run, "--input", j.Path()}
	case entry == nil: // the watch file has changed since it was taken
		args = []string{"run", j.Path()}
	default:
		args = append([]string{"run", j.Path(), "-m", entry.Mapping}, entry.flags...)
		switch {
		case w.sandbox:
			args = append(args, "--sandbox")
		case entry.Target != "":
			args = append(args, "--target="+entry.Target)
			if w.config != "" {
				args = append(args, "--config="+w.config)
			}
		}
	}
	if w.yes || entry != nil && entry.Yes {
		args = append(args, "--yes")
	}
	if w.quiet {
		args = append(args, "--quiet")
	}
	if w.metrics != "" {
		args = append(args, "--metrics-file="+w.metrics)
	}
	if w.verbose {
		args = append(args, "--verbose")
	}
	return append(args, "--log-format="+w.format)
}

// finish moves a job whose run has finished to done, and puts the rows that failed
// beside the file.
func (w *watcher) finish(ctx context.Context, j *watch.Job, run, digest string, code Code) error {
	for _, name := range []string{reports.FailedFile, reports.FailedBook} {
		if err := copyFile(filepath.Join(run, name), filepath.Join(j.Dir(), stem(j.Name)+"."+name)); err != nil {
			return err
		}
	}
	if err := w.folder.RememberDone(digest, j.Name); err != nil {
		return err
	}
	h := happening{kind: notify.Success, file: j.Name, folder: j.Left(true), run: run, code: code, message: "is done", rows: rowsIn(run)}
	if code == Incomplete {
		h.kind, h.message = notify.Failure, "is done, but for the rows in its failed.csv"
	}
	if err := j.Finish(); err != nil {
		return err
	}
	w.tell(ctx, h)
	return nil
}

func (w *watcher) fail(ctx context.Context, j *watch.Job, run string, code Code, kind, message string) error {
	rows := rowsIn(run)
	if err := j.Fail(); err != nil {
		return err
	}
	w.tell(ctx, happening{kind: kind, file: j.Name, folder: j.Left(false), run: run, code: code, message: message, rows: rows})
	return nil
}

// expectFiles raises the alarm for files that did not come, once for each deadline.
func (w *watcher) expectFiles(ctx context.Context) {
	for _, f := range w.file.Files {
		if f.expect == nil {
			continue
		}
		deadline, missed := f.expect.Missed(w.memory.Since, w.memory.Came[f.Pattern], w.now())
		if !missed || w.memory.Alarmed[f.Pattern].Equal(deadline) {
			continue
		}
		w.memory.Alarmed[f.Pattern] = deadline
		if err := w.folder.Remember(w.memory); err != nil {
			printError(w.said, broken("%w", err))
		}
		w.tell(ctx, happening{kind: notify.Missing, file: f.Pattern, code: Incomplete,
			message: "did not come by " + deadline.Format("2006-01-02 15:04 MST")})
	}
}

// tell says what happened, to whoever reads the log and to whom the watch file names.
// The next file waits for that half a minute at most, and a stop 5 seconds.
func (w *watcher) tell(ctx context.Context, h happening) {
	w.note(h.code)
	place := ""
	if h.folder != "" {
		place = ": " + h.folder
	}
	fmt.Fprintf(w.said, "bcimport: %s: %q %s%s\n", h.kind, h.file, h.message, place)
	if w.notifier == nil || !w.notifier.Wants(h.kind) {
		return
	}
	e := notify.Event{Kind: h.kind, File: h.file, Code: int(h.code), Rows: h.rows, Message: fmt.Sprintf("%q %s", h.file, h.message), At: w.now()}
	if h.folder != "" {
		e.RunFolder = filepath.Join(w.dir, h.folder)
	}
	if h.run != "" {
		e.RunFolder, e.State = filepath.Join(e.RunFolder, filepath.Base(h.run)), "stopped"
		if h.code == OK || h.code == Incomplete {
			e.State = "finished"
		}
	}
	news, done := outlast(ctx, newsOfStop)
	defer done()
	stop := context.AfterFunc(w.news, done) // whichever is over first
	defer stop()
	if err := w.notifier.Tell(news, e); err != nil {
		fmt.Fprintf(w.said, "bcimport: warning: the %s of %q could not be told: %v\n", h.kind, h.file, err)
	}
}

// rowsIn counts the rows of a run by its summary.json; nil where there is none.
func rowsIn(run string) map[string]int {
	var summary struct {
		Rows map[string]int `json:"rows"`
	}
	data, err := os.ReadFile(filepath.Join(run, reports.SummaryFile))
	if run == "" || err != nil || json.Unmarshal(data, &summary) != nil {
		return nil
	}
	return summary.Rows
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

func digestOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
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
	if err := copyInto(context.Background(), to+".tmp", in); err != nil {
		return err
	}
	return os.Rename(to+".tmp", to)
}
