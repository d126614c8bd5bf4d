package remote

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"bcimport/importer/objects"
)

// stored is a folder of a store of objects: what is below a prefix, up to the next slash.
type stored struct{ store objects.Store }

func (s stored) list(ctx context.Context) ([]file, error) {
	var files []file
	for o, err := range s.store.List(ctx, "") {
		if err != nil {
			return nil, err
		}
		if !strings.Contains(o.Name, "/") {
			files = append(files, ofObject(o))
		}
	}
	return files, nil
}

func ofObject(o objects.Object) file {
	return file{o.Name, o.Size, o.Modified.UTC(), o.Version}
}

func (s stored) open(ctx context.Context, name string) (io.ReadCloser, file, error) {
	r, o, err := s.store.Reader(ctx, name)
	return r, ofObject(o), err
}

// move copies the object through this machine: not all stores copy within themselves.
func (s stored) move(ctx context.Context, name, to string) error {
	switch r, _, err := s.store.Reader(ctx, to); {
	case err == nil:
		return errors.Join(fs.ErrExist, r.Close())
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	r, _, err := s.store.Reader(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := s.store.Upload(ctx, to, r); err != nil {
		return err
	}
	return s.store.Delete(ctx, name)
}

func (s stored) close() error { return s.store.Close() }
