// Package progress tells a browser how a job of the page goes on. Start with Teller and Watch.
package progress

import (
	"math"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/words"
	"bcimport/mapping/entity"
)

// Progress is how far a job has come, in the words of the page: what the screen shows at
// first and what its script puts in place of it.
type Progress struct {
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
	Counts []Count `json:"counts"`
	Said   string  `json:"said"`
	// Pace is rows a second, Left the time to the end, and Waits until when Business Central
	// wants no request; empty where there is nothing to say.
	Pace  string `json:"pace"`
	Left  string `json:"left"`
	Waits string `json:"waits"`
	// Failures are the latest rows that did not succeed, Notes what is worth knowing.
	Failures []Failure `json:"failures"`
	Notes    []string  `json:"notes"`
	// Ended reports whether the job has.
	Ended bool `json:"ended"`
}

// Count is a number of rows.
type Count struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
}

// Failure is a row that did not succeed.
type Failure struct {
	// Said is its line and why.
	Said string `json:"said"`
}

// Teller says it in the words of a page.
type Teller struct {
	*words.Printer
	// Hint says a note in the words of the page.
	Hint func(importer.Hint) string
	// Why says why a row did not succeed.
	Why func(runs.EndedRow, entity.Nouns) string
	Now time.Time
}

// note says a note. Columns that are not taken can be taken on a screen of their own.
func (t Teller) note(n runs.Note) string {
	if n.Code == runs.NoteUnmapped && n.Level == runs.Advice {
		return t.T("To import them, choose their fields under Columns; what stays unused is left as it is in Business Central.")
	}
	return t.Hint(n.Text)
}

// Of tells how far a job has come.
func (t Teller) Of(j *jobs.Job) Progress {
	p := Progress{Ended: j.Ended(), Phase: t.T("Connecting")}
	var nouns entity.Nouns
	for _, n := range j.Now(0) {
		p.Number = n.Number
		switch e := n.Event.(type) {
		case runs.Connected:
			p.Phase = t.T("Reading the file")
		case runs.Named:
			nouns = e.Nouns
		case runs.Note:
			p.Notes = append(p.Notes, t.note(e))
		case runs.Begun:
			p.Of, p.Phase = e.Rows, t.T("Looking up keys")
		case jobs.Progress:
			t.count(&p, e, nouns, j)
		}
	}
	if p.Ended {
		p.Percent = 100
	}
	if p.Of > 0 {
		p.Percent = min(100, 100*p.Now/p.Of)
		p.Rows = t.T("%d of %d rows", p.Now, p.Of)
	}
	if p.Ended {
		p.Phase, p.Left, p.Waits = t.T("Ended"), "", ""
		if j.Stopping() {
			p.Phase = t.T("Stopped")
		}
	} else if j.Stopping() {
		p.Phase = t.T("Stopping: what is under way is finished")
	}
	p.Said = t.sentence(p)
	return p
}

// count takes over what a job has counted.
func (t Teller) count(p *Progress, e jobs.Progress, nouns entity.Nouns, j *jobs.Job) {
	// What a stop leaves for later is neither done nor failed.
	p.Of, p.Now = max(p.Of, e.Of), e.Rows-e.Counts[importer.NotAttempted]
	now := t.Now
	switch {
	case e.Began.IsZero() && e.Rows == 0:
		p.Now = min(e.Keys, p.Of)
	case !j.Kind.Writes():
		p.Phase = t.T("Comparing")
	default:
		p.Phase = t.T("Writing")
	}
	for _, s := range importer.Statuses() {
		if n := e.Counts[s]; n > 0 && s != importer.NotAttempted {
			p.Counts = append(p.Counts, Count{Status(t.Printer, s), n})
		}
	}
	if took := now.Sub(e.Began).Seconds(); e.Rows > 0 && !e.Began.IsZero() && took >= 1 {
		p.Pace = t.T("%d rows a second", int(math.Ceil(float64(e.Rows)/took)))
	}
	if e.Known && !p.Ended {
		p.Left = t.T("%s left", t.about(e.Left))
	}
	if wait := e.Until.Sub(now); wait > 0 && !p.Ended {
		p.Waits = t.T("Business Central asks to wait %s", t.about(wait))
	}
	for _, f := range e.Failures {
		p.Failures = append(p.Failures, Failure{t.T("Line %d: %s", f.Line, t.Why(f, nouns))})
	}
}

// sentence is the progress as it is read out.
func (t Teller) sentence(p Progress) string {
	said := []string{p.Phase, p.Rows}
	for _, c := range p.Counts {
		said = append(said, t.T("%s: %s", c.Name, t.Number(c.Rows)))
	}
	said = slices.DeleteFunc(append(said, p.Left, p.Waits), func(text string) bool { return text == "" })
	return strings.Join(said, ", ")
}

// about is how long something takes, as exactly as it matters.
func (t Teller) about(d time.Duration) string {
	exact := time.Second
	if d > 5*time.Minute {
		exact = time.Minute
	}
	return t.Duration(max(exact, (d + exact - 1).Truncate(exact)))
}

// Status is what people call what became of a row.
func Status(t *words.Printer, s importer.Status) string {
	switch s {
	case importer.Updated:
		return t.T("changed")
	case importer.WouldUpdate:
		return t.T("would be changed")
	case importer.Unchanged:
		return t.T("already as wanted")
	case importer.Invalid:
		return t.T("not usable")
	case importer.NotFound:
		return t.T("not found")
	case importer.Ambiguous:
		return t.T("several match")
	case importer.Conflicted:
		return t.T("changed by somebody else")
	case importer.Rejected:
		return t.T("refused by Business Central")
	case importer.Failed:
		return t.T("technical error")
	case importer.Unknown:
		return t.T("outcome not known")
	case importer.Skipped:
		return t.T("no record")
	case importer.NotAccepted:
		return t.T("not accepted")
	}
	return t.T("not reached")
}
