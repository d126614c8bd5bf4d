package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping"
)

// console is where a command speaks: results go to Out, everything else to Err, as lines
// for people or, with --log-format json, as records. It is safe for concurrent use, as far
// as its streams are.
type console struct {
	Streams
	log     *slog.Logger
	records bool
	run     *atomic.Pointer[string] // the name of the run that records belong to
	words   importer.Words
}

// newConsole makes a console that speaks in records or in lines, at a level of the log.
func newConsole(streams Streams, records bool, level slog.Level) *console {
	c := &console{Streams: streams, records: records, run: &atomic.Pointer[string]{}, words: flagWords{}}
	options := &slog.HandlerOptions{Level: level}
	var handler slog.Handler = slog.NewTextHandler(streams.Err, options)
	if records {
		handler = slog.NewJSONHandler(streams.Err, options)
	}
	c.log = slog.New(ofRun{handler, c.run})
	return c
}

// with is the console in other words for options and steps.
func (c *console) with(words importer.Words) *console {
	other := *c
	other.words = words
	return &other
}

// enter says which run the records from here on belong to; leave ends that.
func (c *console) enter(run string) { c.run.Store(&run) }
func (c *console) leave()           { c.run.Store(nil) }

// say tells something worth knowing.
func (c *console) say(format string, args ...any) {
	c.tell(slog.LevelInfo, "bcimport: ", fmt.Sprintf(format, args...))
}

// line is what say tells, without the program's name before it.
func (c *console) line(format string, args ...any) {
	c.tell(slog.LevelInfo, "", fmt.Sprintf(format, args...))
}

// warn tells what may be wrong.
func (c *console) warn(format string, args ...any) {
	c.tell(slog.LevelWarn, "bcimport: warning: ", fmt.Sprintf(format, args...))
}

// alarm tells what somebody should look at, after its kind.
func (c *console) alarm(kind, text string) {
	c.tell(slog.LevelWarn, "bcimport: ", kind+": "+text)
}

func (c *console) tell(level slog.Level, before, text string) {
	if c.records {
		c.log.Log(context.Background(), level, strings.TrimSpace(text))
		return
	}
	fmt.Fprintf(c.Err, "%s%s\n", before, shownLine(text))
}

// hint tells what to do.
func (c *console) hint(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.records {
		c.log.Info("hint", "hint", text)
		return
	}
	fmt.Fprintf(c.Err, "hint: %s\n", shownLine(text))
}

// problem tells an error, a line each, and what to do about it.
func (c *console) problem(err error) {
	var problems mapping.Problems
	known := errors.As(err, &problems) // every line names its place
	for line := range strings.SplitSeq(strings.TrimRight(err.Error(), "\n"), "\n") {
		switch {
		case c.records:
			c.log.Error(line)
		case known:
			fmt.Fprintln(c.Err, line)
		default:
			fmt.Fprintf(c.Err, "bcimport: %s\n", shownLine(line))
		}
	}
	if known && !c.records {
		return
	}
	for _, hint := range hintsIn(err, c.words) {
		c.hint("%s", hint)
	}
}

// event tells what happened to a run, as far as it is words.
func (c *console) event(e runs.Event) {
	switch e := e.(type) {
	case runs.Connected:
		c.say("%s", runs.Place(e.Target))
	case runs.Suspected:
		c.problem(e.Problem)
	case runs.Note:
		c.note(e)
	}
}

func (c *console) note(n runs.Note) {
	if n.Quotes && c.records {
		return // a log quotes no words of the file
	}
	text := n.Text.In(c.words)
	switch n.Level {
	case runs.Warning:
		c.warn("%s", text)
	case runs.Advice:
		c.hint("%s", text)
	default:
		c.say("%s", text)
	}
}

// terminal reports whether stderr is one, where a bar can be drawn.
func (c *console) terminal() bool { return !c.records && isTerminal(c.Err) }

// drawing is where a bar is drawn.
func (c *console) drawing() io.Writer { return drawing(c.Err) }
