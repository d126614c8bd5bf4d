// Package atomicfile writes files that appear under their names as a whole or not at all,
// readable by their owner alone.
package atomicfile

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Suffix ends the names of files that are being written: a process that is killed leaves
// them behind.
const Suffix = ".tmp"

// File is a file that is being written. It is not safe for concurrent use.
type File struct {
	*bufio.Writer
	root *os.Root
	owns bool     // root is closed with the file
	temp *os.File // nil when the file has its name
	now  string   // its name until then
	name string
}

// Create begins a file in a folder. Whoever else can write there can neither guess the
// name that it has until its end nor have a link followed in its place. That name is
// .NAME.RANDOM.tmp, so that what is left behind can be told from other files.
func Create(root *os.Root, name string) (*File, error) {
	return create(root, name, "."+name+"."+rand.Text()+Suffix)
}

// CreateAt begins a file at a path.
func CreateAt(path string) (*File, error) {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	f, err := create(root, filepath.Base(path), ".bcimport-"+rand.Text()+Suffix)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	f.owns = true
	return f, nil
}

func create(root *os.Root, name, now string) (*File, error) {
	temp, err := root.OpenFile(now, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &File{Writer: bufio.NewWriterSize(temp, 1<<16), root: root, temp: temp, now: now, name: name}, nil
}

// Name returns the name that the file should get.
func (f *File) Name() string { return f.name }

// Discard drops a file that was not committed. After a commit it does nothing.
func (f *File) Discard() {
	if f.temp == nil {
		return
	}
	f.temp.Close()
	f.root.Remove(f.now)
	f.finish()
}

// Commit gives the file its name, in place of an older file.
func (f *File) Commit() error {
	if err := f.flush(); err != nil {
		return err
	}
	if err := f.root.Rename(f.now, f.name); err != nil {
		return err
	}
	return f.named()
}

// CommitBeside gives the file its name and returns the path that it got: name-2 and so on
// where a program such as Excel holds the name. Those names are taken only where they are
// free: they may be copies that a person works on.
func (f *File) CommitBeside() (path string, err error) {
	name := f.name
	if err = f.flush(); err == nil {
		err = f.root.Rename(f.now, name)
		for n := 2; err != nil && n < 100; n++ {
			ext := filepath.Ext(f.name)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.name, ext), n, ext)
			if _, there := f.root.Lstat(name); errors.Is(there, fs.ErrNotExist) {
				err = f.root.Rename(f.now, name)
			}
		}
	}
	if err != nil {
		return "", fmt.Errorf("write %s: %w", f.name, err)
	}
	return filepath.Join(f.root.Name(), name), f.named()
}

func (f *File) flush() error { return errors.Join(f.Flush(), f.temp.Sync(), f.temp.Close()) }

// named ends a file that has its name.
func (f *File) named() error {
	err := syncFolder(f.root)
	f.finish()
	return err
}

func (f *File) finish() {
	f.temp = nil
	if f.owns {
		f.root.Close()
	}
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(root *os.Root) error {
	d, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("open %s: %w", root.Name(), err)
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, d.Close())
}
