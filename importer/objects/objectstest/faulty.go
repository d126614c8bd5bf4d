package objectstest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"

	"bcimport/importer/objects"
)

// ErrNetwork is what a faulty store says of a request that did not come through.
var ErrNetwork = errors.New("connection reset")

// Fault is what happens to one call.
type Fault struct {
	// LostRequest keeps the call from the store, LostAnswer its answer from the caller.
	LostRequest, LostAnswer bool
	// Wait, if any, delays the call until it is closed or the caller has gone.
	Wait <-chan struct{}
	// First, if any, is done before the call: a second writer may come here.
	First func(objects.Store)
}

// Faulty is a store whose calls go wrong as Next says: it is asked of each with the name
// of the method and that of the object, or the prefix, from any goroutine.
type Faulty struct {
	objects.Store
	Next func(call, name string) Fault
}

// faulty does a call as a fault lets it.
func (f Faulty) faulty(ctx context.Context, call, name string, do func() error) error {
	fault := f.Next(call, name)
	if fault.Wait != nil {
		select {
		case <-fault.Wait:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if fault.First != nil {
		fault.First(f.Store)
	}
	if fault.LostRequest {
		return ErrNetwork
	}
	err := do()
	if fault.LostAnswer {
		return ErrNetwork
	}
	return err
}

func (f Faulty) Create(ctx context.Context, name string, data []byte) error {
	data = bytes.Clone(data)
	return f.faulty(ctx, "Create", name, func() error { return f.Store.Create(ctx, name, data) })
}

func (f Faulty) Put(ctx context.Context, name string, data []byte) error {
	return f.faulty(ctx, "Put", name, func() error { return f.Store.Put(ctx, name, data) })
}

func (f Faulty) Upload(ctx context.Context, name string, from io.Reader) error {
	return f.faulty(ctx, "Upload", name, func() error { return f.Store.Upload(ctx, name, from) })
}

func (f Faulty) Read(ctx context.Context, name string) (data []byte, err error) {
	err = f.faulty(ctx, "Read", name, func() error {
		data, err = f.Store.Read(ctx, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}

func (f Faulty) Reader(ctx context.Context, name string) (r io.ReadCloser, o objects.Object, err error) {
	err = f.faulty(ctx, "Reader", name, func() error {
		r, o, err = f.Store.Reader(ctx, name)
		return err
	})
	if err != nil && r != nil {
		r.Close()
	}
	if err != nil {
		return nil, objects.Object{}, err
	}
	return r, o, nil
}

func (f Faulty) List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error] {
	return func(yield func(objects.Object, error) bool) {
		if err := f.faulty(ctx, "List", prefix, func() error { return nil }); err != nil {
			yield(objects.Object{}, err)
			return
		}
		f.Store.List(ctx, prefix)(yield)
	}
}

func (f Faulty) Delete(ctx context.Context, name string) error {
	return f.faulty(ctx, "Delete", name, func() error { return f.Store.Delete(ctx, name) })
}
