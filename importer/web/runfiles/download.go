package runfiles

import (
	"mime"
	"net/http"
	"path/filepath"
	"strings"

	"bcimport/reports"
)

// Download is a file that a browser saves, and shows as no page of the site.
type Download struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

// NewDownload returns the file of an answer, which begins with its first byte.
func NewDownload(w http.ResponseWriter, name string) *Download { return &Download{w: w, name: name} }

// End returns err, with which the file ended, for a page that says it. Where the browser has got
// a part of the file, it breaks the connection off instead, so that nobody takes that for whole.
func (d *Download) End(err error) error {
	if err != nil && d.begun {
		panic(http.ErrAbortHandler)
	}
	return err
}

func (d *Download) Write(data []byte) (int, error) {
	if !d.begun {
		d.Begin()
	}
	return d.w.Write(data)
}

// Begin says what comes; Write does so where it was not said.
func (d *Download) Begin() {
	d.begun = true
	h := d.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
}

// MendedName is what a file of rows to mend is called: like the file they are of, whose name is
// empty where it is not known, and what they are.
func MendedName(of, what, ext string) string {
	suffix := "-" + what
	name := strings.TrimSuffix(strings.TrimSuffix(of, filepath.Ext(of)), suffix)
	if name == "" {
		return strings.TrimSuffix(reports.FailedFile, filepath.Ext(reports.FailedFile)) + ext
	}
	return name + suffix + ext
}
