package web

import (
	"errors"
	"path/filepath"
	"strings"

	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/runfiles"
)

// place is a run and where it is looked at: that of an import, or one that a command made.
type place struct {
	// Folder is that of the run; empty while an import has none.
	Folder string
	// Address is what the addresses of its screens begin with.
	Address string
	// subject is what its jobs are known by: there is one at a time for an import.
	subject string
}

// ofRun finds the run that a path names: of an import its latest.
func (s *Server) ofRun(answer func(*request) error) func(*request) error {
	return func(r *request) error {
		if id := r.PathValue("id"); id != "" {
			im, err := s.Imports.Get(id)
			if err != nil {
				return err
			}
			r.im = im
			r.at = place{Address: r.Base() + "/imports/" + im.ID, subject: im.ID}
			if im.Run != "" {
				r.at.Folder = filepath.Join(s.Imports.Folder(im), im.Run)
			}
			return answer(r)
		}
		folder, err := runfiles.Find(s.Imports.Dir(), r.PathValue("run"), s.Manager.Store.Name())
		if err != nil {
			return err
		}
		r.at = place{Folder: folder, Address: r.Base() + "/runs/" + r.PathValue("run"), subject: folder}
		if im, within := s.importOf(folder); within {
			r.im, r.at.subject = im, im.ID
		}
		return answer(r)
	}
}

// importOf is the import in whose folder a run is.
func (s *Server) importOf(folder string) (imports.Import, bool) {
	name, err := filepath.Rel(s.Imports.Dir(), folder)
	if err != nil {
		return imports.Import{}, false
	}
	first, _, nested := strings.Cut(filepath.ToSlash(name), "/")
	if !nested {
		return imports.Import{}, false
	}
	im, err := s.Imports.Get(first)
	return im, err == nil
}

// runAddress is where a run is looked at.
func (r *request) runAddress(folder string) string {
	if im, within := r.server.importOf(folder); within && im.Run == filepath.Base(folder) {
		return r.Base() + "/imports/" + im.ID
	}
	return r.Base() + "/runs/" + runfiles.ID(r.server.Imports.Dir(), folder)
}

// start starts work on the import or the run that the request is about, and leads to where it is
// seen. It outlives the request. Where other work on it is under way, as begun in a second tab,
// that goes on instead.
func (r *request) start(kind jobs.Kind, seen string, work jobs.Work) error {
	_, err := r.server.Jobs.Start(r.subject(), kind, work)
	if busy := (*jobs.BusyError)(nil); err != nil && !errors.As(err, &busy) {
		return err
	}
	return r.seeOther(seen)
}

// job is the latest job of some kinds on what the request is about; nil where there is none.
func (r *request) job(kinds ...jobs.Kind) *jobs.Job {
	return r.server.Jobs.Of(r.subject(), kinds...)
}

// subject is by what the jobs of an import or of a run are known.
func (r *request) subject() string {
	if r.at.subject != "" {
		return r.at.subject
	}
	return r.im.ID
}
