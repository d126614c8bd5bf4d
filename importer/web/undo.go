package web

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/runfiles"
	"bcimport/reports"
)

// undoBody is what the screen Undo shows.
type undoBody struct {
	runBody
	// Preview is what the undo would do; nil while that is not known.
	Preview *undoPreview
	Part    template.HTML
	// Grave reports whether the number of values has to be typed.
	Grave bool
}

// undoPreview is what an undo would do.
type undoPreview struct {
	// Records are those that would be put back, Kept those that somebody has changed since.
	Records, Kept int
	part          string
}

// showUndo shows what an undo would do, or how it goes on.
func (s *Server) showUndo(r *request) error {
	j := r.job(jobs.Undo, jobs.UndoPreview)
	if j == nil || j.Ended() && j.Stopping() && j.Kind == jobs.UndoPreview {
		return r.seeOther(r.at.Address + "/report")
	}
	p := page{H1: r.T("Undo"), Refresh: r.refreshed(j), Steps: r.stepsOrNone("report"), Banner: r.undoTarget()}
	body := undoBody{runBody: r.runBody(j, "undo"), Grave: p.Banner.Grave()}
	result, err := j.Result()
	switch found := result.(type) {
	case undoPreview:
		body.Preview, body.Part = &found, template.HTML(found.part)
	case runs.Result:
		if found.Folder != "" && found.Err == nil {
			return r.seeOther(r.runAddress(found.Folder) + "/report")
		}
		err = errors.Join(err, found.Err, found.Reason)
	}
	if err != nil {
		_, said := r.describe(err)
		p.Alerts = append(p.Alerts, said)
	}
	p.Body = body
	return r.show("undo", p)
}

// undoTarget is where the run went that is to be undone.
func (r *request) undoTarget() *Target {
	about, err := r.server.Manager.About(r.at.Folder)
	if err != nil { // it is being undone; the import knows it too
		if t := r.target(); t != nil {
			return t
		}
		return &Target{Protected: true}
	}
	return r.recordedTarget(about.Target)
}

// previewUndo finds out what an undo of the run would do. Nothing is written, and no run is
// left of it.
func (s *Server) previewUndo(r *request) error {
	if r.at.Folder == "" {
		return runfiles.ErrNoRun
	}
	folder, words := r.at.Folder, r.reportWords()
	return r.start(jobs.UndoPreview, r.at.Address+"/undo", func(ctx context.Context, tell jobs.Tell) (any, error) {
		temp, err := os.MkdirTemp("", "bcimport-undo-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(temp)
		options := runs.UndoOptions{DryRun: true, Out: filepath.Join(temp, "undo"), By: s.User, GiveUpAfter: runs.DefaultGiveUpAfter}
		result, err := s.Manager.Undo(ctx, folder, options, tell.Face())
		if err = errors.Join(err, result.Err, result.Reason); err != nil {
			return nil, err
		}
		var part bytes.Buffer
		summary, err := s.Manager.ShowReport(ctx, result.Folder, words, "", &part)
		return previewOf(summary, part.String()), err
	})
}

func previewOf(s reports.Summary, part string) undoPreview {
	return undoPreview{Records: s.Rows.WouldUpdate, Kept: s.Rows.Failures(), part: part}
}

// undoRun puts back what the run changed, once it was shown what that is.
func (s *Server) undoRun(r *request) error {
	preview, err := r.previewed()
	if err != nil {
		return err
	}
	if r.undoTarget().Grave() && strings.TrimSpace(r.PostFormValue("count")) != strconv.Itoa(preview.Records) {
		return importer.Invalidf("%s", r.T("The number of records was not typed, or is another one.")).Hintf("%s", r.T("Type %d to undo the run.", preview.Records))
	}
	folder := r.at.Folder
	return r.start(jobs.Undo, r.at.Address+"/undo", func(ctx context.Context, tell jobs.Tell) (any, error) {
		return s.Manager.Undo(ctx, folder, runs.UndoOptions{By: s.User, GiveUpAfter: runs.DefaultGiveUpAfter}, tell.Face())
	})
}

// previewed is what was shown of the undo.
func (r *request) previewed() (undoPreview, error) {
	if j := r.job(jobs.Undo, jobs.UndoPreview); j != nil {
		result, _ := j.Result()
		if found, is := result.(undoPreview); is {
			return found, nil
		}
	}
	return undoPreview{}, importer.Invalidf("what the undo would do was not shown yet").Hintf("choose Undo in the report")
}
