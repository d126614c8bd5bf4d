package web

import (
	"slices"
	"sync"

	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
)

// mostLooks is how many files' first rows are kept, those that were looked at last.
const mostLooks = 4

// looks keep the first rows of files, which do not change once they are uploaded: a workbook
// takes a while to open. It is safe for concurrent use.
type looks struct {
	mu  sync.Mutex
	all []looked // the latest last
}

type looked struct {
	of   imports.Import
	look runs.Look
}

// sameReading reports whether two imports read the same file in the same way.
func sameReading(a, b imports.Import) bool {
	return a.ID == b.ID && a.Sheet == b.Sheet && a.Encoding == b.Encoding && a.Delimiter == b.Delimiter && a.HeaderLine == b.HeaderLine
}

func (l *looks) get(of imports.Import) (runs.Look, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, found := range l.all {
		if sameReading(found.of, of) {
			return found.look, true
		}
	}
	return runs.Look{}, false
}

func (l *looks) put(of imports.Import, look runs.Look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, looked{of, look})
	if len(l.all) > mostLooks {
		l.all = slices.Delete(l.all, 0, 1)
	}
}

// sampled returns the first rows of the import's file.
func (r *request) sampled() (runs.Look, error) {
	if look, known := r.server.looks.get(r.im); known {
		return look, nil
	}
	look, err := r.server.Manager.Look(r.Context(), r.input(), r.dialect(), sampledRows, sampledRows)
	if err == nil {
		r.server.looks.put(r.im, look)
	}
	return look, err
}
