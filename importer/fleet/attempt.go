package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"bcimport/importer"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/reports"
)

// attempt is one try at one run.
type attempt struct {
	*Worker
	by     Attempt
	run    string
	cancel func(error)
	cause  func() error // why the attempt is to end; nil while it is not

	spec    Spec
	known   targets.Known
	dir     string // its private folder
	lock    *flock.Flock
	folder  string // the run folder
	input   string // the local file; empty for none
	log     Log
	begun   begun
	service *metered

	mu       sync.Mutex
	progress Progress
}

// begun is when a run was begun, and when it was last tried.
type begun struct {
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// Before is how the run that is gone on with had ended before (resume).
	Before importer.Ending `json:"before,omitzero"`
}

// outcome is what an attempt came to.
type outcome struct {
	end     importer.EndKind
	reason  Reason
	err     error // in detail, for people
	later   bool  // it has not ended: it is to be tried again
	summary *reports.Summary
}

func (a *attempt) do(ctx context.Context) (Result, error) {
	fetch, stop := unlessCancelled(ctx)
	defer stop()
	var err error
	if a.spec, err = ReadSpec(fetch, a.Objects, a.run); err != nil {
		if importer.KindOf(err) == importer.KindInvalid {
			return Result{}, &Error{ErrRefused, NoRun, err}
		}
		return Result{}, a.unreadable(err)
	}
	switch r, err := ReadResult(fetch, a.Objects, a.run); {
	case err == nil:
		return a.over(fetch, r)
	case !errors.Is(err, fs.ErrNotExist):
		return Result{}, a.unreadable(err)
	}
	defer a.close()
	o := a.prepare(fetch)
	if o == nil {
		o = a.work(ctx)
	}
	stop() // what is left to do is done whatever comes
	return a.settle(ctx, *o)
}

// unlessCancelled is a context that ends with another one, unless that was cancelled for
// good: the end of a run has to be written down.
func unlessCancelled(ctx context.Context) (context.Context, func()) {
	own, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	release := context.AfterFunc(ctx, func() {
		if cause := context.Cause(ctx); !errors.Is(cause, ErrCancelled) {
			cancel(cause)
		}
	})
	return own, func() { release(); cancel(nil) }
}

// unreadable is an attempt that has not got as far as its run.
func (a *attempt) unreadable(err error) error {
	if a.cause() != nil {
		return &Error{ErrLater, HandedOver, err}
	}
	return &Error{ErrLater, NoStore, err}
}

// prepare takes hold of the run and fetches what it needs; nil where it may begin.
func (a *attempt) prepare(ctx context.Context) *outcome {
	for _, step := range []func(context.Context) *outcome{a.makeRoom, a.take, a.begin, a.allowed, a.fetchInput, a.fetchLast} {
		if o := step(ctx); o != nil {
			return o
		}
	}
	return nil
}

// logRun is the run whose log the attempt writes, or reads.
func (a *attempt) logRun() string {
	if a.spec.Command == Resume || a.spec.Command == Report {
		return a.spec.Of
	}
	return a.spec.ID
}

// take takes the log of the run; a report only looks at it.
func (a *attempt) take(ctx context.Context) *outcome {
	var err error
	if a.spec.Command == Report {
		a.log.Store, err = a.Logs.View(ctx, a.spec.Of, a.folder)
		a.log.Begun = err == nil
	} else {
		a.log, err = a.Logs.Take(ctx, a.by, a.logRun(), a.folder)
	}
	if err != nil {
		return a.failed(err, NoStore)
	}
	return nil
}

// unproven is why it can't be told any more that the attempt has the run.
type unproven struct{ error }

func (u unproven) Unwrap() error { return u.error }

// guard is asked before each write to a connection. Its error ends the attempt: the
// connection would try again for as long as a service may be down.
func (a *attempt) guard() error {
	if a.log.Guard == nil {
		return nil
	}
	err := a.log.Guard()
	if err != nil {
		a.cancel(unproven{err})
	}
	return err
}

// begin writes down that the run is tried. One that has had its time, and a try after
// that, is not tried any more: whoever tries it may be killed by it.
func (a *attempt) begin(ctx context.Context) *outcome {
	if a.spec.Command == Resume && !a.log.Begun || a.spec.Command == Report && !a.log.Begun {
		return &outcome{end: importer.EndRefused, reason: NoRun, err: importer.Invalidf("the log of run %s holds no run", a.spec.Of)}
	}
	now := a.Now().UTC()
	a.begun = begun{First: now, Last: now}
	if a.spec.Command == Resume {
		var err error
		if a.begun.Before, err = a.manager().Ending(a.folder); err != nil {
			return a.failed(err, Failure)
		}
	}
	err := put(ctx, begunOf(a.run), a.begun, a.Objects.Create)
	if errors.Is(err, objects.ErrExists) {
		if err = get(ctx, a.Objects, begunOf(a.run), &a.begun); err == nil {
			if a.overdue() && a.GiveUp <= a.begun.Last.Sub(a.begun.First) {
				return &outcome{end: importer.EndStopped, reason: GivenUp, later: true, err: a.givenUp()}
			}
			again := a.begun
			again.Last = now
			if err := a.guard(); err != nil {
				return a.failed(err, NoStore)
			}
			err = put(ctx, begunOf(a.run), again, a.Objects.Put)
		}
	}
	if err != nil {
		return a.failed(err, NoStore)
	}
	return nil
}

func (a *attempt) overdue() bool {
	return a.GiveUp > 0 && !a.begun.First.IsZero() && a.Now().Sub(a.begun.First) >= a.GiveUp
}

func (a *attempt) givenUp() error {
	return importer.Invalidf("the run did not end within %s", a.GiveUp).
		Hintf("remove the cause, then go on with: %s", importer.Step{Kind: importer.StepResume, Run: a.run})
}

// allowed refuses a run whose target this machine does not know, or knows otherwise.
func (a *attempt) allowed(context.Context) *outcome {
	if a.spec.Command == Report {
		return nil
	}
	all, err := a.Known()
	known, wrong := find(a.spec.Target, all)
	switch {
	case wrong != nil:
		// Another machine may know it.
		return &outcome{end: importer.EndStopped, reason: NoTarget, err: errors.Join(wrong, err), later: true}
	case TargetKey(known) != a.spec.Key:
		return &outcome{end: importer.EndRefused, reason: OtherTarget, err: importer.Invalidf(
			"target %s has another tenant, environment or other application users on this machine than where the run was submitted", known.Name).
			Hintf("use the same target file on all machines, then submit the file again")}
	}
	a.known = known
	if err := allow(known, a.spec.Options.DryRun, a.spec.Yes); err != nil && a.spec.Command == Run && !a.log.Begun {
		return &outcome{end: importer.EndRefused, reason: NotAllowed, err: err}
	}
	return nil
}

// manager conducts the run, in the words of the fleet.
func (a *attempt) manager() *runs.Manager {
	return &runs.Manager{
		Store: store{a.log.Store, a}, Connect: a.connect, ExitCode: a.ExitCode, Words: a.Words,
		Elsewhere: func() (string, error) { return "", fmt.Errorf("%s is not writable", a.dir) },
	}
}

// work does as much of the run as it can.
func (a *attempt) work(ctx context.Context) *outcome {
	if a.log.Begun {
		ending, err := a.manager().Ending(a.folder)
		switch {
		case err != nil:
			return a.failed(err, Failure)
		case a.spec.Command == Report:
			return a.reportAgain(ctx, ending)
		case ending.State != "" && (a.spec.Command != Resume || !ending.FinishedAt.Equal(a.begun.Before.FinishedAt)):
			return a.reportAgain(ctx, ending) // the last attempt got as far as that
		}
	}
	if ctx.Err() != nil {
		return a.failed(runs.Interrupted(), Failure)
	}
	a.at(Connecting)
	switch {
	case a.log.Begun:
		return a.resume(ctx)
	case a.spec.Command == Undo:
		return a.undo(ctx)
	}
	return a.runFile(ctx)
}

// runFile runs the input from its first row.
func (a *attempt) runFile(ctx context.Context) *outcome {
	if d := a.spec.Dropped; d != nil && d.SetAside {
		_, err := a.Objects.Read(ctx, doneOf(d.Inbox, a.spec.Input.SHA256))
		switch {
		case err == nil:
			return &outcome{end: importer.EndSucceeded, reason: SetAside}
		case !errors.Is(err, fs.ErrNotExist):
			return a.failed(err, NoStore)
		}
	}
	results, err := a.manager().Run(ctx, []runs.Spec{a.spec.runsSpec(a.input, a.folder, a.past())}, a.face())
	if len(results) == 0 {
		if err == nil {
			err = runs.Interrupted() // between connecting and the folder
		}
		return a.failed(err, Invalid)
	}
	return a.ended(results[0])
}

// resume goes on with the run.
func (a *attempt) resume(ctx context.Context) *outcome {
	result, err := a.manager().Resume(ctx, a.folder, runs.ResumeOptions{
		Failed: a.spec.Failed, Input: a.input, Target: a.spec.Target, MaxFailures: a.spec.MaxFailures, Past: a.past(),
	}, a.face())
	if err != nil {
		return a.failed(err, Invalid)
	}
	return a.ended(result)
}

// undo puts back what another run changed.
func (a *attempt) undo(ctx context.Context) *outcome {
	of := filepath.Join(a.dir, "of", a.spec.Of)
	undone, err := a.Logs.View(ctx, a.spec.Of, of)
	if err != nil {
		return a.failed(err, NoStore)
	}
	manager := a.manager()
	manager.Store = twoStores{manager.Store, undone, of}
	result, err := manager.Undo(ctx, of, runs.UndoOptions{
		DryRun: a.spec.Options.DryRun, Fields: a.spec.Fields, Target: a.spec.Target, Out: a.folder, NoValues: a.spec.Options.NoValues,
		MaxFailures: a.spec.MaxFailures, GiveUpAfter: a.spec.Options.GiveUpAfter, ReportFormat: a.spec.Options.ReportFormat, By: a.spec.By,
	}, a.face())
	if err != nil {
		return a.failed(err, Invalid)
	}
	return a.ended(result)
}

// reportAgain writes the reports of a run that has ended.
func (a *attempt) reportAgain(ctx context.Context, ending importer.Ending) *outcome {
	a.at(Reporting)
	summary, err := a.manager().Report(context.WithoutCancel(ctx), a.folder, a.input, "", a.face())
	if err != nil {
		return a.failed(err, Failure)
	}
	reason := reasonOfEnding(ending)
	code, _ := reasonOf(reason)
	return &outcome{end: cmp.Or(ending.Kind, importer.EndStopped), reason: code.ofEnd(), err: reason, summary: &summary}
}

// ended is what became of a run that was begun.
func (a *attempt) ended(r runs.Result) *outcome {
	o := &outcome{end: r.Kind, err: r.Err, summary: r.Summary}
	if o.err == nil {
		o.err = r.Reason
	}
	why := o.err
	if errors.Is(why, errNotEnded) && r.Reason != nil {
		why = r.Reason
	}
	switch {
	case r.Kind == importer.EndSucceeded, r.Kind == importer.EndIncomplete:
		o.err = nil
		return o
	case why == nil:
		return o // a resumption that had nothing to do
	}
	o.reason, _ = reasonOf(why)
	// Without its reports it has not ended for anybody but its log.
	if o.later = r.Summary == nil && r.Kind != importer.EndRefused; !o.later {
		o.reason = o.reason.ofEnd()
	}
	o.err = why
	return o
}

// failed is an attempt at a run that was not begun by it, or could not be gone on with.
// otherwise is the reason where the error does not say one.
func (a *attempt) failed(err error, otherwise Reason) *outcome {
	reason, later := reasonOf(err)
	if reason == "" {
		reason, later = otherwise, otherwise != Invalid
	}
	if later {
		return &outcome{end: importer.EndStopped, reason: reason, err: err, later: true}
	}
	return &outcome{end: importer.EndRefused, reason: reason, err: err}
}

// machineFailed is an attempt that another machine may do better.
func machineFailed(err error) *outcome {
	return &outcome{end: importer.EndBroken, reason: Failure, err: err, later: true}
}

// face takes what happens for the progress, and refuses to write where that needs a person.
func (a *attempt) face() runs.Face {
	return runs.Face{Events: a.see, Terse: true, Confirm: func(context.Context, importer.Target) error {
		if a.known.Protected && !a.spec.Yes {
			return allow(targets.Known{Name: a.known.Name, Protected: true}, false, false)
		}
		return nil
	}}
}

// see keeps what events say of the progress.
func (a *attempt) see(e runs.Event) {
	if a.Events != nil {
		a.Events(a.spec, e)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	p := &a.progress
	switch e := e.(type) {
	case runs.Begun:
		p.Phase, p.Of = LookingUp, e.Rows
	case runs.RowsBegin:
		p.Phase = Working
		if e.Again {
			p.Done, p.Failed = 0, 0
		}
	case runs.RowsEnded:
		for _, row := range e.Rows {
			p.Done++
			if row.Status.Result() == "failure" {
				p.Failed++
			}
		}
	}
}

func (a *attempt) at(phase Phase) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.progress.Phase = phase
}

func (a *attempt) soFar() Progress {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.progress
}

// logged says what went wrong where nothing can be done about it.
func (a *attempt) logged(what string, err error) {
	if err != nil && a.Log != nil {
		a.Log.Warn(what, "run", a.run, "target", a.spec.Target, "error", err.Error())
	}
}
