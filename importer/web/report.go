package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/importer/web/jobs"
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
}

// showReport shows how a run ended and what can be done next.
func (s *Server) showReport(r *request) error {
	if j := r.job(jobs.Run, jobs.Resume); j != nil && !j.Ended() {
		return r.seeOther(r.at.Address + "/run")
	}
	if r.at.Folder == "" {
		return r.seeOther(r.at.Address + "/plan")
	}
	shown, err := s.reports.of(r)
	if errors.Is(err, importer.ErrInUse) {
		return r.seeOther(r.at.Address + "/run")
	}
	if err != nil {
		return err
	}
	body := reportBody{Address: r.at.Address, Part: template.HTML(shown.part), Run: shown.summary}
	if name := r.failedFile(); name != "" {
		body.Failed = r.at.Address + "/files/" + name
	}
	body.Actions = r.actions(shown.summary, body.Failed != "")
	return r.show("report", page{H1: r.T("Report"), Body: body, Banner: r.recordedTarget(shown.summary.Target), Steps: r.stepsOrNone("report")})
}

// stepsOrNone are the steps of an import, where the run is its latest.
func (r *request) stepsOrNone(here string) []step {
	if r.im.ID == "" || r.PathValue("id") == "" {
		return []step{}
	}
	return r.steps(here)
}

// actions are what can be done after a run, the most urgent first.
func (r *request) actions(run reports.Summary, failed bool) []action {
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
	if run.Command != "plan" && run.Rows.Updated+run.Rows.Unknown > 0 {
		all = append(all, action{Name: r.T("Undo"), Address: r.at.Address + "/undo/preview"})
	}
	return all
}

func (r *request) mending() action {
	return action{Name: r.T("Mend and run again"), Address: r.at.Address + "/mend", Link: true}
}

// recordedTarget is where a run went, as its record says it.
func (r *request) recordedTarget(to importer.Target) *Target {
	all, _ := r.server.Connections.Targets(r.Context())
	for _, t := range all {
		if to.Name != "" && t.Name == to.Name || to.Sandbox && t.Sandbox {
			return &t
		}
	}
	return &Target{
		Name: to.Name, Sandbox: to.Sandbox, Tenant: to.Tenant, Environment: to.Environment, Company: to.Company,
		Production: strings.EqualFold(to.Environment, "production"),
	}
}

// failedFile is the name of the file that holds the rows that did not succeed, in the form of
// the file that they come from; empty where there are none. Of the run of a plan it holds
// those that the plan has refused, too.
func (r *request) failedFile() string {
	if r.at.Folder == "" {
		return ""
	}
	names := []string{reports.FailedBook, reports.FailedFile}
	for i, folder := range r.folders() {
		for _, name := range names {
			if info, err := os.Lstat(filepath.Join(folder, name)); err == nil && info.Mode().IsRegular() {
				return name
			}
		}
		if i > 0 && r.runFailed() {
			about, err := r.server.Manager.About(folder)
			if err == nil && about.Input.Format != "" {
				return reports.FailedBook
			}
			return reports.FailedFile
		}
	}
	return ""
}

// runFailed reports whether rows of the run did not succeed.
func (r *request) runFailed() bool {
	l, err := r.listed()
	return err == nil && l != nil && l.Rows["failure"] > 0
}

// openFailed opens the failed rows; of the run of a plan they are put together first. done
// closes the file.
func (r *request) openFailed() (file *os.File, done func(), err error) {
	if len(r.folders()) < 2 {
		return opened(openIn(r.at.Folder, r.failedFile()))
	}
	temp, err := os.MkdirTemp("", "bcimport-failed-")
	if err != nil {
		return nil, nil, err
	}
	name, err := r.server.Manager.WriteFailed(r.Context(), r.at.Folder, temp, stepWords{r})
	if err == nil {
		file, err = openIn(temp, name)
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(temp))
	}
	return file, func() { file.Close(); os.RemoveAll(temp) }, nil
}

func opened(file *os.File, err error) (*os.File, func(), error) {
	return file, func() { file.Close() }, err
}

// openIn opens a regular file of a folder.
func openIn(folder, name string) (*os.File, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if info, err := root.Lstat(name); name == "" || err != nil || !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	return root.Open(name)
}

// folders are that of the run and that of the plan whose changes it wrote.
func (r *request) folders() []string {
	if r.at.Folder == "" {
		return nil
	}
	all := []string{r.at.Folder}
	about, err := r.server.Manager.About(r.at.Folder)
	if err != nil || about.Approval == nil {
		return all
	}
	if within, err := filepath.Rel(r.server.Imports.Dir(), about.Approval.Plan); err == nil && filepath.IsLocal(within) {
		all = append(all, about.Approval.Plan)
	}
	return all
}

// download hands out a report. One that is missing, as after the end of a program that was
// killed, is written first.
func (s *Server) download(r *request) error {
	name := r.PathValue("name")
	if !slices.Contains(reports.Downloads(), name) || r.at.Folder == "" {
		return errNoRun
	}
	err := r.sendFile(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if j := r.job(); j != nil && !j.Ended() {
		return r.seeOther(r.at.Address + "/run")
	}
	if _, err := s.Manager.Report(r.Context(), r.at.Folder, "", "", jobs.Tell(func(any) {}).Face()); err != nil {
		return err
	}
	if err = r.sendFile(name); errors.Is(err, fs.ErrNotExist) {
		return errNoFile
	}
	return err
}

// errNoFile is a report that the run does not have.
var errNoFile = errors.New("the run has no such file")

// sendFile sends a report as a download, which no browser shows as a page of this site.
func (r *request) sendFile(name string) error {
	open := func() (*os.File, func(), error) { return opened(openIn(r.at.Folder, name)) }
	if name == reports.FailedBook || name == reports.FailedFile {
		if name != r.failedFile() {
			return errNoFile
		}
		open = r.openFailed
	}
	file, done, err := open()
	if err != nil {
		return err
	}
	defer done()
	h := r.w.Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", "no-store")
	_, err = io.Copy(r.w, file)
	return err
}

// reportCache keeps the reports that were shown last. It is safe for concurrent use.
type reportCache struct {
	mu    sync.Mutex
	kept  []*shownReport // the latest first
	locks sync.Map       // of the folders whose reports are being made
}

// shownReport is the report of a run as it was shown.
type shownReport struct {
	key     string
	summary reports.Summary
	part    string
}

// mostReports bounds the cache: a report has less than 2 MB.
const mostReports = 8

// of returns the report of the run that a request is about, made anew where the run has
// changed since.
func (c *reportCache) of(r *request) (*shownReport, error) {
	lock, _ := c.locks.LoadOrStore(r.at.Folder, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()
	key := r.at.Address + "\n" + r.Lang() + "\n" + r.at.Folder + "\n" + fingerprint(r.at.Folder, r.server.Manager.Store.Name())
	if found := c.find(key); found != nil {
		return found, nil
	}
	var part bytes.Buffer
	summary, err := r.server.Manager.ShowReport(r.Context(), r.at.Folder, stepWords{r}, r.at.Address+"/files/", &part)
	if err != nil {
		return nil, err
	}
	shown := &shownReport{key, summary, part.String()}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.Insert(c.kept, 0, shown)
	c.kept = c.kept[:min(len(c.kept), mostReports)]
	return shown, nil
}

func (c *reportCache) find(key string) *shownReport {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.kept {
		if s.key == key {
			return s
		}
	}
	return nil
}

// fingerprint changes when a run does.
func fingerprint(folder, record string) string {
	var b strings.Builder
	for _, name := range []string{record, reports.SummaryFile, reports.FailedFile} {
		if info, err := os.Stat(filepath.Join(folder, name)); err == nil {
			fmt.Fprintln(&b, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// serveText serves a text of this program.
func serveText(kind, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = io.WriteString(w, text)
	})
}
