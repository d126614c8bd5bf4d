package objects

import (
	"context"
	"io"
	"iter"
	"strings"
)

// Store is what every store can do; see Folder for what its methods promise.
type Store interface {
	Create(ctx context.Context, name string, data []byte) error
	Put(ctx context.Context, name string, data []byte) error
	Upload(ctx context.Context, name string, from io.Reader) error
	Read(ctx context.Context, name string) ([]byte, error)
	Reader(ctx context.Context, name string) (io.ReadCloser, Object, error)
	List(ctx context.Context, prefix string) iter.Seq2[Object, error]
	Delete(ctx context.Context, name string) error
	Close() error
}

// Below is the part of a store below a prefix such as nights/. Closing it closes the store.
func Below(s Store, prefix string) Store {
	if prefix == "" {
		return s
	}
	return below{s, prefix}
}

type below struct {
	Store
	prefix string
}

func (b below) Create(ctx context.Context, name string, data []byte) error {
	return b.Store.Create(ctx, b.prefix+name, data)
}

func (b below) Put(ctx context.Context, name string, data []byte) error {
	return b.Store.Put(ctx, b.prefix+name, data)
}

func (b below) Upload(ctx context.Context, name string, from io.Reader) error {
	return b.Store.Upload(ctx, b.prefix+name, from)
}

func (b below) Read(ctx context.Context, name string) ([]byte, error) {
	return b.Store.Read(ctx, b.prefix+name)
}

func (b below) Reader(ctx context.Context, name string) (io.ReadCloser, Object, error) {
	r, o, err := b.Store.Reader(ctx, b.prefix+name)
	o.Name = name
	return r, o, err
}

func (b below) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for o, err := range b.Store.List(ctx, b.prefix+prefix) {
			o.Name = strings.TrimPrefix(o.Name, b.prefix)
			if !yield(o, err) {
				return
			}
		}
	}
}

func (b below) Delete(ctx context.Context, name string) error {
	return b.Store.Delete(ctx, b.prefix+name)
}
