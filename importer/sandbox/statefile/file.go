// Package statefile keeps the sandbox's accepted writes over restarts, in a file of
// JSON lines that one process at a time has open. Start at Open.
package statefile

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrInUse says that another Server has the state file open.
var ErrInUse = errors.New("the sandbox's state is in use by another process")

// Head is the first line of a state file: what its contacts were made from.
type Head struct {
	Sandbox  int    `json:"sandbox"` // version of the format
	Seed     uint64 `json:"seed"`
	Contacts int    `json:"contacts"`
}

// Write is one accepted write, of a contact where it names no table.
type Write struct {
	Table   string            `json:"table,omitempty"`
	Index   int               `json:"i"`
	Version uint32            `json:"v"`
	At      time.Time         `json:"at"`
	Set     map[string]string `json:"set"`
}

// File is a file of JSON lines that only grows. Each line is in the
// kernel's hands before its write is answered, so a killed process loses
// nothing that it acknowledged; a machine that loses power may.
type File struct {
	file *os.File
	lock *flock.Flock
	size int64 // up to the end of the last whole line
}

// Reset starts a state file afresh: the next Server has the contacts of its
// seed. The error is ErrInUse while a Server has it open.
func Reset(path string) error {
	lock, err := lockFile(path)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reset sandbox state: %w", err)
	}
	return nil
}

func lockFile(path string) (*flock.Flock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the sandbox's state folder: %w", err)
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock sandbox state: %w", err)
	}
	if !locked {
		return nil, fmt.Errorf("%s: %w", path, ErrInUse)
	}
	return lock, nil
}

// Open locks and reads the file at path and hands each of its writes to
// replay. A last line without its end was never acknowledged and is dropped.
func Open(path string, head Head, replay func(Write) error) (*File, error) {
	lock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sandbox state: %w", err), lock.Close())
	}
	f := &File{file: file, lock: lock}
	if err := f.load(head, replay); err != nil {
		return nil, errors.Join(fmt.Errorf("read sandbox state %s: %w", path, err), f.Close())
	}
	return f, nil
}

func (f *File) load(head Head, replay func(Write) error) error {
	reader := bufio.NewReaderSize(f.file, 1<<16)
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if number == 1 {
			err = checkHead(line, head)
		} else {
			err = replayLine(line, replay)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		f.size += int64(len(line))
	}
	if err := f.truncate(); err != nil {
		return err
	}
	if f.size == 0 {
		return appendLines(f, head)
	}
	return nil
}

func checkHead(line []byte, want Head) error {
	var found Head
	if err := json.Unmarshal(line, &found); err != nil {
		return err
	}
	if found != want {
		return fmt.Errorf("it holds %d contacts of seed %d (format %d), not %d of seed %d (format %d)",
			found.Contacts, found.Seed, found.Sandbox, want.Contacts, want.Seed, want.Sandbox)
	}
	return nil
}

func replayLine(line []byte, replay func(Write) error) error {
	var write Write
	if err := json.Unmarshal(line, &write); err != nil {
		return err
	}
	return replay(write)
}

// Append adds writes with one call. After an error the file ends where it did
// before, so that no half line can come between two whole ones.
func (f *File) Append(writes ...Write) error { return appendLines(f, writes...) }

func appendLines[T any](f *File, values ...T) error {
	var lines []byte
	for _, value := range values {
		line, err := json.Marshal(value)
		if err != nil {
			return err
		}
		lines = append(append(lines, line...), '\n')
	}
	if _, err := f.file.Write(lines); err != nil {
		return errors.Join(fmt.Errorf("write sandbox state: %w", err), f.truncate())
	}
	f.size += int64(len(lines))
	return nil
}

func (f *File) truncate() error {
	if err := f.file.Truncate(f.size); err != nil {
		return err
	}
	_, err := f.file.Seek(f.size, io.SeekStart)
	return err
}

// Close lets go of the file.
func (f *File) Close() error {
	return errors.Join(f.file.Close(), f.lock.Close())
}
