package runs

import (
	"context"

	"bcimport/importer/runs/input"
)

// FindMapping finds a mapping beside a file whose columns the file has, best by the file's
// own name. read reads a file; one name is no mapping's.
func (m *Manager) FindMapping(ctx context.Context, of Input, read func(name string) ([]byte, error), but string) (path string, found bool) {
	for _, beside := range input.MappingsBeside(of.Path, but) {
		_, document, err := ReadMapping(beside, read)
		if err == nil && m.CheckHeader(ctx, Spec{Input: of, Mapping: document}, Face{}) == nil {
			return beside, true
		}
	}
	return "", false
}
