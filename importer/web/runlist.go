package web

import (
	"path/filepath"
	"strings"

	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
)

// listedRun is a run in the list of imports.
type listedRun struct {
	runs.Listed
	// File is what it was a run of, and What how it stands, in words.
	File, What string
	// To is where it went.
	To *Target
	// Tone colours how it stands: good, look or bad.
	Tone string
	// Address is where it is looked at, Open what of it is.
	Address, Open      string
	CanResume, CanUndo bool
	// Undo is what the button says that undoes it.
	Undo string
}

// listRuns lists the runs that are worth a row: the plan of an import is a step of it.
func (r *request) listRuns() ([]listedRun, error) {
	found, err := r.server.Manager.List(r.server.Imports.Dir())
	if err != nil {
		return nil, err
	}
	targets, _ := r.server.Connections.Targets(r.Context())
	var all []listedRun
	undone := undoings{}
	for _, l := range found {
		undone.add(l)
		im, within := r.server.importOf(l.Folder)
		if within && (l.Command == "plan" || im.Run != filepath.Base(l.Folder) && r.beginning(l, im)) {
			continue
		}
		row := listedRun{Listed: l, File: filepath.Base(l.Input), Address: r.runAddress(l.Folder), Open: "report", To: recorded(targets, l.Target), Undo: r.undoing(l.Command)}
		if within {
			row.File = im.File
		}
		if l.Command == "undo" {
			row.File = r.T("Undo of %s", row.File)
		}
		if row.File == "." {
			row.File = strings.TrimSuffix(filepath.Base(l.Folder), ".run")
		}
		if row.State == "running" {
			r.underWay(&row, targets)
		}
		r.stands(&row)
		if u, is := undone[filepath.Clean(l.Folder)]; is && row.CanUndo {
			row.What, row.Tone, row.CanUndo = r.T("undone"), "", false
			if u.Rows["failure"] > 0 {
				row.What, row.Tone, row.CanUndo = r.T("undone in part"), "look", true
			}
		}
		all = append(all, row)
	}
	return all, nil
}

// beginning reports whether a run is one that its import does not know yet, whose record may
// be half made.
func (r *request) beginning(l runs.Listed, im imports.Import) bool {
	j := r.server.Jobs.Of(im.ID)
	return l.State == "running" || l.Began.IsZero() && j != nil && !j.Ended()
}

// undoing is what undoing a run is called: an undo that can be undone like any run must not
// look as if there were still something to put back.
func (r *request) undoing(command string) string {
	if command == "undo" {
		return r.T("Undo the undo")
	}
	return r.T("Undo")
}

// undoings are the runs that put others back, by the folder of what they put back.
type undoings map[string]runs.Listed

// add takes up a run, the newest first: an undo that was undone itself put nothing back.
func (u undoings) add(l runs.Listed) {
	if _, was := u[filepath.Clean(l.Folder)]; l.Command != "undo" || was || l.State != "finished" || l.Rows["success"] == 0 {
		return
	}
	if of := filepath.Clean(l.Input); u[of].Folder == "" {
		u[of] = l
	}
}

// undone reports whether all that the run changed was put back since.
func (r *request) undone() bool {
	found, _ := r.server.Manager.List(r.server.Imports.Dir())
	all := undoings{}
	for _, l := range found {
		all.add(l)
	}
	by, is := all[filepath.Clean(r.at.Folder)]
	return is && by.Rows["failure"] == 0
}

// underWay tells what is known of a run whose record is in use: what its job has told.
func (r *request) underWay(row *listedRun, targets []Target) {
	subject := row.Folder
	if im, within := r.server.importOf(row.Folder); within {
		subject = im.ID
	}
	j := r.server.Jobs.Of(subject)
	if j == nil || j.Ended() {
		return
	}
	row.Began = j.Begun
	for _, n := range j.Now(0) {
		switch e := n.Event.(type) {
		case runs.Connected:
			row.Company, row.To = e.Target.Company, recorded(targets, e.Target)
		case runs.Begun:
			row.Total = e.Rows
		}
	}
}

// stands says how a run stands.
func (r *request) stands(row *listedRun) {
	failures := row.Rows["failure"]
	switch {
	case row.State == "running":
		row.What, row.Tone, row.Open = r.T("running"), "good", "run"
	case row.State == "stopped":
		row.What, row.Tone, row.CanResume = r.T("stopped"), "look", true
	case row.State == "damaged":
		row.What, row.Tone = r.T("damaged"), "bad"
	case row.State != "finished":
		row.What, row.Tone = r.T("not readable"), "bad"
	case row.Command == "plan":
		row.What = r.T("planned")
	case failures > 0:
		row.What, row.Tone = r.T("finished, %d rows did not succeed", failures), "look"
	default:
		row.What, row.Tone = r.T("finished"), "good"
	}
	row.CanUndo = row.Command != "plan" && row.Rows["success"] > 0 && (row.State == "finished" || row.State == "stopped")
}
