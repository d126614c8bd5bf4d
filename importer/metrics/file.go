package metrics

import (
	"reflect"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// refresh is how old a file with the same content may become.
const refresh = time.Minute

// File is a metrics file. It appears as a whole, readable by every user of the machine:
// the collector has one of its own.
type File struct {
	path   string
	runs   Runs   // as written last
	folder Folder // as written last
}

// NewFile returns the metrics file of a path, which has to end in .prom for the collector
// to read it.
func NewFile(path string) *File { return &File{path: path} }

// Write replaces the file.
func (f *File) Write(runs Runs) error { return f.write(runs.register) }

// Refresh replaces the file where something but the time of the look has changed, and
// once a minute in any case: the watcher's look costs nothing, a file does.
func (f *File) Refresh(runs Runs, folder Folder) error {
	old := f.folder
	if old.Looked = folder.Looked; folder.Looked.Sub(f.folder.Looked) < refresh && reflect.DeepEqual(old, folder) && reflect.DeepEqual(f.runs, runs) {
		return nil
	}
	f.runs, f.folder = slices.Clone(runs), folder
	return f.write(runs.register, folder.register)
}

// write gathers metrics in a registry of its own.
func (f *File) write(metrics ...func(*prometheus.Registry)) error {
	registry := prometheus.NewRegistry()
	for _, register := range metrics {
		register(registry)
	}
	return prometheus.WriteToTextfile(f.path, registry)
}
