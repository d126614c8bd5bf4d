// Package stored finds the runs in an object store for a search of package history: by their
// logs, as long as these are kept, and by the reports that are kept beyond them. It takes
// nothing and writes nothing in the store. Start with Runs.
package stored

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"bcimport/importer"
	"bcimport/importer/history"
	"bcimport/importer/objects"
)

// Objects is what is read of a store.
type Objects interface {
	Read(ctx context.Context, name string) ([]byte, error)
	Reader(ctx context.Context, name string) (io.ReadCloser, objects.Object, error)
	List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error]
}

// Replay makes the record of a run in a folder as its log has it, and takes nothing:
// importer.ErrNoRun where the log holds none.
type Replay func(ctx context.Context, log, folder string) error

// Runs lists the runs of a store. A run's log is replayed into a folder of its own below
// the machine's temporary one, which is gone when its record is closed; open opens it.
func Runs(ctx context.Context, o Objects, replay Replay, open func(folder string) (history.Record, error)) ([]history.Run, error) {
	var found []history.Run
	for object, err := range o.List(ctx, "runs/") {
		if err != nil {
			return nil, fmt.Errorf("list runs: %w", err)
		}
		id, rest, _ := strings.Cut(strings.TrimPrefix(object.Name, "runs/"), "/")
		if rest == "" || len(found) > 0 && found[len(found)-1].Place == id {
			continue
		}
		r := run{Objects: o, id: id, replay: replay, open: open}
		found = append(found, history.Run{Place: id, Open: r.record})
	}
	return found, nil
}

// run is a run in a store.
type run struct {
	Objects
	id     string
	replay Replay
	open   func(folder string) (history.Record, error)
}

func (r run) name(of string) string { return "runs/" + r.id + "/" + of }

// record is what the run's log tells, or its reports where there is no log any more.
func (r run) record(ctx context.Context) (history.Record, error) {
	for _, err := range r.List(ctx, r.name("log/")) {
		if err != nil {
			return nil, err
		}
		record, err := r.replayed(ctx)
		if errors.Is(err, importer.ErrNoRun) {
			break
		}
		return record, err
	}
	return r.reported(ctx)
}

// replayed is the record of a log in a temporary folder.
type replayed struct {
	history.Record
	folder string
}

func (r run) replayed(ctx context.Context) (history.Record, error) {
	folder, err := os.MkdirTemp("", "bcimport-find-*") // readable by this user alone
	if err != nil {
		return nil, err
	}
	var record history.Record
	if err = r.replay(ctx, r.name("log/"), folder); err == nil {
		record, err = r.open(folder)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return replayed{record, folder}, nil
}

// Close removes the folder.
func (r replayed) Close() error { return errors.Join(r.Record.Close(), os.RemoveAll(r.folder)) }
