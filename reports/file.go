package reports

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// file is a report under way: it appears under its name whole or not at all.
type file struct {
	*bufio.Writer
	temp *os.File
	path string
}

func create(folder, name string) (*file, error) {
	temp, err := os.CreateTemp(folder, "."+name+"-*.tmp") // 0600
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

// commit puts the file under its name, or under name-2 and so on when a program
// such as Excel holds the name, and returns the path it got.
func (f *file) commit() (string, error) {
	err := errors.Join(f.Flush(), f.temp.Sync(), f.temp.Close())
	if err != nil {
		return "", fmt.Errorf("write %s: %w", filepath.Base(f.path), err)
	}
	path := f.path
	for n := 2; ; n++ {
		if err = os.Rename(f.temp.Name(), path); err == nil {
			break
		}
		if n > 9 {
			return "", fmt.Errorf("write %s: %w", filepath.Base(f.path), err)
		}
		ext := filepath.Ext(f.path)
		path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.path, ext), n, ext)
	}
	f.temp = nil
	return path, syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("open run folder: %w", err)
	}
	d.Sync()
	return d.Close()
}
