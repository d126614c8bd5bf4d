package objects

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// unfinished begins the names of files that are being written; a process that is killed
// leaves them behind. No object can have such a name.
const unfinished = ".unfinished-"

// Folder is a store that is a folder: an object is a file, readable by its owner alone.
// It is safe for concurrent use, by several processes and by several machines whose file
// system is one and makes links at once for all of them. What a call that returned nil
// has written is on the disk.
type Folder struct{ root string }

// OpenFolder opens a folder as a store, and makes it where there is none.
func OpenFolder(dir string) (*Folder, error) {
	root, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(root, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return &Folder{root}, nil
}

// Create writes an object that must not be there yet: ErrExists otherwise. Of several
// callers one succeeds. ErrExists says that an object is there, not whose: a client of a
// cloud repeats a request whose answer was lost, and meets its own object then. After any
// other error it is not known whether it is there. Reading the object settles both.
func (f *Folder) Create(ctx context.Context, name string, data []byte) error {
	err := f.write(ctx, name, bytes.NewReader(data), moveIfAbsent)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create %s: %w", name, ErrExists)
	}
	return wrap("create", name, err)
}

// Put writes an object, in place of an older one.
func (f *Folder) Put(ctx context.Context, name string, data []byte) error {
	return f.Upload(ctx, name, bytes.NewReader(data))
}

// Upload writes an object of what is read until its end, in place of an older one.
func (f *Folder) Upload(ctx context.Context, name string, from io.Reader) error {
	return wrap("write", name, f.write(ctx, name, from, os.Rename))
}

// write writes a file beside its place and gives it its name when it is on the disk.
func (f *Folder) write(ctx context.Context, name string, from io.Reader, move func(from, to string) error) (err error) {
	if err := CheckName(name); err != nil {
		return err
	}
	place := filepath.Join(f.root, filepath.FromSlash(name))
	dir := filepath.Dir(place)
	if err := f.makeFolders(dir); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, unfinished+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // it has another name then, or is of no use
	_, err = io.Copy(file, reader{ctx, from})
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close(), ctx.Err()); err != nil {
		return err
	}
	err = move(file.Name(), place)
	if err == nil || errors.Is(err, fs.ErrExist) { // what another has made may not be on the disk yet
		if unsynced := syncFolder(dir); unsynced != nil {
			return unsynced
		}
	}
	return err
}

// makeFolders makes a folder below the root so that it outlives a power cut.
func (f *Folder) makeFolders(dir string) error {
	if _, err := os.Stat(dir); err == nil || dir == f.root {
		return err
	}
	if err := f.makeFolders(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// Read reads an object: fs.ErrNotExist where there is none.
func (f *Folder) Read(ctx context.Context, name string) ([]byte, error) {
	r, _, err := f.Reader(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(reader{ctx, r})
	return data, wrap("read", name, err)
}

// Reader opens an object: fs.ErrNotExist where there is none.
func (f *Folder) Reader(_ context.Context, name string) (io.ReadCloser, Object, error) {
	if err := CheckName(name); err != nil {
		return nil, Object{}, err
	}
	file, err := os.Open(filepath.Join(f.root, filepath.FromSlash(name)))
	if err != nil {
		return nil, Object{}, wrap("read", name, err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, Object{}, errors.Join(wrap("read", name, err), file.Close())
	case !info.Mode().IsRegular():
		return nil, Object{}, errors.Join(wrap("read", name, fs.ErrNotExist), file.Close())
	}
	return file, object(name, info), nil
}

func object(name string, info fs.FileInfo) Object {
	return Object{Name: name, Size: info.Size(), Modified: info.ModTime(), Version: fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())}
}

// List gives the objects whose names begin with a prefix, in the order of their names.
func (f *Folder) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		found, err := f.list(ctx, prefix)
		if err != nil {
			yield(Object{}, wrap("list", prefix, err))
			return
		}
		for _, o := range found {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (f *Folder) list(ctx context.Context, prefix string) (found []Object, err error) {
	top, _ := path.Split(prefix)
	if top != "" {
		if err := CheckName(strings.TrimSuffix(top, "/")); err != nil {
			return nil, err
		}
	}
	if _, err := os.Stat(f.root); err != nil { // a share that is not mounted is not an empty store
		return nil, err
	}
	err = filepath.WalkDir(filepath.Join(f.root, filepath.FromSlash(top)), func(place string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // it has just gone
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), unfinished):
			return nil
		}
		below, err := filepath.Rel(f.root, place)
		name := filepath.ToSlash(below)
		if err != nil || !strings.HasPrefix(name, prefix) {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			found = append(found, object(name, info))
		}
		return err
	})
	slices.SortFunc(found, func(a, b Object) int { return strings.Compare(a.Name, b.Name) })
	return found, err
}

// Delete deletes an object; one that is not there is no error.
func (f *Folder) Delete(_ context.Context, name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(f.root, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return wrap("delete", name, err)
}

// Close does nothing: a folder is not held.
func (f *Folder) Close() error { return nil }

// reader ends with a context.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

func wrap(what, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, name, err)
}
