package dropfolder

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrInUse reports that another watcher owns the folder.
var ErrInUse = errors.New("another watcher works on this folder")

// The stages of a file, each a folder.
const (
	incoming = "incoming"
	working  = "working"
	done     = "done"
	failed   = "failed"
)

// lockFile is locked by the watcher that owns the folder. The file stays when that ends.
const lockFile = ".watch.lock"

// Folder is a drop folder that this process owns: it holds its lock.
type Folder struct {
	dir  string
	lock *flock.Flock
}

// Open makes the folders that a drop folder lacks and locks it until Close, or until the
// process dies. The error is ErrInUse where another process holds the lock.
func Open(dir string) (*Folder, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder", dir)
	}
	for _, stage := range []string{incoming, working, done, failed} {
		if err := os.MkdirAll(filepath.Join(dir, stage), 0o750); err != nil {
			return nil, err
		}
	}
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, ErrInUse
	}
	f := &Folder{dir: dir, lock: lock}
	if err := f.removeEmpty(); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return f, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.lock.Unlock() }

// Incoming returns the folder into which files are dropped.
func (f *Folder) Incoming() string { return filepath.Join(f.dir, incoming) }

// DoneRuns returns the pattern of the run folders of files that are done.
func (f *Folder) DoneRuns() string { return filepath.Join(f.dir, done, "*", "*.run") }

// Locate returns the place of an item that has left working, by the id that it had there,
// or "" where there is none of that name any more.
func (f *Folder) Locate(id string) string {
	for _, stage := range []string{done, failed} {
		if _, err := os.Lstat(filepath.Join(f.dir, stage, id)); err == nil {
			return filepath.Join(stage, id)
		}
	}
	return ""
}

// DoneRun returns where a run folder of an item in working will be when the item is done.
func (f *Folder) DoneRun(run string) string {
	item := filepath.Dir(run)
	return filepath.Join(f.dir, done, filepath.Base(item), filepath.Base(run))
}

// Entry is a file in incoming.
type Entry struct {
	Name    string    `json:"name"`
	Size    int64     `json:"size"`
	ModTime time.Time `json:"modified"`
	// Version is another one whenever the content is, where that is known otherwise than by
	// size and time; empty where it is not.
	Version string `json:"version,omitempty"`
}

// List returns the files in incoming, the oldest first, and the names of what is not a
// regular file: a link, a folder or a device is not read. Neither holds files that programs
// keep for themselves or have not finished yet.
func (f *Folder) List() (files []Entry, notRegular []string, err error) {
	all, err := os.ReadDir(f.Incoming())
	if err != nil {
		return nil, nil, err
	}
	for _, e := range all {
		if Temporary(e.Name()) {
			continue
		}
		info, err := e.Info() // does not follow a link
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone since the folder was read
		}
		if err != nil {
			return nil, nil, err
		}
		if !info.Mode().IsRegular() {
			notRegular = append(notRegular, e.Name())
			continue
		}
		files = append(files, Entry{Name: e.Name(), Size: info.Size(), ModTime: info.ModTime()})
	}
	slices.SortStableFunc(files, func(a, b Entry) int {
		return cmp.Or(a.ModTime.Compare(b.ModTime), strings.Compare(a.Name, b.Name))
	})
	return files, notRegular, nil
}

// Temporary reports whether a name is that of a file that spreadsheets, file managers or
// browsers keep for themselves, or have not finished yet.
func Temporary(name string) bool {
	lower := strings.ToLower(name)
	for _, ending := range []string{".tmp", ".part", ".crdownload"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") || lower == "desktop.ini"
}

// stamp is the form in which an item's folder says when its file was taken.
const stamp = "20060102-150405Z"

// Take moves a file from incoming into an item of its own. It fails, and leaves nothing
// behind, where the file is gone or is not a regular file any more.
func (f *Folder) Take(name string, now time.Time) (*Item, error) {
	base, err := f.unusedName(working, trimmed(name)+"-"+now.UTC().Format(stamp))
	if err != nil {
		return nil, err
	}
	item := &Item{folder: f, stage: working, base: base, Name: name, Taken: now.Truncate(time.Second)}
	if err := os.Mkdir(item.Dir(), 0o700); err != nil {
		return nil, err
	}
	if err := os.Rename(filepath.Join(f.Incoming(), name), item.Path()); err != nil {
		return nil, errors.Join(err, os.Remove(item.Dir()))
	}
	if info, err := os.Lstat(item.Path()); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("%s is no file", name), err, item.Fail())
	}
	return item, nil
}

// trimmed returns a file's name without its ending, short enough for what follows it.
func trimmed(name string) string {
	short := []rune(strings.TrimSuffix(name, filepath.Ext(name)))
	short = short[:min(len(short), 60)]
	for len(string(short)) > 200 { // systems take 255 bytes
		short = short[:len(short)-1]
	}
	return string(short)
}

// Items lists the items that have not left working, in the order in which they were taken.
func (f *Folder) Items() ([]*Item, error) { return f.items(working) }

// Processed lists the items of a drop folder that have left working: those that are done
// and, with all, those that failed. It needs no lock. A folder that is no drop folder has
// none.
func Processed(dir string, all bool) ([]*Item, error) {
	f := &Folder{dir: dir}
	if _, err := os.Stat(filepath.Join(dir, lockFile)); err != nil {
		return nil, nil
	}
	items, err := f.items(done)
	if err != nil || !all {
		return items, err
	}
	more, err := f.items(failed)
	return append(items, more...), err
}

func (f *Folder) items(stage string) ([]*Item, error) {
	folders, err := os.ReadDir(filepath.Join(f.dir, stage))
	if err != nil {
		return nil, err
	}
	var items []*Item
	for _, e := range folders {
		if !e.IsDir() {
			continue
		}
		if item, err := f.item(stage, e.Name()); err != nil {
			return nil, err
		} else if item != nil {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(a, b *Item) int { return a.Taken.Compare(b.Taken) })
	return items, nil
}

// item reads a folder of a stage, and returns nil for one that this package has not made.
func (f *Folder) item(stage, base string) (*Item, error) {
	item := &Item{folder: f, stage: stage, base: base}
	entries, err := os.ReadDir(item.Dir())
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		rest, fits := strings.CutPrefix(base, trimmed(e.Name())+"-")
		if !e.Type().IsRegular() || !fits || trimmed(e.Name()) == "" {
			continue
		}
		// What a run leaves beside its file has the file's name, without its ending, in front.
		left := strings.HasPrefix(item.Name, strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))+".")
		taken, err := time.Parse(stamp, rest[:min(len(rest), len(stamp))])
		if err == nil && (item.Name == "" || left) {
			item.Name, item.Taken = e.Name(), taken
		}
	}
	if item.Name == "" {
		return nil, nil
	}
	return item, nil
}

// unusedName returns a name that nothing in a stage has, so that nothing is overwritten.
func (f *Folder) unusedName(stage, base string) (string, error) {
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		_, err := os.Lstat(filepath.Join(f.dir, stage, name))
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// removeEmpty removes the folders of a watcher that was killed before it moved the file.
func (f *Folder) removeEmpty() error {
	folders, err := os.ReadDir(filepath.Join(f.dir, working))
	if err != nil {
		return err
	}
	for _, e := range folders {
		if e.IsDir() {
			_ = os.Remove(filepath.Join(f.dir, working, e.Name())) // the system refuses it where there is anything in it
		}
	}
	return nil
}
