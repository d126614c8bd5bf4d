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
	"time"

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

// EndedSince gives the results and specs of the runs that ended at or after a time, in the
// order of their ids: all of those that were submitted at most a day before it. Those that
// leaveOut names are not read.
func EndedSince(ctx context.Context, o Objects, since, now time.Time, leaveOut func(run string) bool) iter.Seq2[EndedRun, error] {
	return func(yield func(EndedRun, error) bool) {
		// The end of a run is told by its clock, the age of its result by that of the store.
		const skew = time.Hour
		for day := since.UTC().Truncate(24*time.Hour).AddDate(0, 0, -1); !day.After(now.UTC().Add(skew)); day = day.AddDate(0, 0, 1) {
			for object, err := range o.List(ctx, "runs/"+day.Format("20060102")) {
				if err != nil {
					yield(EndedRun{}, err)
					return
				}
				id, _, _ := strings.Cut(strings.TrimPrefix(object.Name, "runs/"), "/")
				if object.Name != resultOf(id) || object.Modified.Before(since.Add(-skew)) || checkID(id) != nil || leaveOut(id) {
					continue
				}
				e := EndedRun{}
				if e.Result, err = ReadResult(ctx, o, id); err == nil && !e.Ended.Before(since) {
					e.Spec, err = ReadSpec(ctx, o, id)
				}
				if (err != nil || e.Spec.ID != "") && !yield(e, err) {
					return
				}
			}
		}
	}
}

// EndedRun is a run that has ended, and what it was to do.
type EndedRun struct {
	Result
	Spec Spec
}
