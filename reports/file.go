package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// file is a report under way: it appears under its name whole or not at all.
type file struct {
	*bufio.Writer
	temp *os.File // nil when it has its name
	path string
}

// tempName is where a report is written until it is whole. It is always the same,
// so that what a killed process left is taken and not kept.
func tempName(folder, name string) string { return filepath.Join(folder, "."+name+".tmp") }

func create(folder, name string) (*file, error) {
	temp, err := os.OpenFile(tempName(folder, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &file{bufio.NewWriterSize(temp, 1<<16), temp, filepath.Join(folder, name)}, nil
}

// discard drops a file that was not committed.
func (f *file) discard() {
	if f.temp != nil {
		f.temp.Close()
		os.Remove(f.temp.Name())
	}
}

// commit puts the file under its name and returns the path it got: name-2 and so
// on when a program such as Excel holds the name. Those names are taken only
// where they are free: they may be copies that somebody works on.
func (f *file) commit() (string, error) {
	err := errors.Join(f.Flush(), f.temp.Sync(), f.temp.Close())
	if err != nil {
		return "", fmt.Errorf("write %s: %w", filepath.Base(f.path), err)
	}
	err = os.Rename(f.temp.Name(), f.path)
	path := f.path
	for n := 2; err != nil && n < 100; n++ {
		ext := filepath.Ext(f.path)
		path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.path, ext), n, ext)
		if _, there := os.Lstat(path); errors.Is(there, fs.ErrNotExist) {
			err = os.Rename(f.temp.Name(), path)
		}
	}
	if err != nil {
		return "", fmt.Errorf("write %s: %w", filepath.Base(f.path), err)
	}
	f.temp = nil
	return path, syncFolder(filepath.Dir(path))
}

// remove takes a report of an earlier time away. It tells whether it is still
// there because a program such as Excel holds it.
func remove(folder, name string) (stays bool) {
	os.Remove(tempName(folder, name)) // what a killed process left
	path := filepath.Join(folder, name)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	return os.Remove(path) != nil
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("open run folder: %w", err)
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, d.Close())
}
