// Package inputs brings what a command line names as files onto this machine's disk:
// standard input, and what lies elsewhere.
package inputs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/remote"
	"bcimport/importer/runs"
	"bcimport/reports/atomicfile"
)

// Stdin names standard input on the command line.
const Stdin = "-"

// Check refuses what can't be a file, before anything is read.
func Check(files []string, c *terminal.Console) error {
	n := 0
	var errs []error
	for _, file := range files {
		switch {
		case file == Stdin:
			n++
		case remote.Is(file):
			errs = append(errs, remote.Check(file))
		}
	}
	switch {
	case n > 1:
		errs = append(errs, importer.Invalidf("standard input (-) is named twice"))
	case n == 1 && terminal.IsTerminal(c.In):
		errs = append(errs, importer.Invalidf("nothing is piped into standard input (-)").Hintf("pipe a file into the command, or name the file"))
	}
	return errors.Join(errs...)
}

// Gather returns where the files are. Standard input and what lies elsewhere is copied
// into a folder of the owner's alone, because it is read several times; done removes it.
func Gather(ctx context.Context, files []string, c *terminal.Console) (inputs []runs.Input, done func(), err error) {
	inputs = make([]runs.Input, len(files))
	for i, file := range files {
		inputs[i] = At(file)
	}
	if !slices.ContainsFunc(files, isElsewhere) {
		return inputs, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "bcimport-*.tmp") // 0700
	if err != nil {
		return nil, nil, importer.Invalidf("copy the input: %w", err)
	}
	remove := func() { os.RemoveAll(folder) }
	for i, file := range files {
		if !isElsewhere(file) {
			continue
		}
		if inputs[i].Path, err = fetch(ctx, file, filepath.Join(folder, strconv.Itoa(i)), c); err != nil {
			remove()
			return nil, nil, err
		}
	}
	return inputs, remove, nil
}

func isElsewhere(file string) bool { return file == Stdin || remote.Is(file) }

// fetch copies a file into a folder that it makes.
func fetch(ctx context.Context, file, folder string, c *terminal.Console) (path string, err error) {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", importer.Invalidf("copy the input: %w", err)
	}
	if file == Stdin {
		path = filepath.Join(folder, "input")
		err = atomicfile.CopyInto(ctx, path, c.In)
	} else {
		c.Say("copying %s", remote.Shown(file))
		path, err = remote.Fetch(ctx, file, folder, remote.FromEnvironment())
	}
	known := (*importer.Problem)(nil)
	switch {
	case err == nil, errors.As(err, &known):
		return path, err
	case ctx.Err() != nil:
		return "", runs.Interrupted()
	}
	return "", importer.Invalidf("copy standard input: %w", err)
}

// At is a file of the command line that is where it is named.
func At(file string) runs.Input {
	in := runs.Input{Path: file, Name: Shown(file), Spooled: isElsewhere(file)}
	if remote.Is(file) {
		in.Origin = file
	}
	return in
}

// Given is what the command line named an input.
func Given(in runs.Input) string {
	switch {
	case !in.Spooled:
		return in.Path
	case in.Origin != "":
		return in.Origin
	}
	return Stdin
}

// Shown is what messages call a file of the command line.
func Shown(file string) string {
	switch {
	case file == Stdin:
		return "standard input"
	case remote.Is(file):
		return remote.Shown(file)
	}
	return file
}
