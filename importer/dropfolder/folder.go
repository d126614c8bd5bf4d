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

// ErrInUse is a folder that another watcher works on.
var ErrInUse = errors.New("another watcher works on this folder")

// The stages of a file, each a folder.
const (
	incoming = "incoming"
	working  = "working"
	done     = "done"
	failed   = "failed"
)

// lockFile is held by the one watcher; it stays when that has ended.
const lockFile = ".watch.lock"

// Folder is a drop folder of which one watcher has hold.
type Folder struct {
	dir  string
	lock *flock.Flock
}

// Open makes what a drop folder lacks and takes hold of it until Close, or until
// the process dies. The error is ErrInUse if another one has it.
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

// Close lets go of the folder.
func (f *Folder) Close() error { return f.lock.Unlock() }

// Incoming is where files are dropped.
func (f *Folder) Incoming() string { return filepath.Join(f.dir, incoming) }

// DoneRuns is the pattern of the run folders of files that are done.
func (f *Folder) DoneRuns() string { return filepath.Join(f.dir, done, "*", "*.run") }

// Where is the place of a job that has left working, by the id that it had there; empty
// where there is none of that name any more.
func (f *Folder) Where(id string) string {
	for _, stage := range []string{done, failed} {
		if _, err := os.Lstat(filepath.Join(f.dir, stage, id)); err == nil {
			return filepath.Join(stage, id)
		}
	}
	return ""
}

// DoneRun is where a run folder of a job in working will be when that is done.
func (f *Folder) DoneRun(run string) string {
	job := filepath.Dir(run)
	return filepath.Join(f.dir, done, filepath.Base(job), filepath.Base(run))
}

// Entry is a file in incoming.
type Entry struct {
	Name    string
	Size    int64
	ModTime time.Time
}

// List returns the files in incoming, the oldest first, and the names of what is
// none: a link, a folder or a device is not read. Files that programs keep for
// themselves, or have not finished yet, are in neither.
func (f *Folder) List() (files []Entry, odd []string, err error) {
	all, err := os.ReadDir(f.Incoming())
	if err != nil {
		return nil, nil, err
	}
	for _, e := range all {
		if ignored(e.Name()) {
			continue
		}
		info, err := e.Info() // does not follow a link
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone between the two looks
		}
		if err != nil {
			return nil, nil, err
		}
		if !info.Mode().IsRegular() {
			odd = append(odd, e.Name())
			continue
		}
		files = append(files, Entry{e.Name(), info.Size(), info.ModTime()})
	}
	slices.SortStableFunc(files, func(a, b Entry) int {
		return cmp.Or(a.ModTime.Compare(b.ModTime), strings.Compare(a.Name, b.Name))
	})
	return files, odd, nil
}

// ignored knows the files of spreadsheets, file managers and browsers that are not
// meant, or not whole yet.
func ignored(name string) bool {
	lower := strings.ToLower(name)
	for _, ending := range []string{".tmp", ".part", ".crdownload"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") || lower == "desktop.ini"
}

// Job is a file that was taken, in a folder of its own.
type Job struct {
	folder *Folder
	stage  string
	base   string // name of its folder
	Name   string // of the file
	Taken  time.Time
}

// Path is where the file is.
func (j *Job) Path() string { return filepath.Join(j.Dir(), j.Name) }

// ID is what tells a job from others while it is in working, also after a restart.
func (j *Job) ID() string { return j.base }

// Place is the job's folder relative to the drop folder.
func (j *Job) Place() string { return filepath.Join(j.stage, j.base) }

// Dir is the job's folder.
func (j *Job) Dir() string { return filepath.Join(j.folder.dir, j.Place()) }

// stamp is how a job's folder says when its file was taken.
const stamp = "20060102-150405Z"

// Take moves a file from incoming into a job of its own. A file that is gone, or is
// none any more, is an error that leaves nothing behind.
func (f *Folder) Take(name string, now time.Time) (*Job, error) {
	base, err := f.vacant(working, trimmed(name)+"-"+now.UTC().Format(stamp))
	if err != nil {
		return nil, err
	}
	j := &Job{folder: f, stage: working, base: base, Name: name, Taken: now.Truncate(time.Second)}
	if err := os.Mkdir(j.Dir(), 0o700); err != nil {
		return nil, err
	}
	if err := os.Rename(filepath.Join(f.Incoming(), name), j.Path()); err != nil {
		return nil, errors.Join(err, os.Remove(j.Dir()))
	}
	if info, err := os.Lstat(j.Path()); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("%s is no file", name), err, j.Fail())
	}
	return j, nil
}

// trimmed is a file's name without its ending, and short enough for what comes after it.
func trimmed(name string) string {
	short := []rune(strings.TrimSuffix(name, filepath.Ext(name)))
	short = short[:min(len(short), 60)]
	for len(string(short)) > 200 { // systems take 255 bytes
		short = short[:len(short)-1]
	}
	return string(short)
}

// Jobs lists what was taken and has not left working, in the order in which it was taken.
func (f *Folder) Jobs() ([]*Job, error) { return f.jobs(working) }

// Left lists what has left working, in a drop folder that anybody may have hold of:
// what was done and, with all, what failed. A folder that is no drop folder has none.
func Left(dir string, all bool) ([]*Job, error) {
	f := &Folder{dir: dir}
	if _, err := os.Stat(filepath.Join(dir, lockFile)); err != nil {
		return nil, nil
	}
	jobs, err := f.jobs(done)
	if err != nil || !all {
		return jobs, err
	}
	more, err := f.jobs(failed)
	return append(jobs, more...), err
}

func (f *Folder) jobs(stage string) ([]*Job, error) {
	folders, err := os.ReadDir(filepath.Join(f.dir, stage))
	if err != nil {
		return nil, err
	}
	var jobs []*Job
	for _, e := range folders {
		if !e.IsDir() {
			continue
		}
		if j, err := f.job(stage, e.Name()); err != nil {
			return nil, err
		} else if j != nil {
			jobs = append(jobs, j)
		}
	}
	slices.SortStableFunc(jobs, func(a, b *Job) int { return a.Taken.Compare(b.Taken) })
	return jobs, nil
}

// job reads a folder of a stage; nil for one that is not of this package.
func (f *Folder) job(stage, base string) (*Job, error) {
	j := &Job{folder: f, stage: stage, base: base}
	entries, err := os.ReadDir(j.Dir())
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		rest, fits := strings.CutPrefix(base, trimmed(e.Name())+"-")
		if !e.Type().IsRegular() || !fits || trimmed(e.Name()) == "" {
			continue
		}
		// What a run leaves beside its file has a longer name.
		taken, err := time.Parse(stamp, rest[:min(len(rest), len(stamp))])
		if err == nil && (j.Name == "" || len(e.Name()) < len(j.Name)) {
			j.Name, j.Taken = e.Name(), taken
		}
	}
	if j.Name == "" {
		return nil, nil
	}
	return j, nil
}

// Run returns the one folder with this ending that stands beside the file; empty
// where there is none yet.
func (j *Job) Run(ending string) (string, error) {
	entries, err := os.ReadDir(j.Dir())
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasSuffix(e.Name(), ending) {
			return filepath.Join(j.Dir(), e.Name()), nil
		}
	}
	return "", nil
}

// Finish moves the job, file and all, to done.
func (j *Job) Finish() error { return j.leave(done) }

// Fail moves the job, file and all, to failed.
func (j *Job) Fail() error { return j.leave(failed) }

func (j *Job) leave(stage string) error {
	base, err := j.folder.vacant(stage, j.base)
	if err != nil {
		return err
	}
	if err := os.Rename(j.Dir(), filepath.Join(j.folder.dir, stage, base)); err != nil {
		return err
	}
	j.stage, j.base = stage, base
	return nil
}

// vacant returns a name that nothing in a stage has: nothing is ever overwritten.
func (f *Folder) vacant(stage, base string) (string, error) {
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

// removeEmpty removes what a watcher has left that was killed before it had the file.
func (f *Folder) removeEmpty() error {
	folders, err := os.ReadDir(filepath.Join(f.dir, working))
	if err != nil {
		return err
	}
	for _, e := range folders {
		if e.IsDir() {
			_ = os.Remove(filepath.Join(f.dir, working, e.Name())) // refused by the system if there is anything in it
		}
	}
	return nil
}
