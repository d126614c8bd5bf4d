package web

import "net/http"

// routes says which screen answers which address. Each screen has its file.
func (s *Server) routes() {
	s.handle("GET /{$}", s.showImports)
	s.handle("GET /new", s.showNew)
	s.handle("POST /new", s.createImport)
	s.handle("POST /quit", s.quit)

	s.handle("GET /imports/{id}/file", s.ofImport(s.showFile))
	s.handle("POST /imports/{id}/file", s.ofImport(s.changeFile))
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
