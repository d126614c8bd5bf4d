package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"bcimport/importer"
)

// stdinName names standard input on the command line.
const stdinName = "-"

// spooledName is what the spooled standard input is called in a run folder.
const spooledName = "input"

// checkStdin refuses what standard input can't be.
func checkStdin(files []string, streams Streams) error {
	n := 0
	for _, file := range files {
		if file == stdinName {
			n++
		}
	}
	switch {
	case n > 1:
		return importer.Invalidf("standard input (-) is named twice")
	case n == 1 && isTerminal(streams.In):
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
	path := filepath.Join(folder, spooledName)
	if err := copyInto(ctx, path, in); err != nil {
		remove()
		if ctx.Err() != nil {
			return nil, nil, errInterruptedEarly()
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

// copyInto copies until the end of in or of ctx. A read that never ends is left to
// the end of the process.
func copyInto(ctx context.Context, path string, in io.Reader) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	copied := make(chan error, 1)
	go func() {
		_, err := io.Copy(out, in)
		if err == nil {
			err = out.Sync() // a run folder that holds a link to it outlives a power cut
		}
		copied <- errors.Join(err, out.Close())
	}()
	select {
	case err := <-copied:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// copySpooled gives a run folder its own name for a spooled input, or a copy where
// that lies on another disk.
func copySpooled(spooled, folder string) error {
	to := filepath.Join(folder, spooledName)
	if os.Link(spooled, to) == nil {
		return nil
	}
	in, err := os.Open(spooled)
	if err != nil {
		return fmt.Errorf("keep standard input: %w", err)
	}
	defer in.Close()
	if err := copyInto(context.Background(), to, in); err != nil {
		return fmt.Errorf("keep standard input: %w", err)
	}
	return nil
}
