package web

import (
	"math"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/mapping/entity"
	reportpage "bcimport/reports/page"
)

// progress is how far a job has come, in the words of the page: what the screen shows at
// first and what its script puts in place of it.
type progress struct {
	// Number is that of the last event that is in it.
	Number int `json:"-"`
	// Now of Of rows are done; Of is 0 while that is not known.
	Now     int `json:"now"`
	Of      int `json:"of"`
	Percent int `json:"percent"`
	// Phase says what is done, Rows how far that is.
	Phase string `json:"phase"`
	Rows  string `json:"rows"`
	// Counts are the rows by what became of them, and Said is all of that in one sentence.
	Counts []count `json:"counts"`
	Said   string  `json:"said"`
	// Pace is rows a second, Left the time to the end, and Waits until when Business Central
	// wants no request; empty where there is nothing to say.
	Pace  string `json:"pace"`
	Left  string `json:"left"`
	Waits string `json:"waits"`
	// Failures are the latest rows that did not succeed, Notes what is worth knowing.
	Failures []failure `json:"failures"`
	Notes    []string  `json:"notes"`
	// Ended reports whether the job has.
	Ended bool `json:"ended"`
}

// count is a number of rows.
type count struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
}

// failure is a row that did not succeed.
type failure struct {
	// Said is its line and why.
	Said string `json:"said"`
}

// progressOf tells how far a job has come.
func (r *request) progressOf(j *jobs.Job) progress {
	p := progress{Ended: j.Ended(), Phase: r.T("Connecting")}
	var nouns entity.Nouns
	for _, n := range j.Now(0) {
		p.Number = n.Number
		switch e := n.Event.(type) {
		case runs.Connected:
			p.Phase = r.T("Reading the file")
		case runs.Named:
			nouns = e.Nouns
		case runs.Note:
			p.Notes = append(p.Notes, e.Text.In(stepWords{r}))
		case runs.Begun:
			p.Of, p.Phase = e.Rows, r.T("Looking up keys")
		case jobs.Progress:
			r.count(&p, e, nouns, j)
		}
	}
	if p.Of > 0 {
		p.Percent = min(100, 100*p.Now/p.Of)
		p.Rows = r.T("%d of %d rows", p.Now, p.Of)
	}
	if p.Ended {
		p.Phase, p.Left, p.Waits = r.T("Ended"), "", ""
	} else if j.Stopping() {
		p.Phase = r.T("Stopping: what is under way is finished")
	}
	p.Said = p.sentence()
	return p
}

// count takes over what a job has counted.
func (r *request) count(p *progress, e jobs.Progress, nouns entity.Nouns, j *jobs.Job) {
	p.Of, p.Now = max(p.Of, e.Of), e.Rows
	now := r.server.Now()
	switch {
	case e.Began.IsZero() && e.Rows == 0:
		p.Now = min(e.Keys, p.Of)
	case j.Kind == jobs.Check || j.Kind == jobs.Plan:
		p.Phase = r.T("Comparing")
	default:
		p.Phase = r.T("Writing")
	}
	for _, s := range importer.Statuses() {
		if n := e.Counts[s]; n > 0 {
			p.Counts = append(p.Counts, count{r.statusName(s), n})
		}
	}
	if took := now.Sub(e.Began).Seconds(); e.Rows > 0 && !e.Began.IsZero() && took >= 1 {
		p.Pace = r.T("%d rows a second", int(math.Ceil(float64(e.Rows)/took)))
	}
	if e.Known && !p.Ended {
		p.Left = r.T("%s left", r.about(e.Left))
	}
	if wait := e.Until.Sub(now); wait > 0 && !p.Ended {
		p.Waits = r.T("Business Central asks to wait %s", r.about(wait))
	}
	for _, f := range e.Failures {
		title, _ := reportpage.Explain(r.language(), f.Status, f.Code, nouns)
		p.Failures = append(p.Failures, failure{r.T("Line %d: %s", f.Line, title)})
	}
}

// sentence is the progress as it is read out.
func (p progress) sentence() string {
	said := []string{p.Phase}
	for _, text := range []string{p.Rows, p.Left, p.Waits} {
		if text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, ", ")
}

// about is how long something takes, as exactly as it matters.
func (r *request) about(d time.Duration) string {
	exact := time.Second
	if d > 5*time.Minute {
		exact = time.Minute
	}
	return r.Duration(max(exact, (d + exact - 1).Truncate(exact)))
}

// statusName is what people call what became of a row.
func (r *request) statusName(s importer.Status) string {
	switch s {
	case importer.Updated:
		return r.T("changed")
	case importer.WouldUpdate:
		return r.T("would be changed")
	case importer.Unchanged:
		return r.T("already as wanted")
	case importer.Invalid:
		return r.T("not usable")
	case importer.NotFound:
		return r.T("not found")
	case importer.Ambiguous:
		return r.T("several match")
	case importer.Conflicted:
		return r.T("changed by somebody else")
	case importer.Rejected:
		return r.T("refused by Business Central")
	case importer.Failed:
		return r.T("technical error")
	case importer.Unknown:
		return r.T("outcome not known")
	case importer.Skipped:
		return r.T("no record")
	case importer.NotAccepted:
		return r.T("not accepted")
	}
	return r.T("not reached")
}
