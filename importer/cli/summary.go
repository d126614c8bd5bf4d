package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"bcimport/importer"
	"bcimport/reports"
)

// showSummary prints what became of a run, for people or as JSON.
func showSummary(streams Streams, s reports.Summary, folder string, asJSON bool, rerun string) error {
	if s.Missing > 0 {
		fmt.Fprintf(streams.Err, "bcimport: %s never reached and the input is gone: they are not in the report\n", plural(s.Missing, "row"))
	}
	tellHeldFiles(streams.Err, s)
	if asJSON {
		line, err := json.Marshal(s)
		if err != nil {
			return broken("print summary: %w", err)
		}
		_, err = fmt.Fprintf(streams.Out, "%s\n", line)
		return err
	}
	printSummary(streams.Out, s, shorter(folder), rerun)
	return nil
}

// names maps each report to the name it got: another one where a program such as
// Excel holds its own.
func names(s reports.Summary) map[string]string {
	found := map[string]string{}
	for _, path := range s.Files {
		base := filepath.Base(path)
		stem, ext := strings.TrimSuffix(base, filepath.Ext(base)), filepath.Ext(base)
		own, _, _ := strings.Cut(stem, "-")
		found[own+ext] = base
	}
	return found
}

func tellHeldFiles(w io.Writer, s reports.Summary) {
	for own, got := range names(s) {
		if own != got {
			fmt.Fprintf(w, "bcimport: %s is open in another program; the new one is %s\n", own, got)
		}
	}
	if s.Stale {
		fmt.Fprintf(w, "bcimport: %s is open in another program and out of date: nothing failed any more\n", reports.FailedFile)
	}
}

func printSummary(w io.Writer, s reports.Summary, folder, rerun string) {
	head := "finished"
	if s.State == "stopped" {
		head = "stopped"
		if s.Reason != "" {
			head += " (" + s.Reason + ")"
		}
	}
	fmt.Fprintf(w, "\n%s of %s %s\n\n", s.Command, filepath.Base(s.Inputs[0].File), head)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, status := range importer.Statuses() {
		if n := *s.Rows.Of(status); n > 0 {
			fmt.Fprintf(table, "%s\t%d\t\n", status, n)
		}
	}
	fmt.Fprintf(table, "rows\t%d\t\n", s.Rows.Total)
	table.Flush()
	if s.Rows.Superseded > 0 {
		fmt.Fprintf(w, "\n%s superseded: a later row set the same fields\n", plural(s.Rows.Superseded, "failed row"))
	}
	fmt.Fprintf(w, "\n%s in %.1f s (%.0f rows/s)", plural(s.Requests.Total, "request"), s.Seconds, s.Rate)
	if s.Requests.Throttled > 0 {
		fmt.Fprintf(w, ", %d throttled", s.Requests.Throttled)
	}
	fmt.Fprintln(w)
	printFirst(w, s)
	fmt.Fprintf(w, "\nreport: %s\n", filepath.Join(folder, names(s)[reports.ReportFile]))
	printNext(w, s, folder, rerun)
}

func printFirst(w io.Writer, s reports.Summary) {
	if len(s.First) == 0 {
		return
	}
	fmt.Fprintln(w, "\nfirst failures:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, o := range s.First {
		fmt.Fprintf(table, "  line %d\t%s\t%s\t%s\n", o.Line, o.Key, o.Status, clip(o.Message))
	}
	table.Flush()
}

// clip shortens a message for a line on a terminal; the report has it whole.
func clip(s string) string {
	const most = 140
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}

// printNext says what to do next.
func printNext(w io.Writer, s reports.Summary, folder, rerun string) {
	mend := s.Rows.Failures() - s.Rows.Superseded
	failed := filepath.Join(folder, names(s)[reports.FailedFile])
	switch {
	case mend > 0 && rerun != "":
		fmt.Fprintf(w, "next: mend the rows in %s, then: bcimport %s\n", failed, strings.Replace(rerun, "FILE", quoteArg(failed), 1))
	case mend > 0:
		fmt.Fprintf(w, "next: mend the rows in %s and run that file\n", failed)
	case s.Rows.WouldUpdate > 0 && names(s)[reports.ChangesFile] != "":
		fmt.Fprintf(w, "next: look at %s, then run\n", filepath.Join(folder, names(s)[reports.ChangesFile]))
	}
}

// nextRun is the command that takes the mended rows, with FILE for their file.
func (j *job) nextRun() string {
	verb := "run"
	if j.dryRun {
		verb = "plan"
	}
	return verb + " FILE -m " + quoteArg(j.mapping) + j.connectionArgs()
}

// shorter gives a path relative to the current folder where that is shorter.
func shorter(path string) string {
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
