package cli

import (
	"context"
	"iter"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/runs"
	"bcimport/importer/yamlfile"
	"bcimport/mapping"
)

// newManager makes the manager of commands that connect to nothing.
func newManager() *runs.Manager {
	return &runs.Manager{
		Store: files{}, Elsewhere: stateFolder,
		ExitCode: func(k importer.EndKind) int { return int(codeOfEnd(k)) }, Words: pageCommands{},
	}
}

// manager makes the manager of a command that connects as the settings say.
func (s *settings) manager(c *console) *runs.Manager {
	m := newManager()
	m.Connect = func(ctx context.Context, to runs.Destination) (runs.Service, error) {
		if to.Recorded != nil {
			s.recall(*to.Recorded)
			if err := s.resolve(); err != nil {
				return nil, err
			}
			if s.get("company") == "" {
				*s.values["company"] = to.Recorded.CompanyID
			}
		}
		return s.open(ctx, c, to.Patience)
	}
	return m
}

// files keeps the records of runs as journals in their folders.
type files struct{}

func (files) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

func (files) Open(folder string) (runs.Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (files) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

func (files) Name() string { return sqlite.Name }

// connection is a connection as runs work through it.
type connection struct {
	*businesscentral.Client
	target importer.Target
	pace   importer.Pace // but for how long requests take
	end    func()
}

// Target is where the connection leads, as a run records it.
func (c *connection) Target() importer.Target { return c.target }

// Pace tells the limits, and what was measured lately.
func (c *connection) Pace() importer.Pace {
	p, took := c.pace, c.Latency()
	p.Read, p.Write, p.Operation = took.Read, took.Write, took.Operation
	return p
}

// Close ends the connection.
func (c *connection) Close() { c.end() }

// loadMapping reads a mapping file; every problem is told at once.
func loadMapping(path string) (*mapping.Mapping, importer.Document, error) {
	return runs.ReadMapping(path, yamlfile.ReadSmall)
}
