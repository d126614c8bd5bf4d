package web

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/progress"
	"bcimport/importer/web/runfiles"
)

// runBody is what the screens Run and Undo show of a job.
type runBody struct {
	progress.Progress
	// Known reports whether there is a job; after the program has ended there is none.
	Known bool
	// Address is what the addresses of the screen begin with, and Events where its job tells
	// how it goes on; empty without one under way.
	Address, Events string
	// Next is where the browser goes at the end of the job; empty: it stays.
	Next string
	// Writes reports whether the job changes something, and does not only compare.
	Writes bool
	// Stopping reports whether somebody asked the job to end.
	Stopping bool
	// CanResume reports whether rows are left that a resumption would work on, and CanRead
	// whether there is a report.
	CanResume, CanRead bool
	// CanBegin reports whether the run did not begin and may be tried again.
	CanBegin bool
}

// endedParameter is in the address to which a browser goes that has seen a job end.
const endedParameter = "ended"

// showRun shows how the run of an import goes on. Whoever has seen it end well goes on to its
// report.
func (s *Server) showRun(r *request) error {
	j := r.job(jobs.Run, jobs.Resume)
	body := r.runBody(j, "run")
	if !body.Ended {
		body.Next = r.at.Address + "/run?" + endedParameter
	}
	p := page{H1: r.T("Run"), Body: body, Refresh: r.refreshed(j)}
	listed, err := r.files().Listed()
	if err != nil {
		return err
	}
	switch {
	case j != nil && !j.Ended():
	case j != nil && r.failed(j) != nil:
		_, said := r.describe(r.failed(j))
		p.Alerts = append(p.Alerts, said)
		if j.Kind == jobs.Run && body.Of == 0 { // it did not begin: the run before it is another
			listed = nil
		}
	case listed == nil:
		return r.seeOther(r.at.Address + "/plan")
	case r.URL.Query().Has(endedParameter) && listed.State == "finished":
		return r.seeOther(r.at.Address + "/report")
	case listed.State == "stopped":
		p.Alerts = append(p.Alerts, alert{Warning: true, Text: r.T("The run stopped before its end."),
			Hint: r.T("What was written is recorded, and nothing is written twice. Resume goes on where it stopped.")})
	}
	body.CanRead = listed != nil && listed.State != "running"
	body.CanResume = body.CanRead && listed.State == "stopped"
	t := r.target()
	body.CanBegin = listed == nil && r.im.Plan != "" && t != nil && !t.Grave()
	p.Body = body
	return r.show("run", p)
}

// failed is why a job ended otherwise than by its work; nil for one that was ended in order
// or is under way.
func (r *request) failed(j *jobs.Job) error {
	result, err := j.Result()
	if ended, ok := result.(runs.Result); err == nil && ok {
		err = ended.Err
		if err == nil && !errors.Is(ended.Reason, importer.ErrInterrupted) {
			err = ended.Reason
		}
	}
	return err
}

// runBody is what a screen shows of a job, which may be nil.
func (r *request) runBody(j *jobs.Job, screen string) runBody {
	body := runBody{Address: r.at.Address}
	if j == nil {
		body.Ended = true
		return body
	}
	body.Progress, body.Stopping, body.Known = r.progressOf(j), j.Stopping(), true
	body.Writes = j.Kind.Writes()
	if !body.Ended {
		body.Events = r.at.Address + "/" + screen + "/events?after=" + strconv.Itoa(body.Number)
	}
	return body
}

// refreshed is after how many seconds a browser without script shows the screen again.
func (r *request) refreshed(j *jobs.Job) int {
	if j == nil || j.Ended() {
		return 0
	}
	return 3
}

// stopRun asks the work on an import to end.
func (s *Server) stopRun(r *request) error {
	if j := r.job(); j != nil {
		j.Stop()
	}
	back := "run"
	if j := r.job(); j != nil && j.Kind == jobs.Plan {
		back = "plan"
	} else if j != nil && (j.Kind == jobs.Undo || j.Kind == jobs.UndoPreview) {
		back = "undo"
	}
	return r.seeOther(r.at.Address + "/" + back)
}

// resumeRun goes on with a run that was stopped, or takes up the rows that failed.
func (s *Server) resumeRun(r *request) error {
	if r.at.Folder == "" {
		return runfiles.ErrNoRun
	}
	folder, failed := r.at.Folder, r.PostFormValue("failed") != ""
	return r.start(jobs.Resume, r.at.Address+"/run", func(ctx context.Context, tell jobs.Tell) (any, error) {
		return s.Manager.Resume(ctx, folder, runs.ResumeOptions{Failed: failed}, tell.Face())
	})
}

// beginRun begins the run of the approved plan of an import, as after a failure of the
// connection. Where the number of changes has to be typed, that is done on the screen Plan.
func (s *Server) beginRun(r *request) error {
	if t := r.target(); r.im.Plan == "" || t == nil || t.Grave() {
		return r.seeOther(r.path("plan"))
	}
	return s.runPlan(r, planRun{})
}

// planRun is what belongs to the run of a plan besides: approve comes before it, and begun once
// it may have written. Either may be nil.
type planRun struct {
	approve func(context.Context) error
	begun   func()
}

// runPlan writes the accepted changes of the plan of an import, as a job, and leads to the screen Run.
func (s *Server) runPlan(r *request, of planRun) error {
	im, store := r.im, s.Imports
	plan := filepath.Join(store.Folder(im), im.Plan)
	out := s.vacant(store.Folder(im), "run")
	return r.start(jobs.Run, r.path("run"), func(ctx context.Context, tell jobs.Tell) (any, error) {
		face := tell.Face()
		face.Events = func(e runs.Event) {
			if b, is := e.(runs.Begun); is {
				if of.begun != nil {
					of.begun()
				}
				_, _ = store.Change(im.ID, func(im *imports.Import) { im.Run = filepath.Base(b.Folder) })
			}
			tell(e)
		}
		if of.approve != nil {
			if err := of.approve(ctx); err != nil {
				return nil, err
			}
		}
		return s.Manager.RunPlan(ctx, plan, runs.PlannedOptions{Target: im.Target, Out: out, By: s.User, GiveUpAfter: runs.DefaultGiveUpAfter}, face)
	})
}

// vacant is the name of a folder that does not exist yet.
func (s *Server) vacant(parent, stem string) string {
	for n := 1; ; n++ {
		name := filepath.Join(parent, stem)
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		if runs.Vacant(name) {
			return name
		}
	}
}
