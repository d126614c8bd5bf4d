package history

import (
	"context"
	"io/fs"
	"path/filepath"

	"bcimport/importer"
)

// Below finds the runs below a folder: open opens the record of a run folder, and name is the
// file by which one is known. A folder below it that can't be read holds no run of ours.
func Below(folder, name string, open func(folder string) (Record, error)) ([]Run, error) {
	var found []Run
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == folder:
			return importer.Invalidf("find runs: %w", err)
		case err == nil && !d.IsDir() && d.Name() == name:
			at := filepath.Dir(path)
			found = append(found, Run{at, func(context.Context) (Record, error) { return open(at) }})
		}
		return nil
	})
	return found, err
}
