package web

import (
	"net/http"

	"bcimport/importer/web/jobs"
)

// routes says which screen answers which address. Each screen has its file.
func (s *Server) routes() {
	s.handle("GET /{$}", s.showImports)
	s.handle("GET /new", s.showNew)
	s.handle("POST /new", s.createImport)
	s.handle("POST /quit", s.quit)

	s.handle("GET /imports/{id}/file", s.ofImport(s.showFile))
	s.handle("POST /imports/{id}/file", s.ofImport(s.changeFile))
	s.handle("POST /imports/{id}/remove", s.ofImport(s.removeImport))

	s.handle("GET /imports/{id}/columns", s.ofImport(s.showColumns))
	s.handle("POST /imports/{id}/columns", s.ofImport(s.changeColumns))
	s.handle("GET /imports/{id}/mapping.yaml", s.ofImport(s.downloadMapping))
	s.handle("POST /imports/{id}/mapping/keep", s.ofImport(s.keepMapping))
	s.handle("POST /imports/{id}/mapping/open", s.ofImport(s.openMapping))
	s.handle("POST /imports/{id}/mapping/propose", s.ofImport(s.proposeMapping))

	s.handle("GET /imports/{id}/check", s.ofImport(s.showCheck))
	s.handle("POST /imports/{id}/check", s.ofImport(s.continueToPlan))
	s.handle("GET /imports/{id}/check/mend", s.ofImport(s.downloadMend))

	s.handle("GET /imports/{id}/plan", s.ofRun(s.showPlan))
	s.handle("POST /imports/{id}/plan", s.ofRun(s.makePlan))
	s.handle("GET /imports/{id}/plan/events", s.ofRun(func(r *request) error { return r.watch(r.job(jobs.Plan)) }))
	s.handle("POST /imports/{id}/plan/accept", s.ofRun(s.acceptChanges))
	s.handle("GET /imports/{id}/plan/review", s.ofRun(s.review))
	s.handle("POST /imports/{id}/plan/write", s.ofRun(s.writeChanges))

	s.handle("GET /connections", s.showConnections)
	s.handle("GET /connections/{target}", s.showConnection)
	s.handle("POST /connections/{target}/examine", s.examine)
	s.handle("POST /connections/{target}/sign-in", s.signIn)
	s.handle("POST /connections/{target}/sign-in/cancel", s.cancelSignIn)
	s.handle("POST /connections/{target}/sign-out", s.signOut)

	s.handle("POST /imports/{id}/run", s.ofImport(s.beginRun))
	s.ofRuns("GET", "run", s.showRun)
	s.ofRuns("GET", "run/events", func(r *request) error { return r.watch(r.job(jobs.Run, jobs.Resume)) })
	s.ofRuns("POST", "stop", s.stopRun)
	s.ofRuns("POST", "resume", s.resumeRun)
	s.ofRuns("GET", "report", s.showReport)
	s.ofRuns("GET", "files/{name}", s.download)
	s.ofRuns("GET", "mend", s.showMend)
	s.ofRuns("POST", "mend", s.mend)
	s.ofRuns("GET", "undo", s.showUndo)
	s.ofRuns("GET", "undo/events", func(r *request) error { return r.watch(r.job(jobs.Undo, jobs.UndoPreview)) })
	s.ofRuns("POST", "undo/preview", s.previewUndo)
	s.ofRuns("POST", "undo", s.undoRun)
	s.handle("GET /", func(*request) error { return errNoScreen })
}

// ofRuns answers a screen of a run, whether it is that of an import or one that a command
// made.
func (s *Server) ofRuns(method, screen string, answer func(*request) error) {
	s.handle(method+" /imports/{id}/"+screen, s.ofRun(answer))
	s.handle(method+" /runs/{run}/"+screen, s.ofRun(answer))
}

// handle answers a pattern; an error becomes a page that says it.
func (s *Server) handle(pattern string, answer func(*request) error) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		asked := s.newRequest(w, r)
		if err := answer(asked); err != nil {
			asked.fail(err)
		}
	})
}

// ofImport finds the import that a path names.
func (s *Server) ofImport(answer func(*request) error) func(*request) error {
	return func(r *request) error {
		im, err := s.Imports.Get(r.PathValue("id"))
		if err != nil {
			return err
		}
		r.im = im
		return answer(r)
	}
}
