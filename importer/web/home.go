package web

import (
	"net/http"

	"bcimport/importer/web/imports"
)

// importsBody is what the list of imports shows.
type importsBody struct {
	Imports []imports.Import // that have no run yet
	Runs    []listedRun
}

// showImports answers the list of imports and runs.
func (s *Server) showImports(r *request) error {
	all, err := s.Imports.All()
	if err != nil {
		return err
	}
	listed, err := r.listRuns()
	if err != nil {
		return err
	}
	var open []imports.Import
	for _, im := range all {
		if im.Run == "" {
			open = append(open, im)
		}
	}
	return r.show("imports", page{H1: r.T("Imports"), Body: importsBody{open, listed}})
}

// quit ends the program; what is under way is finished as far as it must be.
func (s *Server) quit(r *request) error {
	defer s.Quit()
	return r.showWith(http.StatusOK, "ended", page{H1: r.T("bcimport has ended")})
}
