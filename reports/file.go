package reports

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

// file is a report under way: it appears under its name whole or not at all.
type file struct {
	*bufio.Writer
	root *os.Root
	temp *os.File // nil when it has its name
	now  string   // its name until then
	name string
}

// tempMark ends the names of reports under way.
const tempMark = ".tmp"

// create begins a report in a run folder. Whoever else can write there can neither
// guess its name nor have a link followed in its place.
func create(root *os.Root, name string) (*file, error) {
	now := "." + name + "." + rand.Text() + tempMark
	temp, err := root.OpenFile(now, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &file{bufio.NewWriterSize(temp, 1<<16), root, temp, now, name}, nil
}

// sweep takes away what killed processes left under way.
func sweep(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return fmt.Errorf("read run folder: %w", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), tempMark) && Ours(e.Name()) && !e.IsDir() {
			root.Remove(e.Name()) // a link itself, not what it leads to; what stays is in nobody's way
		}
	}
	return nil
}

// discard drops a file that was not committed.
func (f *file) discard() {
	if f.temp != nil {
		f.temp.Close()
		f.root.Remove(f.now)
	}
}

// commit puts the file under its name and returns the path it got: name-2 and so
// on when a program such as Excel holds the name. Those names are taken only
// where they are free: they may be copies that somebody works on.
func (f *file) commit() (string, error) {
	err := errors.Join(f.Flush(), f.temp.Sync(), f.temp.Close())
	if err != nil {
		return "", fmt.Errorf("write %s: %w", f.name, err)
	}
	name := f.name
	err = f.root.Rename(f.now, name)
	for n := 2; err != nil && n < 100; n++ {
		ext := filepath.Ext(f.name)
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.name, ext), n, ext)
		if _, there := f.root.Lstat(name); errors.Is(there, fs.ErrNotExist) {
			err = f.root.Rename(f.now, name)
		}
	}
	if err != nil {
		return "", fmt.Errorf("write %s: %w", f.name, err)
	}
	f.temp = nil
	return filepath.Join(f.root.Name(), name), syncFolder(f.root)
}

// remove takes a report of an earlier time away. It tells whether it is still
// there because a program such as Excel holds it.
func remove(root *os.Root, name string) (stays bool) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	return root.Remove(name) != nil
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(root *os.Root) error {
	d, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("open run folder: %w", err)
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, d.Close())
}
