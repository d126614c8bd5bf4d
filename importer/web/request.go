package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"bcimport/importer/web/imports"
	"bcimport/importer/web/words"
)

// request is a request to a screen, with what answers it.
type request struct {
	*http.Request
	w      http.ResponseWriter
	server *Server
	words  *words.Printer
	im     imports.Import // of a path below an import
	at     place          // of a path below a run
}

// page is what the layout shows; Body is what the screen's own template does.
type page struct {
	*request
	H1 string
	// About is what the title of the window says beside it; empty: the file of the import.
	About string
	Steps []step
	// Banner is where the import goes; nil where no target is chosen.
	Banner *Target
	// Alerts are said above the screen.
	Alerts []alert
	Body   any
	// Refresh is after how many seconds a browser without script loads the page again; 0: never.
	Refresh int
}

// alert is what went wrong, what it means for the data, and what to do.
type alert struct {
	Text, Hint string
	Warning    bool // it is no error
}

func (s *Server) newRequest(w http.ResponseWriter, r *http.Request) *request {
	return &request{Request: r, w: w, server: s, words: s.printer(r)}
}

// Base is the path below which the page is served.
func (r *request) Base() string { return r.server.Base(r.Context()) }

// Token is what every change has to carry.
func (r *request) Token() string { return r.server.Token(r.Context()) }

// Version is that of the program.
func (r *request) Version() string { return r.server.Config.Version }

// Import is the import that the path names.
func (r *request) Import() imports.Import { return r.im }

// path is an address of the import, as file or plan.
func (r *request) path(screen string) string { return r.Base() + "/imports/" + r.im.ID + "/" + screen }

// show answers with a screen.
func (r *request) show(screen string, p page) error { return r.showWith(http.StatusOK, screen, p) }

func (r *request) showWith(status int, screen string, p page) error {
	p.request = r
	if r.im.ID != "" && p.Steps == nil {
		p.Steps = r.steps(screen)
	}
	if p.Banner == nil {
		p.Banner = r.target()
	}
	if p.About == "" {
		p.About = r.im.File
	}
	t, known := r.server.screens[screen]
	if !known {
		return fmt.Errorf("no screen %s", screen)
	}
	var out bytes.Buffer
	name := "layout"
	if r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") == "" && r.Header.Get("HX-History-Restore-Request") == "" {
		name = "live" // the part that changes, which each screen defines
	}
	if err := t.ExecuteTemplate(&out, name, p); err != nil {
		return err
	}
	r.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	r.w.Header().Set("Cache-Control", "no-store")
	r.w.Header().Set("Vary", "HX-Request, Accept-Language")
	r.w.WriteHeader(status)
	_, _ = r.w.Write(out.Bytes()) // a browser that has gone on hears no other answer either
	return nil
}

// seeOther sends the browser on after a change, so that loading again changes nothing.
func (r *request) seeOther(address string) error {
	http.Redirect(r.w, r.Request, address, http.StatusSeeOther)
	return nil
}

// target is the chosen target; nil where there is none, or no longer.
func (r *request) target() *Target {
	if r.im.Target == "" {
		return nil
	}
	all, _ := r.server.Connections.Targets(r.Context())
	for _, t := range all {
		if t.Name == r.im.Target {
			return &t
		}
	}
	return nil
}

// cameFrom is the screen with the form that was sent; empty where that is not known.
func (r *request) cameFrom() string {
	from, err := url.Parse(r.Referer())
	if err != nil || r.Method != http.MethodPost || !strings.HasPrefix(from.Path, r.Base()+"/") {
		return ""
	}
	return from.RequestURI()
}

// fail answers with what went wrong.
func (r *request) fail(err error) {
	status, said := r.describe(err)
	if shown := r.showWith(status, "problem", page{H1: r.T("This did not work"), Alerts: []alert{said}, Body: r.cameFrom()}); shown != nil {
		http.Error(r.w, said.Text, status)
	}
}
