package page

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"bcimport/importer"
)

// headline is how a run ended, in words.
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

// judge says how the run ended.
func (p *Page) headline(e Ending) headline {
	var v headline
	switch c := &p.counts; {
	case e.ExitCode == 1:
		v = headline{Tone: "bad", Title: "Nothing was written", Meaning: "The run did not begin to write: " + sentence(e.Reason)}
	case e.State == "stopped":
		v = p.stopped(e)
	case c.total == c.of[importer.Skipped]:
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
	if e.ExitCode == 2 {
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
	if p.about.Command == "undo" {
		words = "The run changed nothing that could be put back. Nothing was sent."
	}
	return headline{Tone: "none", Title: "Nothing to do", Meaning: words}
}

// unsettled is a run that came to its end and left rows behind that were waiting
// for a lost answer.
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

// done says it in the words of a run or of an undo.
func (p *Page) done(run, undo string) string {
	if p.about.Command == "undo" {
		return undo
	}
	return run
}

// writtenWords say what was done to Business Central.
func (p *Page) writtenWords() string {
	c := &p.counts
	words := "Nothing was changed in Business Central."
	switch n := c.of[importer.Updated]; {
	case p.planned():
		words = "This was a rehearsal: nothing was written."
	case n > 0 && p.about.Command == "undo":
		words = p.rows(n) + " " + were(n) + " put back."
	case n > 0:
		words = p.rows(n) + " changed a contact in Business Central."
	}
	if n := c.of[importer.Unchanged]; n > 0 {
		words += " " + p.rows(n) + " " + were(n) + " already as wanted."
	}
	if n := c.of[importer.Skipped]; n > 0 {
		words += " " + p.rows(n) + " " + were(n) + " skipped: totals, headings and notes are no records."
	}
	return words
}

// next is the next nextStep, by the rules of the summary on the terminal.
func (p *Page) nextStep(e Ending) nextStep {
	c := &p.counts
	again := c.of[importer.Failed]
	mend := c.failures() - c.superseded - c.open() - again
	resume := "bcimport resume " + p.folder()
	switch {
	case e.ExitCode == 1:
		return nextStep{Words: "Look at the changes below. If they are meant, run again with a higher --max-updates."}
	case e.State == "stopped" && e.ExitCode == 2:
		return nextStep{Words: "When the cause is mended, go on with", Command: resume}
	case c.open() > 0 || e.State == "stopped":
		return nextStep{Words: "Go on with", Command: resume}
	case c.of[importer.WouldUpdate] > 0 && p.about.Command == "undo":
		return nextStep{Words: "Look at the changes below, then undo without --dry-run."}
	case c.of[importer.WouldUpdate] > 0 && mend > 0 && e.Failed != "":
		return nextStep{Words: "Look at the changes below, then run. Rows that would not succeed stand in", File: e.Failed, Then: "to be mended first."}
	case c.of[importer.WouldUpdate] > 0:
		return nextStep{Words: "Look at the changes below, then run."}
	case mend > 0 && e.Failed != "":
		return nextStep{Words: "Mend the rows in", File: e.Failed, Then: "and run that file with the same mapping" + p.mappingName() + "."}
	case again > 0:
		return nextStep{Words: "Try the rows that met a technical error again:", Command: resume + " --failed"}
	case mend > 0:
		return nextStep{Words: "Look at the contacts named below; what somebody else changed since was left as it is."}
	}
	return nextStep{Words: "Nothing is left to be done."}
}

// folder is the run folder as it is typed where it stands, in any shell; RUN for
// a name that a shell could take for more than a name.
func (p *Page) folder() string {
	name := p.about.Run
	strange := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ._-", r)
	}
	switch {
	case name == "", name[0] == '-', len(name) > maxDetail, strings.ContainsFunc(name, strange):
		return "RUN"
	case strings.Contains(name, " "):
		return `"` + name + `"`
	}
	return name
}

func (p *Page) mappingName() string {
	if p.about.Mapping.File == "" {
		return ""
	}
	return " (" + short(base(p.about.Mapping.File), maxName) + ")"
}

func (p *Page) planned() bool { return p.about.Options.DryRun }

// noun is what a row of the run is: an undo has one for each contact.
func (p *Page) noun() string {
	if p.about.Command == "undo" {
		return "contact"
	}
	return "row"
}

func (p *Page) rows(n int) string { return counted(n, p.noun()) }

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

// base is the last part of a path of any system: a page may be made elsewhere.
func base(file string) string {
	return path.Base(strings.ReplaceAll(file, `\`, "/"))
}
