package web

import (
	"context"
	"errors"
	"slices"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
)

// removeImport removes an import with its copy of the file. One whose changes were written, even
// in part, stays: its record is the way back.
func (s *Server) removeImport(r *request) error {
	im := r.im
	// As a job it comes before or after any other work on the import, such as a run.
	j, err := s.Jobs.Start(im.ID, jobs.Remove, func(context.Context, jobs.Tell) (any, error) {
		found, err := s.Manager.List(s.Imports.Folder(im))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(found, func(l runs.Listed) bool { return l.Command != "plan" }) {
			return nil, importer.Invalidf("this import was run already").Hintf("it stays, so that it can be undone")
		}
		return nil, s.Imports.Drop(im)
	})
	if busy := (*jobs.BusyError)(nil); errors.As(err, &busy) {
		return importer.Invalidf("this import is being worked on").Hintf("stop that first, or wait until it has ended")
	}
	if err != nil {
		return err
	}
	<-j.Done()
	if _, err := j.Result(); err != nil {
		return err
	}
	s.Jobs.Forget(im.ID)
	return r.seeOther(r.Base() + "/")
}
