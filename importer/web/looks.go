package web

import (
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
)

// mostLooks is how many files' first rows are kept.
const mostLooks = 4

// reading is what the first rows of an import's file depend on, which does not change once it is
// uploaded.
type reading struct {
	id, sheet, encoding, delimiter string
	headerLine                     int
}

func readingOf(im imports.Import) reading {
	return reading{im.ID, im.Sheet, im.Encoding, im.Delimiter, im.HeaderLine}
}

// sampled returns the first rows of the import's file.
func (r *request) sampled() (runs.Look, error) {
	of, now := readingOf(r.im), r.server.Now()
	if look, kept := r.server.looks.Get(of, now); kept {
		return look, nil
	}
	look, err := r.server.Manager.Look(r.Context(), r.input(), r.dialect(), sampledRows, sampledRows)
	if err == nil {
		r.server.looks.Put(of, look, now)
	}
	return look, err
}
