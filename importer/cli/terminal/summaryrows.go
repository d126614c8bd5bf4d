package terminal

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/term"

	"bcimport/importer"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// mostShown is how many problems a summary shows.
const mostShown = 5

// printProblems says what rows did not succeed for, a problem once with its first
// message, whole, and the number of its rows.
func printProblems(w io.Writer, s reports.Summary, width int) {
	if len(s.Problems) == 0 {
		return
	}
	fmt.Fprintln(w, "\nrows that did not succeed:")
	rest := s.Others
	for i, p := range s.Problems {
		if i >= mostShown {
			rest += p.Rows
			continue
		}
		fmt.Fprintln(w, lines.Wrap("  "+problemWords(p), width, "      "))
	}
	if rest > 0 {
		words := fmt.Sprintf("  and %s more, for other reasons; %s lists all of them", lines.Count(rest, "row"), s.Report())
		fmt.Fprintln(w, lines.Wrap(words, width, "      "))
	}
}

// problemWords is a problem on one line.
func problemWords(p reports.Problem) string {
	o := p.First
	message := lines.Line(p.Message)
	if p.Rows == 1 {
		return fmt.Sprintf("line %d %s: %s: %s", o.Line, recordWords(o), o.Status, message)
	}
	about := lines.Line(o.Code)
	if p.Column != "" {
		about += " in column " + lines.Line(p.Column)
	}
	at := strings.Trim(strings.ReplaceAll(fmt.Sprint(p.Lines), " ", ", "), "[]")
	if p.Rows > len(p.Lines) {
		at += ", …"
	}
	return fmt.Sprintf("%d rows: %s, %s (lines %s): %s", p.Rows, o.Status, about, at, message)
}

// recordWords is a row's key with what people call its record.
func recordWords(o importer.Outcome) string {
	words := lines.Line(cmp.Or(o.Key, "without a key"))
	if called := o.Called(); called != "" {
		words += " (" + lines.Line(called) + ")"
	}
	return words
}

// printPreview shows the first changes of a rehearsal, before → after.
func printPreview(out io.Writer, s reports.Summary) {
	if s.Preview.Total == 0 {
		return
	}
	fmt.Fprintln(out, "\nwhat would change:")
	mark := underline(out)
	w := out
	if mark != nil {
		w = drawing(out) // the lines are visible text with marks of our own
	}
	const indent = "  "
	for _, line := range s.Preview.Rows(widthOf(out)-len(indent), mark) {
		fmt.Fprintln(w, indent+line)
	}
	if more := s.Preview.More(); more > 0 {
		fmt.Fprintf(out, "  and %s more, all in %s\n", lines.Count(more, "change"), filepath.Base(s.Changes()))
	}
}

// underline marks a text on a terminal that underlines; nil where there is none, or
// where it is not wanted (no-color.org).
func underline(out io.Writer) func(string) string {
	if !IsTerminal(out) || runtime.GOOS == "windows" || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func(s string) string { return "\x1b[4m" + s + "\x1b[24m" }
}

// widthOf is the width of a terminal in columns, 0 for what is none.
func widthOf(out io.Writer) int {
	f, ok := drawing(out).(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
