package fleet

import (
	"context"
	"iter"
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
// and returns their paths.
func FetchReports(ctx context.Context, o Objects, run, folder string) ([]string, error) {
	return nil, nil
}

// List gives the ids of the runs in a store, the oldest first.
func List(ctx context.Context, o Objects) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {}
}
