package page

import (
	"fmt"
	"path"
	"strings"

	"bcimport/importer"
)

// headline says how a run ended.
type headline struct {
	Tone    string // good, look, bad or none: how it is coloured
	Title   string
	Meaning string
	Next    nextStep
}

// nextStep is what to do next: words, with a file or a command after them.
type nextStep struct {
	Words   string
	File    string // a report beside the page
	Then    string
	Command string
}

// headline returns how the run ended and what to do next.
func (p *Page) headline(e Ending) headline {
	var v headline
	switch c := &p.counts; {
	case e.Kind == importer.EndRefused:
		v = headline{Tone: "bad", Title: "Nothing was written", Meaning: "The run did not begin to write: " + sentence(e.Reason)}
	case e.State == "stopped":
		v = p.stopped(e)
	case c.total == c.skipped():
		v = p.empty()
	case c.open() > 0:
		v = p.unsettled()
	default:
		v = p.finished()
	}
	v.Next = p.nextStep(e)
	return v
}

func (p *Page) stopped(e Ending) headline {
	c := &p.counts
	v := headline{Tone: "bad", Title: fmt.Sprintf("Stopped after %s of %s", number(c.reached()), p.rows(c.total))}
	how := "The run stopped early"
	if e.Kind == importer.EndBroken {
		how = "The program failed"
	}
	if e.Reason != "" {
		how += ": " + sentence(e.Reason)
	} else {
		how += "."
	}
	n := c.of[importer.NotAttempted]
	v.Meaning = fmt.Sprintf("%s %s %s %s not reached.", how, p.writtenWords(), p.rows(n), were(n))
	return v
}

func (p *Page) empty() headline {
	words := "The file has a header and no rows. Nothing was sent."
	if p.counts.total > 0 {
		words = "The file has no row that is a record. Nothing was sent."
	}
	switch {
	case p.about.Approval != nil && p.counts.total > 0:
		words = "None of the plan's changes was accepted. Nothing was sent."
	case p.about.Approval != nil:
		words = "The plan has no changes. Nothing was sent."
	case p.about.Command == "undo":
		words = "The run changed nothing that could be put back. Nothing was sent."
	}
	return headline{Tone: "none", Title: "Nothing to do", Meaning: words}
}

// unsettled returns the headline of a run that came to its end and left rows whose
// answers were lost.
func (p *Page) unsettled() headline {
	return headline{
		Tone: "bad", Title: fmt.Sprintf("%s of %s not settled yet", number(p.counts.open()), p.rows(p.counts.total)),
		Meaning: "The run came to its end, but the answers to some writes were lost. " + p.writtenWords(),
	}
}

func (p *Page) finished() headline {
	c := &p.counts
	failures := c.failures()
	v := headline{Tone: "good", Meaning: p.writtenWords()}
	if failures > 0 {
		v.Tone = "look"
	}
	switch {
	case p.planned():
		v.Title = fmt.Sprintf("%s of %s would change", number(c.of[importer.WouldUpdate]), p.rows(c.records()))
		if failures > 0 {
			v.Title += fmt.Sprintf(", %s would not succeed", number(failures))
		}
	case failures > 0:
		v.Title = fmt.Sprintf("%s of %s %s", number(failures), p.rows(c.records()), p.done("did not succeed", were(failures)+" not put back"))
	case c.records() == 1:
		v.Title = "The " + p.noun() + " " + p.done("succeeded", "is as before the run")
	default:
		v.Title = "All " + p.rows(c.records()) + " " + p.done("succeeded", "are as before the run")
	}
	return v
}

// done returns the words for a run or those for an undo.
func (p *Page) done(run, undo string) string {
	if p.about.Command == "undo" {
		return undo
	}
	return run
}

// writtenWords says what was changed in Business Central.
func (p *Page) writtenWords() string {
	c := &p.counts
	words := "Nothing was changed in Business Central."
	switch n := c.of[importer.Updated]; {
	case p.planned():
		words = "This was a rehearsal: nothing was written."
	case n > 0 && p.about.Command == "undo":
		words = p.rows(n) + " " + were(n) + " put back."
	case n > 0:
		words = p.rows(n) + p.about.Nouns().In(" changed {a one} in Business Central.")
	}
	if n := c.of[importer.Unchanged]; n > 0 {
		words += " " + p.rows(n) + " " + were(n) + " already as wanted."
	}
	if n := c.of[importer.Skipped]; n > 0 {
		words += " " + p.rows(n) + " " + were(n) + " skipped: totals, headings and notes are no records."
	}
	if n := c.of[importer.NotAccepted]; n > 0 {
		words += " " + p.rows(n) + " " + were(n) + " left alone: no change of the row was accepted."
	}
	return words
}

// nextStep says what to do next: the most urgent step and, beside a rehearsal, the rows
// to be fixed before the run.
func (p *Page) nextStep(e Ending) nextStep {
	if len(e.Next) == 0 {
		return nextStep{Words: "Nothing is left to do."}
	}
	step := e.Next[0]
	step.Run = p.about.Run
	switch step.Kind {
	case importer.StepRaiseMaxUpdate:
		return nextStep{Words: "Look at the changes below. If they are meant, run again with a higher " + p.words.Option(importer.Option{Name: "max_updates"}) + "."}
	case importer.StepResume:
		words := "Continue with"
		if e.Kind == importer.EndBroken {
			words = "Fix the cause, then continue with"
		}
		return nextStep{Words: words, Command: short(p.words.Step(step), maxDetail)}
	case importer.StepUndo:
		return nextStep{Words: "Look at the changes below, then undo without " + p.words.Option(importer.Option{Name: "dry_run"}) + "."}
	case importer.StepApprove:
		return nextStep{Words: "Look at the changes below. If they are meant, approve them:", Command: short(p.words.Step(step), maxDetail)}
	case importer.StepRunPlan:
		return p.afterPlan(e.Next[1:])
	case importer.StepRunFailed:
		return nextStep{Words: "Fix the rows in", File: step.File, Then: "and run that file with the same mapping" + p.mappingName() + "."}
	case importer.StepResumeFailed:
		return nextStep{Words: "Try the rows that met a technical error again:", Command: short(p.words.Step(step), maxDetail)}
	}
	return nextStep{Words: p.about.Nouns().In("Look at the {many} named below; what another user has changed since was left as it is.")}
}

func (p *Page) afterPlan(more []importer.Step) nextStep {
	if len(more) > 0 && more[0].Kind == importer.StepRunFailed {
		return nextStep{Words: "Look at the changes below, fix the rows in", File: more[0].File, Then: "and run."}
	}
	return nextStep{Words: "Look at the changes below, then run."}
}

func (p *Page) mappingName() string {
	if p.about.Mapping.File == "" {
		return ""
	}
	return " (" + short(base(p.about.Mapping.File), maxName) + ")"
}

func (p *Page) planned() bool { return p.about.Options.DryRun }

// noun returns what a row of the run is: an undo has one for each record.
func (p *Page) noun() string {
	if p.about.Command == "undo" {
		return p.about.Nouns().In("{one}")
	}
	return "row"
}

// rows returns a count of the run's rows with their noun.
func (p *Page) rows(n int) string {
	if n != 1 && p.about.Command == "undo" {
		return number(n) + " " + p.about.Nouns().In("{many}")
	}
	return counted(n, p.noun())
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	return strings.TrimRight(short(s, maxMessage), ".") + "."
}

// base returns the last part of a path of any system: a report may be written elsewhere.
func base(file string) string {
	return path.Base(strings.ReplaceAll(file, `\`, "/"))
}
