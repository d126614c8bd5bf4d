package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"bcimport/importer"
)

//go:embed page.html
var layout string

//go:embed style.css
var style string

//go:embed script.js
var script string

// Limit is the size in bytes that a page never reaches.
const Limit = 2_000_000

// Page collects what report.html shows of a run's rows. It holds the first rows of every
// kind and counts the rest, so that neither it nor the page grows with the run. It is not
// safe for concurrent use.
//
// With Options.NoValues it shows no values of records. It does show keys and messages, as
// report.csv does, and a message may quote the cell that it is about.
type Page struct {
	about    importer.About
	words    importer.Words
	say      Language
	called   func(field string) string // by people
	part     bool                      // it is shown within another page, which knows no command line
	layout   *template.Template
	counts   counts
	groups   groups
	changes  cappedTable
	fields   fields
	timeline timeline
}

// Ending is how the run ended and what was written beside the page.
type Ending struct {
	importer.Ending // State is never empty; a zero FinishedAt is a run that was killed
	Spent           importer.Spent
	Missing         int // rows that are in no report, because the input is gone
	ExitCode        int
	Next            []importer.Step // the most urgent first; see importer.NextSteps
	// Suspicions are what was found about the input as a whole, accepted or not.
	Suspicions []importer.Suspicion
	// Names of the other reports; empty for one that was not written.
	Report, Changes, Failed string
}

// New returns the page of a run. words are what the reader's program calls options and
// steps; a step names the run by its folder's name alone. say is the language of the page;
// nil is English.
func New(about importer.About, words importer.Words, say Language) (*Page, error) {
	if say == nil {
		say = english{}
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"number": say.Number, "T": say.T, "lang": say.Lang,
		"statusName": func(s importer.Status) string { return statusName(say, s) },
	}).Parse(layout)
	if err != nil {
		return nil, fmt.Errorf("read the layout of the page: %w", err)
	}
	return &Page{
		about: about, words: words, say: say, called: say.Fields(about.Entity), layout: t, groups: newGroups(say, about.Nouns()),
		changes: newChanges(about), timeline: newTimeline(about.StartedAt),
	}, nil
}

// Add adds the next row of the run, in input order, with its message in words.
func (p *Page) Add(o importer.Outcome, message string) error {
	p.counts.add(o)
	failed := o.Status.Result() == "failure"
	if !o.FinishedAt.IsZero() && o.Status != importer.NotAttempted {
		p.timeline.add(o.FinishedAt, failed)
	}
	if failed || o.Code != "" {
		if err := p.addToGroup(o, message); err != nil {
			return err
		}
	}
	if len(o.Changes) == 0 {
		return nil
	}
	return p.addChanges(o)
}

// Write writes the page; nothing can be added after that.
func (p *Page) Write(w io.Writer, e Ending) error {
	p.counts.addMissing(e.Missing)
	if err := p.layout.ExecuteTemplate(w, "page", p.view(e)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// WritePart writes what the page shows for a place within another page, which links to Style
// and Script; nothing can be added after that. files is what comes before the names of the
// other reports in their addresses; empty: they are not linked to. What to do next the other
// page says itself.
func (p *Page) WritePart(w io.Writer, e Ending, files string) error {
	p.counts.addMissing(e.Missing)
	p.part = true
	v := p.view(e)
	v.Part, v.Files = true, files
	v.Details, v.Technical = v.Details.beside(v.Overview)
	for _, g := range slices.Concat(v.Failures, v.Remarks) {
		g.Code = "" // which programs look for
		if g.Files = files; files == "" {
			g.Report = ""
		}
	}
	if err := p.layout.ExecuteTemplate(w, "part", v); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// Style returns how a page looks.
func Style() string { return style }

// Script returns what filters and sorts the rows of a page.
func Script() string { return script }

// render returns the row of a table, made by the same layout as the page around it and
// escaped for a place between tags.
func (p *Page) render(name string, row any) (template.HTML, error) {
	var b strings.Builder
	if err := p.layout.ExecuteTemplate(&b, name, row); err != nil {
		return "", fmt.Errorf("write the page: %w", err)
	}
	return template.HTML(b.String()), nil
}

// policy returns the content security policy: the page may use its own style and script
// and nothing else.
func policy() string {
	return "default-src 'none'; img-src data:; style-src " + digest(style) + "; script-src " + digest(script) + "; base-uri 'none'; form-action 'none'"
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
