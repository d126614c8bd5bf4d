package runs

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// FindMapping finds a mapping beside a file whose columns the file has, best by the file's
// own name. read reads a file; one name is no mapping's.
func (m *Manager) FindMapping(ctx context.Context, of Input, read func(name string) ([]byte, error), but string) (path string, found bool) {
	for _, beside := range mappingsBeside(of.Path, but) {
		_, document, err := ReadMapping(beside, read)
		if err == nil && m.CheckHeader(ctx, Spec{Input: of, Mapping: document}, Face{}) == nil {
			return beside, true
		}
	}
	return "", false
}

// mappingsBeside lists the YAML files beside a file, that of its own name first. One
// name is no mapping's.
func mappingsBeside(file, but string) []string {
	own := Stem(file)
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") && e.Name() != but && len(names) < 50 {
			names = append(names, filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		first := func(name string) int {
			if Stem(name) == own {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return names
}
