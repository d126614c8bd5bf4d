package web

import (
	"cmp"
	"errors"
	"html/template"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"bcimport/importer"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/runfiles"
	"bcimport/reports"
)

// reportBody is what the screen Report shows.
type reportBody struct {
	Address string
	// Part is what report.html shows. Package reports makes it of the run's record, by
	// templates that escape all values, and reads no file of the run folder for it.
	Part template.HTML
	// Steps are what can be done next, the most urgent first.
	Actions []action
	// Failed is the address of the failed rows in the form of the file; empty for none.
	Failed string
	Run    reports.Summary
}

// action is something to do with a run: a button.
type action struct {
	Name, Address string
	// Link reports whether it leads somewhere and changes nothing.
	Link bool
	// Field is sent along, where it is not empty.
	Field string
	// Main reports whether it is what most will do next.
	Main bool
}

// showReport shows how a run ended and what can be done next.
func (s *Server) showReport(r *request) error {
	if j := r.job(jobs.Run, jobs.Resume); j != nil && !j.Ended() {
		return r.seeOther(r.at.Address + "/run")
	}
	if r.at.Folder == "" {
		return r.seeOther(r.at.Address + "/plan")
	}
	shown, err := s.reports.Of(r.Context(), r.files(), r.Lang(), r.reportWords(), r.at.Address+"/files/")
	if errors.Is(err, importer.ErrInUse) {
		return r.seeOther(r.at.Address + "/run")
	}
	if err != nil {
		return err
	}
	body := reportBody{Address: r.at.Address, Part: template.HTML(shown.Part), Run: shown.Summary}
	if name := r.files().Failed(); name != "" {
		body.Failed = r.at.Address + "/files/" + name
	}
	undone := r.undone()
	body.Actions = r.actions(shown.Summary, body.Failed != "", undone)
	p := page{H1: r.T("Report"), Body: body, Banner: r.recordedTarget(shown.Summary.Target), Steps: r.stepsOrNone("report")}
	if undone {
		p.Alerts = append(p.Alerts, alert{Warning: true, Text: r.T("Everything that this run changed was put back since.")})
	}
	if body.Failed != "" && shown.Summary.Rows.Failures() == 0 {
		p.Alerts = append(p.Alerts, alert{
			Warning: true, Text: r.T("The plan could not use some rows of the file; they are no part of this run."),
			Hint: r.T("Download the failed rows, or mend them and run them again."),
		})
	}
	return r.show("report", p)
}

// stepsOrNone are the steps of an import, where the run is its latest.
func (r *request) stepsOrNone(here string) []step {
	if r.im.ID == "" || r.PathValue("id") == "" {
		return []step{}
	}
	return r.steps(here)
}

// actions are what can be done after a run, the most urgent first.
func (r *request) actions(run reports.Summary, failed, undone bool) []action {
	var all []action
	mend := false
	for _, step := range run.Next {
		switch step.Kind {
		case importer.StepResume:
			all = append(all, action{Name: r.T("Resume"), Address: r.at.Address + "/resume"})
		case importer.StepResumeFailed:
			all = append(all, action{Name: r.T("Resume failed rows"), Address: r.at.Address + "/resume", Field: "failed"})
		case importer.StepRunFailed:
			mend = true
			all = append(all, r.mending())
		case importer.StepApprove, importer.StepRunPlan:
			if r.im.ID != "" {
				all = append(all, action{Name: r.T("Plan"), Address: r.path("plan"), Link: true})
			}
		}
	}
	if failed && !mend && r.mappingText() != nil {
		all = append(all, r.mending())
	}
	if len(all) > 0 {
		all[0].Main = true // but for an undo, which few want after a run that succeeded
	}
	if run.Command != "plan" && !undone && run.Rows.Updated+run.Rows.Unknown > 0 {
		all = append(all, action{Name: r.undoing(run.Command), Address: r.at.Address + "/undo/preview"})
	}
	return all
}

func (r *request) mending() action {
	return action{Name: r.T("Mend and run again"), Address: r.at.Address + "/mend", Link: true}
}

// recordedTarget is where a run went, as its record says it.
func (r *request) recordedTarget(to importer.Target) *Target {
	all, _ := r.server.Connections.Targets(r.Context())
	return recorded(all, to)
}

// recorded is one of the targets that are known, or what the record of a run says of another.
func recorded(known []Target, to importer.Target) *Target {
	for _, t := range known {
		if to.Name != "" && t.Name == to.Name || to.Sandbox && t.Sandbox {
			t.Company = cmp.Or(to.Company, t.Company)
			return &t
		}
	}
	return &Target{
		Name: to.Name, Sandbox: to.Sandbox, Tenant: to.Tenant, Environment: to.Environment, Company: to.Company,
		Production: strings.EqualFold(to.Environment, "production"),
	}
}

// files are what the run has left.
func (r *request) files() runfiles.Run {
	return runfiles.Run{Manager: r.server.Manager, Folder: r.at.Folder, Dir: r.server.Imports.Dir()}
}

// download hands out a report as a file, which no browser shows as a page of this site.
func (s *Server) download(r *request) error {
	if j := r.job(jobs.Run, jobs.Resume); j != nil && !j.Ended() {
		return r.seeOther(r.at.Address + "/run")
	}
	name := r.PathValue("name")
	file, done, err := r.files().Open(r.Context(), name, r.reportWords())
	if err != nil {
		return err
	}
	defer done()
	if name == reports.FailedBook || name == reports.FailedFile {
		name = r.mendedName(filepath.Ext(name))
	}
	out := runfiles.NewDownload(r.w, name)
	_, err = io.Copy(out, file)
	return out.End(err)
}

// serveText serves a text of this program.
func serveText(kind, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = io.WriteString(w, text)
	})
}
