// Package web is the page: screens by which a person takes a file to the report of its run,
// in a browser on the same machine. It is one more face of package runs, as the command line
// is, and decides nothing that a run depends on. Who may ask, is decided by package guard.
// Start with New.
package web

import (
	"context"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"sync"
	"time"

	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/kept"
	"bcimport/importer/web/records"
	"bcimport/importer/web/runfiles"
	"bcimport/importer/web/tables"
	"bcimport/mapping/entity"
	reportpage "bcimport/reports/page"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// Target is a place that imports can go to, as far as a person needs to know.
type Target struct {
	Name string
	// Sandbox is the practice company of this program; Production and Protected targets are
	// written to only after a person has typed the number of changes.
	Sandbox, Production, Protected bool
	// Approval reports whether every run of the target needs an approved plan.
	Approval bool
	// Person reports whether a person signs in, and not a program.
	Person bool
	// Tenant, Environment and Company are empty as far as they are not known without signing in.
	Tenant, Environment, Company string
}

// Grave reports whether a write to the target has to be confirmed by its number of changes.
func (t Target) Grave() bool { return t.Production || t.Protected }

// Connections are the places that imports can go to.
type Connections interface {
	// Targets lists them, the practice company included. The error says what is wrong with
	// the settings; what could be read is listed all the same.
	Targets(ctx context.Context) ([]Target, error)
}

// Config is what a Server needs.
type Config struct {
	Manager     *runs.Manager
	Imports     *imports.Store
	Connections Connections
	// Accounts sign people in; nil: nobody can on the page.
	Accounts Accounts
	// Jobs are what is under way; whoever made them ends them after the last request.
	Jobs *jobs.Registry
	// Target is the name of the target that is chosen at first; empty: none.
	Target string
	// Language is the language of the page, as en or de; empty: what the browser asks for.
	Language string
	// User is who approves plans and begins runs, for their records.
	User string
	// Version of the program.
	Version string
	// Quit ends the program, in order.
	Quit func()
	// Now is the present time.
	Now func() time.Time
	// Base returns the path below which the page is served, without a slash at its end, and
	// Token what every change has to carry.
	Base  func(ctx context.Context) string
	Token func(ctx context.Context) string
}

// Server is the page. It is safe for concurrent use.
type Server struct {
	Config
	mux     *http.ServeMux
	screens map[string]*template.Template
	reports runfiles.Cache
	tables  tables.Registry

	described kept.Values[[2]string, *entity.Entity] // by target and record set
	listed    kept.Values[string, runs.Sets]         // by target
	looks     kept.Values[reading, runs.Look]        // a workbook takes a while to open
	mapping   sync.Mutex                             // held while a mapping is changed
}

// New makes the page. Its paths begin at /; what they are below is Config.Base.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, mux: http.NewServeMux()}
	s.described.Time, s.listed.Time, s.looks.Most = describedTime, describedTime, mostLooks
	shared := *c.Manager
	shared.Store = records.Share(shared.Store)
	s.Manager = &shared
	if err := s.parse(); err != nil {
		return nil, err
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	s.mux.Handle("GET /static/", cacheable(http.StripPrefix("/static/", http.FileServerFS(static))))
	s.mux.Handle("GET /static/report.css", serveText("text/css; charset=utf-8", reportpage.Style()))
	s.mux.Handle("GET /static/report.js", serveText("text/javascript; charset=utf-8", reportpage.Script()))
	s.routes()
	return s, nil
}

// cacheable lets the browser keep a file, of which the next program has another address: the last
// screen is shown when nothing is served any more.
func cacheable(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, max-age=86400")
		h.ServeHTTP(w, r)
	})
}

// Close drops what the page keeps for its screens. It comes after the last request and the end
// of all jobs.
func (s *Server) Close() error { return s.tables.Close() }

// ServeHTTP answers a request that was let in.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// parse reads the templates: one a screen, each within the layout.
func (s *Server) parse() error {
	layout, err := template.ParseFS(templateFiles, "templates/layout.html", "templates/part_*.html")
	if err != nil {
		return err
	}
	names, err := fs.Glob(templateFiles, "templates/screen_*.html")
	if err != nil {
		return err
	}
	s.screens = make(map[string]*template.Template, len(names))
	for _, name := range names {
		own, err := layout.Clone()
		if err != nil {
			return err
		}
		if _, err := own.ParseFS(templateFiles, name); err != nil {
			return err
		}
		s.screens[name[len("templates/screen_"):len(name)-len(".html")]] = own
	}
	return nil
}
