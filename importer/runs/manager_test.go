package runs

import (
	"iter"
	"strings"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// newTestManager makes a manager that keeps records as the program does.
func newTestManager() *Manager {
	return &Manager{Store: testStore{}, ExitCode: func(importer.EndKind) int { return 0 }}
}

type testStore struct{}

func (testStore) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

func (testStore) Open(folder string) (Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (testStore) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

func (testStore) Name() string { return sqlite.Name }
