package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"path"

	"bcimport/importer/objects"
)

// Objects are the objects of a store, by name. They are safe for concurrent use. What a
// call that returned nil has written outlives every process.
type Objects interface {
	// Create writes an object that must not be there yet: objects.ErrExists otherwise. Of several
	// callers one succeeds.
	Create(ctx context.Context, name string, data []byte) error
	Put(ctx context.Context, name string, data []byte) error
	Upload(ctx context.Context, name string, from io.Reader) error
	// Read and Reader read an object: fs.ErrNotExist where there is none.
	Read(ctx context.Context, name string) ([]byte, error)
	Reader(ctx context.Context, name string) (io.ReadCloser, objects.Object, error)
	// List gives the objects whose names begin with a prefix, in the order of their names.
	List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error]
	// Delete deletes an object; one that is not there is no error.
	Delete(ctx context.Context, name string) error
}

// LogOf is the prefix of a run's log in the store.
func LogOf(run string) string { return path.Join("runs", run, "log") + "/" }

// The names of what belongs to a run, but for its log.
func inputOf(run string) string  { return path.Join("runs", run, "input") }
func specOf(run string) string   { return path.Join("runs", run, "spec.json") }
func begunOf(run string) string  { return path.Join("runs", run, "begun.json") }
func resultOf(run string) string { return path.Join("runs", run, "result.json") }
func toldOf(run string) string   { return path.Join("runs", run, "told.json") }
func waitsOf(run string) string  { return path.Join("runs", run, "waits.json") }

// reportOf is the name of a report of a run.
func reportOf(run, report string) string { return path.Join("runs", run, report) }

// doneOf says that content was done in an inbox.
func doneOf(inbox, sha256 string) string { return path.Join("inboxes", inbox, "done", sha256) }

// spentOf is what the runs of a key have used up of what its users may send.
func spentOf(key string) string { return path.Join("keys", key, "spent.json") }

// lastOf is the prefix of the summaries of the last runs of a company: what is usual there.
func lastOf(s *Spec) string { return path.Join("keys", s.Key, "last", escape(s.CompanyID)) + "/" }

// get reads a JSON object: fs.ErrNotExist where there is none.
func get(ctx context.Context, o Objects, name string, into any) error {
	data, err := o.Read(ctx, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// put writes a JSON object, with put or Create of the store.
func put(ctx context.Context, name string, v any, write func(context.Context, string, []byte) error) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return write(ctx, name, data)
}
