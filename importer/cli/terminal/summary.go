package terminal

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"bcimport/importer"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// Next says what to do after a run, as command lines.
type Next struct {
	Again  func(file string) string // runs failed.csv; nil where the flags are not known
	Resume string                   // goes on with the run
}

// Manner is how a summary is shown.
type Manner struct {
	JSON    bool
	Preview bool // of a rehearsal
	Next    Next
}

// ShowSummary prints what became of a run, for people or as JSON.
func ShowSummary(c *Console, s reports.Summary, folder string, m Manner) error {
	if s.Missing > 0 {
		c.Say("%s never reached, and the input is missing: they are not in the report", lines.Count(s.Missing, "row"))
	}
	printHeldFiles(c, s)
	if m.JSON {
		line, err := json.Marshal(s)
		if err != nil {
			return importer.Brokenf("print summary: %w", err)
		}
		_, err = fmt.Fprintf(c.Out, "%s\n", line)
		return err
	}
	return printSummary(c.Out, s, Shorter(folder), m)
}

func printHeldFiles(c *Console, s reports.Summary) {
	for _, f := range s.Files {
		if got := filepath.Base(f.Path); got != f.Name {
			c.Say("%s is open in another program; the new one is %s", f.Name, got)
		}
	}
	if s.Kept {
		c.Say("%s was not changed: its rows may exist nowhere else", reports.FailedFile)
	}
	if s.Stale {
		c.Say("%s is open in another program and out of date: no row fails any more", reports.FailedFile)
	}
}

func printSummary(out io.Writer, s reports.Summary, folder string, m Manner) error {
	w := bufio.NewWriter(out)
	head := "finished"
	if s.State == "stopped" {
		head = "stopped"
		if s.Reason != "" {
			head += " (" + lines.Line(s.Reason) + ")"
		}
	}
	fmt.Fprintf(w, "\n%s of %s %s\n\n", s.Command, lines.Line(filepath.Base(cmp.Or(s.Inputs[0].Name, s.Inputs[0].File))), head)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, status := range importer.Statuses() {
		if n := *s.Rows.Of(status); n > 0 {
			fmt.Fprintf(table, "%s\t%d\t\n", status, n)
		}
	}
	fmt.Fprintf(table, "rows\t%d\t\n", s.Rows.Total)
	table.Flush()
	if s.Rows.Superseded > 0 {
		fmt.Fprintf(w, "\n%s superseded: a later row set the same fields\n", lines.Count(s.Rows.Superseded, "failed row"))
	}
	fmt.Fprintf(w, "\n%s in %.1f s (%.0f rows/s)", lines.Count(s.Requests.Total, "request"), s.Seconds, s.Rate)
	if s.Requests.Throttled > 0 {
		fmt.Fprintf(w, ", %d throttled", s.Requests.Throttled)
	}
	fmt.Fprintln(w)
	printProblems(w, s, widthOf(out))
	if m.Preview {
		if err := w.Flush(); err != nil {
			return err
		}
		printPreview(out, s)
	}
	fmt.Fprintf(w, "\nreport: %s\n", filepath.Join(folder, s.Report()))
	fmt.Fprintf(w, "page: %s\n", filepath.Join(folder, s.Name(reports.PageFile)))
	if review := s.Name(reports.ReviewBook); review != "" {
		fmt.Fprintf(w, "review: %s\n", filepath.Join(folder, review))
	}
	printNext(w, s, folder, m.Next)
	return w.Flush()
}

// printNext says what to do next: the most urgent step that has not been said where the
// run ended.
func printNext(w io.Writer, s reports.Summary, folder string, next Next) {
	for _, step := range s.Next {
		if words := nextWords(step, s, folder, next); words != "" {
			fmt.Fprintf(w, "next: %s\n", words)
			return
		}
	}
}

// nextWords says one step; empty for one that is said elsewhere, or needs no command.
func nextWords(step importer.Step, s reports.Summary, folder string, next Next) string {
	switch step.Kind {
	case importer.StepResume:
		if s.Kind == importer.EndBroken {
			return "" // the cause comes first: see printNextStep
		}
		return "continue with: " + next.Resume
	case importer.StepUndo:
		return afterChanges(s, folder, "run undo without --dry-run")
	case importer.StepApprove:
		return afterChanges(s, folder, "approve the plan")
	case importer.StepRunPlan:
		return afterChanges(s, folder, "run; rows that fail are then in its "+reports.FailedFile)
	case importer.StepRunFailed:
		failed := filepath.Join(folder, step.File)
		then := "run that file with the same mapping"
		if next.Again != nil {
			then = next.Again(failed)
		}
		return fmt.Sprintf("fix the rows in %s, then: %s", failed, then)
	case importer.StepReview:
		if s.Command == "run" { // of a plan: it has no rows of a file
			return "correct the planned file where rows failed, then plan it again; what was written is unchanged then"
		}
	case importer.StepResumeFailed:
		return "try the failed rows again: " + strings.TrimSuffix(next.Resume, " --failed") + " --failed"
	}
	return ""
}

// afterChanges says what to do after a look at the changes, where they were written.
func afterChanges(s reports.Summary, folder, then string) string {
	if s.Changes() == "" {
		return ""
	}
	return fmt.Sprintf("check %s, then %s", filepath.Join(folder, s.Changes()), then)
}

// Shorter gives a path relative to the current folder where that is shorter.
func Shorter(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || len(rel) >= len(path) {
		return path
	}
	return rel
}
