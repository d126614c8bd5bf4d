package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/reports/atomicfile"
)

// stdinName names standard input on the command line.
const stdinName = "-"

// checkStdin refuses what standard input can't be.
func checkStdin(files []string, c *terminal.Console) error {
	n := 0
	for _, file := range files {
		if file == stdinName {
			n++
		}
	}
	switch {
	case n > 1:
		return importer.Invalidf("standard input (-) is named twice")
	case n == 1 && terminal.IsTerminal(c.In):
		return importer.Invalidf("nothing is piped into standard input (-)").Hintf("pipe a file into the command, or name the file")
	}
	return nil
}

// spool returns where the files are. Standard input is copied into a file of the
// owner's alone, because it is read several times; the returned function removes it.
func spool(ctx context.Context, files []string, in io.Reader) (paths []string, done func(), err error) {
	at := slices.Index(files, stdinName)
	if at < 0 {
		return files, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "bcimport-*.tmp") // 0700
	if err != nil {
		return nil, nil, importer.Invalidf("spool standard input: %w", err)
	}
	remove := func() { os.RemoveAll(folder) }
	path := filepath.Join(folder, "input")
	if err := atomicfile.CopyInto(ctx, path, in); err != nil {
		remove()
		if ctx.Err() != nil {
			return nil, nil, runs.Interrupted()
		}
		return nil, nil, importer.Invalidf("spool standard input: %w", err)
	}
	paths = slices.Clone(files)
	paths[at] = path
	return paths, remove, nil
}

// shownName is what messages call a file of the command line.
func shownName(file string) string {
	if file == stdinName {
		return "standard input"
	}
	return file
}

// inputOf is a file of the command line at a path.
func inputOf(file, path string) runs.Input {
	return runs.Input{Path: path, Name: shownName(file), Spooled: file == stdinName}
}
