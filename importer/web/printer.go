package web

import (
	"net/http"
	"time"

	"bcimport/importer/web/words"
)

// printer returns the words of the language that was chosen for the page, or else of the one
// that the browser asks for.
func (s *Server) printer(r *http.Request) *words.Printer {
	return words.For(r.Header.Get("Accept-Language"), s.Language)
}

// T returns the words of an English text in the language of the page.
func (r *request) T(text string, args ...any) string { return r.words.T(text, args...) }

// Lang is the language of the page.
func (r *request) Lang() string { return r.words.Lang() }

// Time writes a time as people here do, on the clock of the machine.
func (r *request) Time(t time.Time) string { return r.words.Time(t.Local()) }

// Number writes a whole number.
func (r *request) Number(n int) string { return r.words.Number(n) }

// Duration writes a length of time.
func (r *request) Duration(d time.Duration) string { return r.words.Duration(d) }
