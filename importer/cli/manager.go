package cli

import (
	"context"
	"errors"
	"iter"
	"strings"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/importer/yamlfile"
	"bcimport/mapping"
)

// newManager makes the manager of commands that connect to nothing.
func newManager() *runs.Manager {
	return &runs.Manager{
		Store: sqliteStore{}, Elsewhere: targets.StateFolder,
		ExitCode: exitCode, Words: pageWords{},
	}
}

// manager makes the manager of a command that connects as the settings say.
func (s *settings) manager(c *terminal.Console) *runs.Manager {
	m := newManager()
	m.Connect = func(ctx context.Context, to runs.Destination) (runs.Service, error) {
		if to.Recorded != nil {
			s.recall(*to.Recorded)
			if err := s.resolve(); err != nil {
				return nil, err
			}
			s.target.Default("company", to.Recorded.CompanyID)
		}
		service, err := s.open(ctx, c, to)
		if err != nil && to.Recorded != nil {
			return nil, ofRecordedSet(err)
		}
		return service, err
	}
	return m
}

// ofRecordedSet has the hint of an error speak of a run that was made with the record set:
// another set is no way out.
func ofRecordedSet(err error) error {
	var problem *importer.Problem
	if !errors.Is(err, importer.ErrSetGone) || !errors.As(err, &problem) {
		return err
	}
	of := *problem
	return of.Hintf("nothing was sent; the run was made with this record set: restore it there (install its app again, or let the user read it), then repeat the command; bcimport report RUN needs no connection")
}

// sqliteStore keeps the records of runs as journals in their folders.
type sqliteStore struct{}

func (sqliteStore) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

func (sqliteStore) Open(folder string) (runs.Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (sqliteStore) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

func (sqliteStore) Name() string { return sqlite.Name }

// loadMapping reads a mapping file; every problem is told at once.
func loadMapping(path string) (*mapping.Mapping, importer.Document, error) {
	return runs.ReadMapping(path, yamlfile.ReadSmall)
}
