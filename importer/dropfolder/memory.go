package dropfolder

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Files of a drop folder that hold what a watcher needs after a restart.
const (
	doneFile   = ".done.sha256"
	memoryFile = ".watch.json"
)

// DoneBefore reports whether content with this digest was done in this folder.
func (f *Folder) DoneBefore(sha256 string) (bool, error) {
	file, err := os.Open(filepath.Join(f.dir, doneFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), sha256+" ") {
			return true, nil
		}
	}
	return false, lines.Err()
}

// RecordDone records content as done, in the form that sha256sum reads.
func (f *Folder) RecordDone(sha256, name string) (err error) {
	root, err := os.OpenRoot(f.dir) // follows no link out of the folder
	if err != nil {
		return err
	}
	defer root.Close()
	file, err := root.OpenFile(doneFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// On some systems a name may hold a line break. The name is there for people only.
	_, err = file.WriteString(sha256 + "  " + strings.Map(printable, name) + "\n")
	return errors.Join(err, file.Sync(), file.Close())
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return '?'
	}
	return r
}

// Memory is what a watcher needs after a restart. The keys of the file are older than the
// names here.
type Memory struct {
	Looked   time.Time            `json:"looked"`  // the last look that was saved
	Since    map[string]time.Time `json:"since"`   // by pattern: since when its files are awaited
	Arrived  map[string]time.Time `json:"came"`    // by pattern: when the last file arrived in time
	Late     map[string]time.Time `json:"late"`    // by pattern: when the last file arrived that was late for its deadline
	Alarmed  map[string]time.Time `json:"alarmed"` // by pattern: the last missed deadline that people were notified of
	Attempts map[string]Attempt   `json:"tries"`   // of items that have not left working
	Ignored  map[string]bool      `json:"strays"`  // files left in incoming that people were notified of
	// Undelivered holds, by the item's id, notifications that have not been delivered. Their
	// form is the caller's.
	Undelivered map[string]json.RawMessage `json:"untold,omitempty"`
	// Pulled is what was pulled from elsewhere, in the caller's form.
	Pulled json.RawMessage `json:"pulled,omitempty"`
	// Kept is the caller's own.
	Kept json.RawMessage `json:"kept,omitempty"`
}

// Attempt is the last attempt at an item.
type Attempt struct {
	Began    time.Time `json:"began"`
	Notified bool      `json:"told"` // people know that the item waits
}

// LoadMemory returns the saved memory, or one that begins now where none can be read.
func (f *Folder) LoadMemory(now time.Time) Memory {
	m := Memory{}
	data, err := os.ReadFile(filepath.Join(f.dir, memoryFile))
	if err != nil || json.Unmarshal(data, &m) != nil || m.Looked.IsZero() {
		m = Memory{Looked: now}
	}
	if m.Looked.After(now) { // a clock was ahead
		m.Looked = now
	}
	for _, times := range []*map[string]time.Time{&m.Since, &m.Arrived, &m.Late, &m.Alarmed} {
		if *times == nil {
			*times = map[string]time.Time{}
		}
		for pattern, at := range *times {
			if at.After(now) {
				(*times)[pattern] = now
			}
		}
	}
	if m.Attempts == nil {
		m.Attempts = map[string]Attempt{}
	}
	if m.Ignored == nil {
		m.Ignored = map[string]bool{}
	}
	if m.Undelivered == nil {
		m.Undelivered = map[string]json.RawMessage{}
	}
	return m
}

// SaveMemory replaces the saved memory as a whole.
func (f *Folder) SaveMemory(m Memory) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	const temp = memoryFile + ".tmp"
	_ = root.Remove(temp) // left by a watcher that was killed
	if err := writeNew(root, temp, data); err != nil {
		return err
	}
	// On Windows a virus scanner may have one of the two open for a moment.
	err = root.Rename(temp, memoryFile)
	for try := 1; try < 10 && errors.Is(err, fs.ErrPermission); try++ {
		time.Sleep(100 * time.Millisecond)
		err = root.Rename(temp, memoryFile)
	}
	return err
}

// writeNew writes a file that must not exist yet, so that no link is followed.
func writeNew(root *os.Root, name string, data []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
