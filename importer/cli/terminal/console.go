package terminal

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

// Console is the output of a command: results go to Out, everything else to Err, as lines
// for people or, with --log-format json, as records. It is safe for concurrent use, as far
// as its streams are.
type Console struct {
	Streams
	Log     *slog.Logger
	Records bool
	run     *atomic.Pointer[string] // the name of the run that records belong to
	words   importer.Words
}

// NewConsole makes a console that prints records or lines, at a level of the log.
func NewConsole(streams Streams, records bool, level slog.Level, words importer.Words) *Console {
	c := &Console{Streams: streams, Records: records, run: &atomic.Pointer[string]{}, words: words}
	options := &slog.HandlerOptions{Level: level}
	var handler slog.Handler = slog.NewTextHandler(streams.Err, options)
	if records {
		handler = slog.NewJSONHandler(streams.Err, options)
	}
	c.Log = slog.New(ofRun{handler, c.run})
	return c
}

// With is the console in other words for options and steps.
func (c *Console) With(words importer.Words) *Console {
	other := *c
	other.words = words
	return &other
}

// Enter says which run the records from here on belong to; leave ends that.
func (c *Console) Enter(run string) { c.run.Store(&run) }
func (c *Console) Leave()           { c.run.Store(nil) }

// Say tells something worth knowing.
func (c *Console) Say(format string, args ...any) {
	c.print(slog.LevelInfo, "bcimport: ", fmt.Sprintf(format, args...))
}

// Line is what say tells, without the program's name before it.
func (c *Console) Line(format string, args ...any) {
	c.print(slog.LevelInfo, "", fmt.Sprintf(format, args...))
}

// Warn prints what may be wrong.
func (c *Console) Warn(format string, args ...any) {
	c.print(slog.LevelWarn, "bcimport: warning: ", fmt.Sprintf(format, args...))
}

// Alarm prints what a person should look at, after its kind.
func (c *Console) Alarm(kind, text string) {
	c.print(slog.LevelWarn, "bcimport: ", kind+": "+text)
}

func (c *Console) print(level slog.Level, before, text string) {
	if c.Records {
		c.Log.Log(context.Background(), level, strings.TrimSpace(text))
		return
	}
	fmt.Fprintf(c.Err, "%s%s\n", before, ShownLine(text))
}

// Hint prints what to do.
func (c *Console) Hint(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.Records {
		c.Log.Info("hint", "hint", text)
		return
	}
	fmt.Fprintf(c.Err, "hint: %s\n", ShownLine(text))
}

// Problem tells an error, a line each, and what to do about it.
func (c *Console) Problem(err error) {
	var problems mapping.Problems
	known := errors.As(err, &problems) // every line names its place
	for line := range strings.SplitSeq(strings.TrimRight(err.Error(), "\n"), "\n") {
		switch {
		case c.Records:
			c.Log.Error(line)
		case known:
			fmt.Fprintln(c.Err, line)
		default:
			fmt.Fprintf(c.Err, "bcimport: %s\n", ShownLine(line))
		}
	}
	if known && !c.Records {
		return
	}
	for _, hint := range Hints(err, c.words) {
		c.Hint("%s", hint)
	}
}

// Event prints what happened to a run, as far as that is text.
func (c *Console) Event(e runs.Event) {
	switch e := e.(type) {
	case runs.Connected:
		c.Say("%s", runs.Place(e.Target))
	case runs.Suspected:
		c.Problem(e.Problem)
	case runs.Note:
		c.note(e)
	}
}

func (c *Console) note(n runs.Note) {
	if n.Quotes && c.Records {
		return // a log quotes no words of the file
	}
	text := n.Text.In(c.words)
	switch n.Level {
	case runs.Warning:
		c.Warn("%s", text)
	case runs.Advice:
		c.Hint("%s", text)
	default:
		c.Say("%s", text)
	}
}

// HasBar reports whether stderr is one, where a bar can be drawn.
func (c *Console) HasBar() bool { return !c.Records && IsTerminal(c.Err) }

// Drawing is where a bar is drawn.
func (c *Console) Drawing() io.Writer { return drawing(c.Err) }
