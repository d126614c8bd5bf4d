package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/news"
	"bcimport/importer/notify"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// forReports is how long the end of a run may take to be written into the store, also where
// the worker is about to end.
const forReports = 5 * time.Minute

// settle takes an attempt from what it came to to what is told of it.
func (a *attempt) settle(ctx context.Context, o outcome) (Result, error) {
	if o.reason == Fenced || errors.Is(o.err, ErrFenced) || errors.Is(a.guard(), ErrFenced) {
		return Result{}, &Error{ErrFenced, Fenced, o.err} // and nothing more
	}
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), forReports)
	defer cancel()
	if o.later {
		switch {
		case errors.Is(a.cause(), ErrCancelled):
			o = a.endNow(own, o, Cancelled, importer.ErrInterrupted)
		case errors.As(a.cause(), new(unproven)):
			o.reason = NoStore
		case a.cause() != nil:
			o.reason = HandedOver
		case a.overdue():
			o = a.endNow(own, o, GivenUp, a.givenUp())
		}
	} else if o.end == importer.EndRefused && a.log.Begun && o.summary == nil {
		o = a.endNow(own, o, o.reason, o.err)
	}
	a.keepSpent(own)
	if o.later {
		if o.reason != HandedOver {
			a.tellWaiting(own, o)
		}
		return Result{}, &Error{ErrLater, o.reason, o.err}
	}
	r, err := a.deliver(own, o)
	switch {
	case errors.Is(err, ErrFenced):
		return Result{}, &Error{ErrFenced, Fenced, err}
	case err != nil:
		return Result{}, &Error{ErrLater, NoStore, err}
	}
	return a.over(own, r)
}

// over tells of a run that has ended, if nobody has, and returns what it came to.
func (a *attempt) over(ctx context.Context, r Result) (Result, error) {
	if err := a.tell(ctx, r); err != nil {
		return Result{}, &Error{ErrLater, NoStore, err}
	}
	r.Message = "" // a name in it is for people, not for whoever passes results around
	if r.End == importer.EndRefused && a.spec.Command != Report {
		return r, &Error{ErrRefused, r.Reason, nil}
	}
	return r, nil
}

// endNow ends a run that has not ended by itself, with reports of what there is.
func (a *attempt) endNow(ctx context.Context, o outcome, reason Reason, why error) outcome {
	end := importer.EndStopped
	if o.end == importer.EndRefused {
		end = o.end
	}
	now := outcome{end: end, reason: reason, err: why}
	if a.log.Store == nil || a.spec.Command == Report {
		return now
	}
	if a.input == "" { // it was not needed until now
		if o := a.fetchInput(ctx); o != nil {
			a.logged("fetch the input", o.err)
		}
	}
	err := a.finish(end, reason)
	switch {
	case errors.Is(err, importer.ErrNoRun) || errors.Is(err, fs.ErrNotExist):
		return now // it did not begin
	case err == nil:
		var summary reports.Summary
		if summary, err = a.manager().Report(ctx, a.folder, a.input, "", runs.Face{}); err == nil {
			now.summary = &summary
			return now
		}
	}
	a.logged("end the run", err)
	now.err, now.later = err, true
	return now
}

// finish records the end of a run that no manager has ended.
func (a *attempt) finish(end importer.EndKind, reason Reason) error {
	r, err := a.log.Store.Open(a.folder)
	if err != nil {
		return err
	}
	defer r.Close()
	ending, err := r.Ending()
	if err != nil || ending.State != "" && !ending.FinishedAt.Equal(a.begun.Before.FinishedAt) {
		return err
	}
	words := string(reason)
	if reason == Cancelled {
		words = importer.ErrInterrupted.Error()
	}
	return r.Finish(importer.Ending{FinishedAt: a.Now().UTC().Truncate(time.Millisecond), State: "stopped", Kind: end, Reason: words})
}

// keepSpent leaves what was spent to the next run of the key.
func (a *attempt) keepSpent(ctx context.Context) {
	if a.service == nil {
		return
	}
	a.logged("keep what was spent", put(ctx, spentOf(a.spec.Key), spent{a.service.left()}, a.Objects.Put))
}

// deliver writes all that a run leaves, its result last. Each part may be written again by
// another attempt.
func (a *attempt) deliver(ctx context.Context, o outcome) (Result, error) {
	a.at(Reporting)
	written, err := a.uploadReports(ctx, o)
	if err != nil {
		return Result{}, err
	}
	for _, leave := range []func(context.Context, outcome) error{a.keepLast, a.leaveInbox} {
		if err := a.guard(); err != nil {
			return Result{}, err
		}
		if err := leave(ctx, o); err != nil {
			return Result{}, err
		}
	}
	r := Result{Run: a.run, Target: a.spec.Target, Key: a.spec.Key, End: o.end, Reason: o.reason, Reports: written, Ended: a.Now().UTC()}
	if o.summary != nil {
		r.Rows, r.Seconds = o.summary.Rows.ByName(), o.summary.Seconds
	}
	r.Message = a.words(o)
	if err := a.guard(); err != nil {
		return Result{}, err
	}
	err = put(ctx, resultOf(a.run), r, a.Objects.Create)
	if errors.Is(err, objects.ErrExists) {
		return ReadResult(ctx, a.Objects, a.run)
	}
	return r, err
}

// problemFile says why a run ended that wrote no reports, or not to its last row.
const problemFile = "problem.txt"

// uploadReports copies the reports of the run into the store, and deletes those of an
// earlier end that it does not have any more.
func (a *attempt) uploadReports(ctx context.Context, o outcome) ([]string, error) {
	var names []string
	run := a.logRun()
	if o.summary != nil {
		files, err := os.ReadDir(a.folder)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if !reports.Ours(file.Name()) || !file.Type().IsRegular() {
				continue
			}
			if err := a.upload(ctx, reportOf(run, file.Name()), filepath.Join(a.folder, file.Name())); err != nil {
				return nil, err
			}
			names = append(names, file.Name())
		}
		if err := a.deleteReports(ctx, run, names); err != nil {
			return nil, err
		}
	}
	if o.err == nil || o.reason == Cancelled {
		return names, nil
	}
	if err := a.guard(); err != nil {
		return nil, err
	}
	if err := a.Objects.Put(ctx, reportOf(a.run, problemFile), []byte(a.problem(o.err))); err != nil {
		return nil, err
	}
	return append(names, problemFile), nil
}

func (a *attempt) upload(ctx context.Context, name, file string) error {
	if err := a.guard(); err != nil {
		return err
	}
	from, err := os.Open(file)
	if err != nil {
		return err
	}
	defer from.Close()
	return a.Objects.Upload(ctx, name, from)
}

// deleteReports deletes the reports of a run but some.
func (a *attempt) deleteReports(ctx context.Context, run string, but []string) error {
	for name, err := range reportsOf(ctx, a.Objects, run) {
		if err != nil {
			return err
		}
		if !slices.Contains(but, name) {
			if err := a.Objects.Delete(ctx, reportOf(run, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// problem is an error with what to do about it, for a person.
func (a *attempt) problem(err error) string {
	text := err.Error() + "\n"
	for _, hint := range importer.Hints(err) {
		text += "hint: " + hint.In(a.Words) + "\n"
	}
	return text
}

// words say how a run ended, in words that quote no row and no file.
func (a *attempt) words(o outcome) string {
	switch {
	case o.reason == SetAside:
		return "has content that was done here before, and was set aside"
	case o.reason == Cancelled && o.summary == nil:
		return "was cancelled before it began"
	case o.summary != nil && o.reason != GivenUp:
		return news.EndWords(o.end, o.err, o.summary, a.Words)
	case o.reason == GivenUp:
		return fmt.Sprintf("has not ended within %s, and was given up", a.GiveUp)
	}
	return "can't be run: " + a.why(o)
}

// why is why a run did not begin, or waits. Of errors that may quote a file or an address
// it says that there is one.
func (a *attempt) why(o outcome) string {
	switch o.reason {
	case BadFile:
		return "the mapping or the file is invalid; " + problemFile + " says where"
	case NoStore:
		return "the object store can't be read or written"
	case Failure, Damaged:
		return "the program failed; the messages of its worker say why"
	}
	if o.err == nil {
		return string(o.reason)
	}
	return news.ReasonWords(o.err, "", a.Words)
}

// tell tells people how a run ended, once.
func (a *attempt) tell(ctx context.Context, r Result) error {
	if a.News == nil || r.Reason == SetAside || a.spec.Command == Report {
		return nil
	}
	// Whoever was telling it before has died, or was given up.
	_, err := once(ctx, a.Objects, toldOf(a.run), a.Now(), 0, func() error {
		e := notify.Event{
			Kind: notify.Failure, File: a.file(), RunFolder: path.Join("runs", a.logRun()), State: "stopped", Code: a.ExitCode(r.End),
			Rows: maps.Clone(r.Rows), Message: r.Message, At: a.Now(),
		}
		switch {
		case r.End == importer.EndSucceeded:
			e.Kind, e.State = notify.Success, "finished"
		case r.End == importer.EndIncomplete:
			e.State = "finished"
		case r.Reason == GivenUp:
			e.Kind = notify.Stuck
		case len(r.Rows) == 0:
			e.State = ""
		}
		return a.News(ctx, a.spec, e)
	})
	return err
}

// tellWaiting tells people, once, of a run that waits for something.
func (a *attempt) tellWaiting(ctx context.Context, o outcome) {
	if a.News == nil {
		return
	}
	words := "waits and will be tried again"
	if a.GiveUp > 0 {
		words += fmt.Sprintf(", for %s in total", a.GiveUp)
	}
	_, err := once(ctx, a.Objects, waitsOf(a.run), a.Now(), 0, func() error {
		return a.News(ctx, a.spec, notify.Event{
			Kind: notify.Failure, File: a.file(), RunFolder: path.Join("runs", a.logRun()), Code: a.ExitCode(importer.EndStopped),
			Message: words + ": " + a.why(o), At: a.Now(),
		})
	})
	a.logged("tell people", err)
}

// file is what people call the run.
func (a *attempt) file() string {
	if a.spec.Command == Run {
		return a.spec.Input.Name
	}
	return strings.Join([]string{string(a.spec.Command), a.spec.Of}, " ")
}

// leaveInbox moves a dropped file to where it belongs, with what a person needs beside it.
func (a *attempt) leaveInbox(ctx context.Context, o outcome) error {
	d := a.spec.Dropped
	if d == nil || a.spec.Command != Run {
		return nil
	}
	well := o.end == importer.EndSucceeded || o.end == importer.EndIncomplete
	stage := failedIn
	if well {
		stage = doneIn
	}
	at := path.Join("inbox", d.Inbox, stage, a.run) + "/"
	beside := map[string]string{a.spec.Input.Name: a.input}
	if o.summary != nil {
		for _, name := range []string{reports.FailedFile, reports.FailedBook} {
			if _, err := os.Stat(filepath.Join(a.folder, name)); err == nil && well {
				beside[runs.Stem(a.spec.Input.Name)+"."+name] = filepath.Join(a.folder, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(beside)) {
		if beside[name] == "" {
			continue // it could not even be fetched
		}
		if err := a.upload(ctx, at+name, beside[name]); err != nil {
			return err
		}
	}
	if well && o.reason != SetAside {
		return a.Objects.Put(ctx, doneOf(d.Inbox, a.spec.Input.SHA256), []byte(a.run+"\n"))
	}
	if well {
		return nil
	}
	text := fmt.Sprintf("%s %s.\nIts reports are in %s.\n", a.spec.Input.Name, a.words(o), path.Join("runs", a.run))
	return a.Objects.Put(ctx, at+runs.Stem(a.spec.Input.Name)+".reason.txt", []byte(text))
}
