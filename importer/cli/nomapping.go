package cli

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/remote"
	"bcimport/importer/targets"
	"bcimport/importer/yamlfile"
)

// noMapping says where a mapping may be, or how to begin one.
func noMapping(ctx context.Context, verb string, files []string) error {
	wrong := importer.Invalidf("no mapping")
	if len(files) == 0 || files[0] == inputs.Stdin || remote.Is(files[0]) {
		return wrong.Hintf("pass one with -m FILE, or write one with: bcimport mapping init FILE")
	}
	file := files[0]
	if beside, found := newManager().FindMapping(ctx, inputs.At(file), yamlfile.ReadSmall, targets.FileName); found {
		return wrong.Hintf("%s has its columns: run %s %s -m %s", terminal.ShownPath(terminal.Shorter(beside)), verb, quoteArg(file), quoteArg(terminal.Shorter(beside)))
	}
	return wrong.Hintf("pass one with -m FILE, or write one with: bcimport mapping init %s", quoteArg(file))
}
