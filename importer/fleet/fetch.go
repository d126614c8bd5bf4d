package fleet

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/reports"
)

// ReadResult reads how a run ended: fs.ErrNotExist for one that has not ended.
func ReadResult(ctx context.Context, o Objects, run string) (Result, error) {
	var r Result
	if err := checkID(run); err != nil {
		return r, err
	}
	err := get(ctx, o, resultOf(run), &r)
	return r, err
}

// FetchReports copies the reports of a run that has ended into a folder, which must exist,
// and returns their paths. A resumption has those of the run that it went on with.
func FetchReports(ctx context.Context, o Objects, run, folder string) ([]string, error) {
	spec, err := ReadSpec(ctx, o, run)
	if err != nil {
		return nil, err
	}
	runs := []string{run}
	if spec.Command == Resume || spec.Command == Report {
		runs = append(runs, spec.Of)
	}
	var paths []string
	for _, of := range runs {
		for name, err := range reportsOf(ctx, o, of) {
			if err != nil {
				return paths, err
			}
			to := filepath.Join(folder, name)
			if slices.Contains(paths, to) {
				continue
			}
			if err := fetch(ctx, o, reportOf(of, name), to); err != nil {
				return paths, importer.Invalidf("copy %s: %w", name, err)
			}
			paths = append(paths, to)
		}
	}
	if len(paths) == 0 {
		return nil, importer.Invalidf("run %s has no reports", run).Hintf("a run has reports when it has ended")
	}
	return paths, nil
}

// fetch copies an object into a new file.
func fetch(ctx context.Context, o Objects, name, to string) (err error) {
	from, _, err := o.Reader(ctx, name)
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

// reportsOf gives the names of the reports of a run.
func reportsOf(ctx context.Context, o Objects, run string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		prefix := "runs/" + run + "/"
		for object, err := range o.List(ctx, prefix) {
			name := strings.TrimPrefix(object.Name, prefix)
			if err == nil && !reports.Ours(name) && name != problemFile {
				continue
			}
			if !yield(name, err) || err != nil {
				return
			}
		}
	}
}

// List gives the ids of the runs in a store, the oldest first.
func List(ctx context.Context, o Objects) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		last := ""
		for object, err := range o.List(ctx, "runs/") {
			id, _, _ := strings.Cut(strings.TrimPrefix(object.Name, "runs/"), "/")
			if err == nil && (id == last || checkID(id) != nil) {
				continue
			}
			if last = id; !yield(id, err) || err != nil {
				return
			}
		}
	}
}
