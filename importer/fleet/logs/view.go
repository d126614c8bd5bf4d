package logs

import (
	"iter"
	"strings"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/runs"
)

// view keeps records in their folders, and nothing in a store.
type view struct{}

// Create makes a record in its folder.
func (view) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

// Open takes hold of a record.
func (view) Open(folder string) (runs.Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Holds reports whether a file of a run folder is part of the record, by its name.
func (view) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

// Name is the file by which a run folder is known.
func (view) Name() string { return sqlite.Name }
