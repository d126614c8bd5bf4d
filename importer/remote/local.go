package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// local is a folder of this machine, such as a share that is mounted.
type local struct{ dir string }

func (l local) list(context.Context) ([]file, error) {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return nil, err
	}
	var files []file
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // it has just gone
		}
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			files = append(files, ofInfo(info))
		}
	}
	return files, nil
}

// ofInfo is a file of which only size and time are known.
func ofInfo(info fs.FileInfo) file {
	return file{info.Name(), info.Size(), info.ModTime().UTC(), fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())}
}

func (l local) open(ctx context.Context, name string) (io.ReadCloser, file, error) {
	path := filepath.Join(l.dir, name)
	info, err := os.Stat(path) // opening a pipe would wait
	if err != nil {
		return nil, file{}, err
	}
	if !info.Mode().IsRegular() {
		return nil, file{}, fmt.Errorf("%s is no file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, file{}, err
	}
	return until{ctx, f}, ofInfo(info), nil
}

func (l local) move(_ context.Context, name, to string) error {
	place := filepath.Join(l.dir, filepath.FromSlash(to))
	if err := os.MkdirAll(filepath.Dir(place), 0o750); err != nil {
		return err
	}
	if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	return os.Rename(filepath.Join(l.dir, name), place)
}

func (local) close() error { return nil }

// until is a file that ends with a context.
type until struct {
	ctx context.Context
	io.ReadCloser
}

func (u until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.ReadCloser.Read(p)
}
