package web

import (
	"net/http"
	"time"

	"bcimport/importer"
	"bcimport/importer/web/captions"
	"bcimport/importer/web/words"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping/entity"
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

// called is what fields of a set are called in the language of the page.
func (r *request) called(set *entity.Entity) func(field string) string {
	return captions.New(set, r.words)
}

// language says what the core and its reports tell in the language of the page.
type language struct {
	*words.Printer
	core *messages.Language
}

func (r *request) language() language { return language{r.words, messages.In(r.Lang())} }

// Say returns the words of a text about the records of a set, which it has placeholders for.
func (l language) Say(text string, nouns entity.Nouns, args ...any) string {
	return l.core.In(l.T(text, args...), nouns)
}

// Fields is what the fields of a set are called.
func (l language) Fields(set *entity.Entity) func(field string) string {
	return captions.New(set, l.Printer)
}

// Message returns a message about a row.
func (l language) Message(m importer.Message, words importer.Words, nouns entity.Nouns) string {
	return l.core.Message(m, words, nouns)
}
