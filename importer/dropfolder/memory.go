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

// Files of a drop folder that hold what a watcher must know after a restart.
const (
	doneFile   = ".done.sha256"
	memoryFile = ".watch.json"
)

// DoneBefore tells whether content with this digest was done in this folder.
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

// RememberDone notes content as done, in the form that sha256sum reads.
func (f *Folder) RememberDone(sha256, name string) (err error) {
	root, err := os.OpenRoot(f.dir) // follows no link out of the folder
	if err != nil {
		return err
	}
	defer root.Close()
	file, err := root.OpenFile(doneFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// A name may hold a line break on some systems; it is only there for people.
	_, err = file.WriteString(sha256 + "  " + strings.Map(printable, name) + "\n")
	return errors.Join(err, file.Sync(), file.Close())
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return '?'
	}
	return r
}

// Memory is what a watcher must know after a restart.
type Memory struct {
	Looked  time.Time            `json:"looked"`  // the last look that was remembered
	Since   map[string]time.Time `json:"since"`   // by pattern: since when its files are looked for
	Came    map[string]time.Time `json:"came"`    // by pattern: when the last file came
	Late    map[string]time.Time `json:"late"`    // by pattern: when the last file came that was late for its deadline
	Alarmed map[string]time.Time `json:"alarmed"` // by pattern: the deadline that was told last
	Tries   map[string]Try       `json:"tries"`   // of jobs that have not left working
	Strays  map[string]bool      `json:"strays"`  // files that are left in incoming, and told
	// Untold holds, by the job's id, what people have not been told of jobs that leave
	// working. It is the caller's own as well.
	Untold map[string]json.RawMessage `json:"untold,omitempty"`
	// Kept is the caller's own; this package does not look at it.
	Kept json.RawMessage `json:"kept,omitempty"`
}

// Try is the last attempt at a job.
type Try struct {
	Began time.Time `json:"began"`
	Told  bool      `json:"told"` // people know that it waits
}

// Recall returns the memory; without a file that can be read it begins now.
func (f *Folder) Recall(now time.Time) Memory {
	m := Memory{}
	data, err := os.ReadFile(filepath.Join(f.dir, memoryFile))
	if err != nil || json.Unmarshal(data, &m) != nil || m.Looked.IsZero() {
		m = Memory{Looked: now}
	}
	if m.Looked.After(now) { // a clock was ahead
		m.Looked = now
	}
	for _, known := range []*map[string]time.Time{&m.Since, &m.Came, &m.Late, &m.Alarmed} {
		if *known == nil {
			*known = map[string]time.Time{}
		}
		for pattern, at := range *known {
			if at.After(now) {
				(*known)[pattern] = now
			}
		}
	}
	if m.Tries == nil {
		m.Tries = map[string]Try{}
	}
	if m.Strays == nil {
		m.Strays = map[string]bool{}
	}
	if m.Untold == nil {
		m.Untold = map[string]json.RawMessage{}
	}
	return m
}

// Remember replaces the memory as a whole.
func (f *Folder) Remember(m Memory) error {
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
	_ = root.Remove(temp) // of a watcher that was killed
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

// writeNew writes a file that must not be there yet, so that no link is followed.
func writeNew(root *os.Root, name string, data []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
