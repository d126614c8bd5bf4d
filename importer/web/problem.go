package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/runfiles"
	"bcimport/mapping/phrase"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// errNoScreen is an address that no screen has, as one that a person mistyped or that only takes
// a form.
var errNoScreen = errors.New("no such screen")

// describe says an error for people, and with which status it is answered.
func (r *request) describe(err error) (status int, said alert) {
	said = alert{Text: lines.Line(r.language().core.Phrase(phrase.New("%s", err), nil)), Hint: r.hints(importer.Hints(err))}
	switch {
	case errors.Is(err, imports.ErrNone):
		said.Text, said.Hint = r.T("This import does not exist, or no longer."), r.T("Begin a new one, or choose one from the list.")
		return http.StatusNotFound, said
	case errors.Is(err, runfiles.ErrNoRun), errors.Is(err, runfiles.ErrNone):
		said.Text, said.Hint = r.T("This run does not exist, or no longer."), r.T("Choose one from the list.")
		return http.StatusNotFound, said
	case errors.Is(err, errNoScreen):
		said.Text, said.Hint = r.T("This screen does not exist."), r.T("Choose one from the list.")
		return http.StatusNotFound, said
	case errors.Is(err, imports.ErrTooLarge):
		return http.StatusRequestEntityTooLarge, said
	case importer.KindOf(err) == importer.KindInvalid, runs.EndOf(err) == importer.EndRefused:
		return http.StatusUnprocessableEntity, said
	}
	return http.StatusInternalServerError, said
}

// stepWords are the words of the page for what a person can choose.
type stepWords struct{ r *request }

// The reports say what they show in the language of these words.
var _ reports.Language = reportWords{}

// reportWords are the words of the page with its language.
type reportWords struct {
	stepWords
	language
}

// hint says what to do, in the language of the page.
func (r *request) hint(h importer.Hint) string { return r.language().core.Hint(h, stepWords{r}) }

// hints says each of some hints once.
func (r *request) hints(all []importer.Hint) string {
	var said []string
	for _, h := range all {
		if words := r.hint(h); !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return strings.Join(said, r.T("; "))
}

func (r *request) reportWords() reportWords { return reportWords{stepWords{r}, r.language()} }

// Option names a control, and what to set it to.
func (w stepWords) Option(o importer.Option) string {
	if o.Name == "limit" { // which the page does not have
		return w.r.T("a single change")
	}
	name := strings.ReplaceAll(o.Name, "_", " ")
	switch o.Name {
	case "encoding":
		name = w.r.T("Encoding")
	case "delimiter":
		name = w.r.T("Delimiter")
	case "header_line":
		name = w.r.T("Line of the column names")
	case "sheet":
		name = w.r.T("Sheet")
	}
	if o.Value != "" {
		return name + " = " + o.Value
	}
	return name
}

// Step names a button.
func (w stepWords) Step(s importer.Step) string {
	switch s.Kind {
	case importer.StepResume, importer.StepResumeFailed:
		return w.r.T("Resume")
	case importer.StepRunFailed:
		return w.r.T("Mend and run again")
	case importer.StepUndo:
		return w.r.T("Undo")
	case importer.StepReport:
		return w.r.T("Report")
	case importer.StepPlan, importer.StepRunPlan, importer.StepApprove, importer.StepRunApproved:
		return w.r.T("Plan")
	case importer.StepSignIn:
		return w.r.T("Sign in")
	}
	return w.r.T("Imports")
}

// Path names a file.
func (w stepWords) Path(p importer.Path) string { return lines.Line(string(p)) }
