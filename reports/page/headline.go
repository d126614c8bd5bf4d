package page

import (
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
		v = headline{Tone: "bad", Title: p.T("Nothing was written"), Meaning: p.T("The run did not begin to write: %s", sentence(e.Reason))}
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
	v := headline{Tone: "bad", Title: p.T("Stopped after %s of %s", p.say.Number(c.reached()), p.rows(c.total))}
	how := p.T("The run stopped early")
	if e.Kind == importer.EndBroken {
		how = p.T("The program failed")
	}
	if e.Reason != "" {
		how = p.T("%s: %s", how, sentence(p.reason(e.Reason)))
	} else {
		how += "."
	}
	n := c.of[importer.NotAttempted]
	v.Meaning = how + " " + p.writtenWords()
	if n > 0 {
		v.Meaning += " " + plural(p.say, n, "%s was not reached.", "%s were not reached.", p.rows(n))
	}
	return v
}

// reason says why a run stopped, where that is an end that people meet often; how many rows
// failed stands below, and is said here in English alone.
func (p *Page) reason(why string) string {
	if end, _, found := strings.Cut(why, ": "); found && end == "too many rows failed" && p.say.Lang() != "en" {
		why = end
	}
	switch why {
	case "interrupted":
		return p.T("interrupted")
	case "the run was cut off":
		return p.T("the run was cut off")
	case "the outcome of some writes is unknown; resume settles them":
		return p.T("the outcome of some writes is unknown; resume settles them")
	case "too many rows failed":
		return p.T("too many rows failed")
	}
	return why
}

func (p *Page) empty() headline {
	words := p.T("The file has a header and no rows. Nothing was sent.")
	if p.counts.total > 0 {
		words = p.T("The file has no row that is a record. Nothing was sent.")
	}
	switch {
	case p.about.Approval != nil && p.counts.total > 0:
		words = p.T("None of the plan's changes was accepted. Nothing was sent.")
	case p.about.Approval != nil:
		words = p.T("The plan has no changes. Nothing was sent.")
	case p.about.Command == "undo":
		words = p.T("The run changed nothing that could be put back. Nothing was sent.")
	}
	return headline{Tone: "none", Title: p.T("Nothing to do"), Meaning: words}
}

// unsettled returns the headline of a run that came to its end and left rows whose
// answers were lost.
func (p *Page) unsettled() headline {
	return headline{
		Tone: "bad", Title: p.T("%s of %s not settled yet", p.say.Number(p.counts.open()), p.rows(p.counts.total)),
		Meaning: p.T("The run came to its end, but the answers to some writes were lost.") + " " + p.writtenWords(),
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
		v.Title = p.T("%s of %s would change", p.say.Number(c.of[importer.WouldUpdate]), p.rows(c.records()))
		if failures > 0 {
			v.Title += p.T(", %s would not succeed", p.say.Number(failures))
		}
	case failures > 0 && p.undoes():
		v.Title = plural(p.say, failures, "%s of %s was not put back", "%s of %s were not put back", p.say.Number(failures), p.rows(c.records()))
	case failures > 0:
		v.Title = p.T("%s of %s did not succeed", p.say.Number(failures), p.rows(c.records()))
	case c.records() == 1 && p.undoes():
		v.Title = p.ofSet("The {one} is as before the run")
	case c.records() == 1:
		v.Title = p.T("The row succeeded")
	case p.undoes():
		v.Title = p.T("All %s are as before the run", p.rows(c.records()))
	default:
		v.Title = p.T("All %s succeeded", p.rows(c.records()))
	}
	return v
}

// writtenWords says what was changed in Business Central.
func (p *Page) writtenWords() string {
	c := &p.counts
	words := p.T("Nothing was changed in Business Central.")
	switch n := c.of[importer.Updated]; {
	case p.planned():
		words = p.T("This was a rehearsal: nothing was written.")
	case n > 0 && p.undoes():
		words = plural(p.say, n, "%s was put back.", "%s were put back.", p.rows(n))
	case n > 0:
		words = p.ofSet("%s changed {a one} in Business Central.", p.rows(n))
	}
	if n := c.of[importer.Unchanged]; n > 0 {
		words += " " + plural(p.say, n, "%s was already as wanted.", "%s were already as wanted.", p.rows(n))
	}
	if n := c.of[importer.Skipped]; n > 0 {
		words += " " + plural(p.say, n, "%s was skipped: totals, headings and notes are no records.", "%s were skipped: totals, headings and notes are no records.", p.rows(n))
	}
	if n := c.of[importer.NotAccepted]; n > 0 {
		words += " " + plural(p.say, n, "%s was left alone: no change of the row was accepted.", "%s were left alone: no change of the row was accepted.", p.rows(n))
	}
	return words
}

// nextStep says what to do next: the most urgent step and, beside a rehearsal, the rows
// to be fixed before the run.
func (p *Page) nextStep(e Ending) nextStep {
	if len(e.Next) == 0 {
		return nextStep{Words: p.T("Nothing is left to do.")}
	}
	step := e.Next[0]
	step.Run = p.about.Run
	switch step.Kind {
	case importer.StepRaiseMaxUpdate:
		return nextStep{Words: p.T("Look at the changes below. If they are meant, run again with a higher %s.", p.words.Option(importer.Option{Name: "max_updates"}))}
	case importer.StepResume:
		words := p.T("Continue with")
		if e.Kind == importer.EndBroken {
			words = p.T("Fix the cause, then continue with")
		}
		return nextStep{Words: words, Command: short(p.words.Step(step), maxDetail)}
	case importer.StepUndo:
		return nextStep{Words: p.T("Look at the changes below, then undo without %s.", p.words.Option(importer.Option{Name: "dry_run"}))}
	case importer.StepApprove:
		return nextStep{Words: p.T("Look at the changes below. If they are meant, approve them:"), Command: short(p.words.Step(step), maxDetail)}
	case importer.StepRunPlan:
		return p.afterPlan(e.Next[1:])
	case importer.StepRunFailed:
		return nextStep{Words: p.T("Fix the rows in"), File: step.File, Then: p.T("and run that file with the same mapping%s.", p.mappingName())}
	case importer.StepResumeFailed:
		return nextStep{Words: p.T("Try the rows that met a technical error again:"), Command: short(p.words.Step(step), maxDetail)}
	}
	return nextStep{Words: p.ofSet("Look at the {many} named below; what another user has changed since was left as it is.")}
}

func (p *Page) afterPlan(more []importer.Step) nextStep {
	if len(more) > 0 && more[0].Kind == importer.StepRunFailed {
		return nextStep{Words: p.T("Look at the changes below, fix the rows in"), File: more[0].File, Then: p.T("and run.")}
	}
	return nextStep{Words: p.T("Look at the changes below, then run.")}
}

func (p *Page) mappingName() string {
	if p.about.Mapping.File == "" {
		return ""
	}
	return " (" + short(base(p.about.Mapping.File), maxName) + ")"
}

func (p *Page) planned() bool { return p.about.Options.DryRun }

func (p *Page) undoes() bool { return p.about.Command == "undo" }

// rows returns a count of the run's rows with their noun: an undo has one for each record.
func (p *Page) rows(n int) string {
	switch {
	case !p.undoes():
		return plural(p.say, n, "%s row", "%s rows", p.say.Number(n))
	case n == 1:
		return p.say.Number(n) + " " + p.ofSet("{one}")
	}
	return p.say.Number(n) + " " + p.ofSet("{many}")
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	return strings.TrimRight(short(s, maxMessage), ".") + "."
}

// base returns the last part of a path of any system: a report may be written elsewhere.
func base(file string) string {
	return path.Base(strings.ReplaceAll(file, `\`, "/"))
}
