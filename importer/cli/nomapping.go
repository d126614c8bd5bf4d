package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// noMapping says where a mapping may be, or how to begin one.
func noMapping(ctx context.Context, verb string, files []string) error {
	wrong := importer.Invalidf("no mapping")
	if len(files) == 0 || files[0] == stdinName {
		return wrong.Hintf("pass one with -m FILE, or write one with: bcimport mapping init FILE")
	}
	file := files[0]
	for _, beside := range mappingsBeside(file) {
		_, document, err := loadMapping(beside)
		if err != nil {
			continue
		}
		spec := runs.Spec{Input: inputOf(file, file), Mapping: document}
		if newManager().CheckHeader(ctx, spec, runs.Face{}) == nil {
			return wrong.Hintf("%s has its columns: run %s %s -m %s", terminal.ShownPath(terminal.Shorter(beside)), verb, quoteArg(file), quoteArg(terminal.Shorter(beside)))
		}
	}
	return wrong.Hintf("pass one with -m FILE, or write one with: bcimport mapping init %s", quoteArg(file))
}

// mappingsBeside lists the YAML files beside a file, that of its own name first.
func mappingsBeside(file string) []string {
	own := runs.Stem(file)
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") && e.Name() != targets.FileName && len(names) < 50 {
			names = append(names, filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		first := func(name string) int {
			if runs.Stem(name) == own {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return names
}
