package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/reports"
)

// edits are what an undo puts back, or what an approved plan writes; nil for any other run.
type edits = iter.Seq2[importer.Entry, error]

// newRunFolder is what a run folder holds when it appears.
type newRunFolder struct {
	about   importer.About
	edits   edits
	claim   func(path string) error // called before the folder appears; nil: nobody has to know
	spooled string                  // a spooled standard input, of which the folder gets a copy; empty: none
}

// write puts all of it into a folder that will be at path.
func (b newRunFolder) write(store Store, folder, path string) error {
	b.about.Run = filepath.Base(path)
	if b.spooled != "" {
		b.about.Input.File = filepath.Join(path, spooledName)
		if err := copySpooled(b.spooled, folder); err != nil {
			return err
		}
	}
	if b.claim != nil {
		if err := b.claim(path); err != nil {
			return err
		}
	}
	return store.Create(folder, b.about, b.edits)
}

// makeFolder makes the run folder with its journal. It appears whole: it is
// prepared under another name beside its place and then renamed.
func (m *Manager) makeFolder(begin newRunFolder, out, elsewhere string) (string, error) {
	if out != "" {
		return m.makeNamed(begin, out)
	}
	parent := filepath.Dir(begin.about.Input.File)
	folder, err := m.makeBeside(begin, parent)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		if elsewhere == "" {
			if elsewhere, err = m.Elsewhere(); err != nil {
				return "", err
			}
		}
		if err := os.MkdirAll(elsewhere, 0o700); err != nil {
			return "", importer.Errorf("make run folder: %w", err)
		}
		return m.makeBeside(begin, elsewhere)
	}
	return folder, err
}

// makeBeside makes <input>-<time>Z.run in a folder, with -2 and so on if it exists.
func (m *Manager) makeBeside(begin newRunFolder, parent string) (string, error) {
	base := fmt.Sprintf("%s-%sZ", begin.name(), begin.about.StartedAt.UTC().Format("20060102-150405"))
	for n := 1; n < 1000; n++ {
		name := base + ".run"
		if n > 1 {
			name = fmt.Sprintf("%s-%d.run", base, n)
		}
		path := filepath.Join(parent, name)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		err := m.createBeside(begin, path)
		if errors.Is(err, fs.ErrExist) {
			continue // another run took the name meanwhile
		}
		return path, err
	}
	return "", importer.Errorf("make run folder: too many runs named %s", base)
}

// stamped ends the name of a run folder that was made here.
var stamped = regexp.MustCompile(`-[0-9]{8}-[0-9]{6}Z(-[0-9]+)?$`)

// name is what the run folder is called before its time: after the input, that of a plan's
// run after the plan's, and that of an undo after what it undoes.
func (b newRunFolder) name() string {
	name := Stem(b.about.Input.File)
	switch {
	case b.about.Approval != nil:
		return stamped.ReplaceAllString(name, "")
	case b.about.Command == "undo":
		return stamped.ReplaceAllString(name, "") + "-undo"
	}
	return name
}

// Stem is an input's name without the endings that tell its format, short enough for what a
// run adds to it.
func Stem(path string) string { return input.Stem(path) }

// Vacant reports whether a folder can become a run folder: absent or empty.
func Vacant(path string) bool {
	content, err := os.ReadDir(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(content) == 0
}

// makeNamed makes exactly the folder that --out names, absent or empty.
func (m *Manager) makeNamed(begin newRunFolder, out string) (string, error) {
	path, err := filepath.Abs(out)
	if err != nil {
		return "", importer.Errorf("make run folder: %w", err)
	}
	if !Vacant(path) {
		return "", importer.Invalidf("the run folder %s is not empty", out).Hintf("name a folder that does not exist yet")
	}
	if _, err := os.Stat(path); err == nil {
		return path, m.createIn(begin, path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", importer.Invalidf("make run folder: %w", err)
	}
	return path, m.createBeside(begin, path)
}

// unmake takes away what a run left that was not allowed to begin. The folder stays
// where it was there before, or holds something else.
func (m *Manager) unmake(folder string, stays bool) error {
	content, err := os.ReadDir(folder)
	if err != nil {
		return importer.Errorf("remove the run folder: %w", err)
	}
	for _, entry := range content {
		name := entry.Name()
		if !m.Store.Holds(name) && !reports.Ours(name) && name != spooledName {
			continue
		}
		if err := os.Remove(filepath.Join(folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return importer.Errorf("remove the run folder: %w", err)
		}
	}
	if !stays {
		_ = os.Remove(folder)
	}
	return nil
}

// createIn makes an existing empty folder, which may be a mount point, a run
// folder: its journal appears whole.
func (m *Manager) createIn(begin newRunFolder, path string) error {
	temp, err := os.MkdirTemp(path, ".bcimport-*.tmp")
	if err != nil {
		return importer.Errorf("make run folder: %w", err)
	}
	err = begin.write(m.Store, temp, path)
	if err == nil && begin.spooled != "" {
		err = os.Rename(filepath.Join(temp, spooledName), filepath.Join(path, spooledName))
	}
	if err == nil {
		err = os.Rename(filepath.Join(temp, m.Store.Name()), filepath.Join(path, m.Store.Name()))
	}
	if err == nil {
		err = os.Chmod(path, 0o700)
	}
	if err := errors.Join(err, os.RemoveAll(temp)); err != nil {
		return importer.Errorf("make run folder: %w", err)
	}
	return syncFolder(path)
}

// createBeside makes the folder beside its place, writes the journal and renames.
func (m *Manager) createBeside(begin newRunFolder, path string) error {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".bcimport-*.tmp") // 0700
	if err != nil {
		return importer.Errorf("make run folder: %w", err)
	}
	if err := begin.write(m.Store, temp, path); err != nil {
		return errors.Join(err, os.RemoveAll(temp))
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(importer.Errorf("make run folder: %w", err), os.RemoveAll(temp))
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return importer.Errorf("make run folder: %w", err)
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, d.Close())
}
