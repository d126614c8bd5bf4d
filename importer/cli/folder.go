package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"bcimport/importer"
	"bcimport/importer/journal"
)

// edits are what an undo puts back; nil for any other run.
type edits = iter.Seq2[importer.Entry, error]

// makeFolder makes the run folder with its journal. It appears whole: it is
// prepared under another name beside its place and then renamed.
func makeFolder(about importer.About, out, runs string, edits edits) (string, error) {
	if out != "" {
		return makeNamed(about, out, edits)
	}
	parent := filepath.Dir(about.Input.File)
	folder, err := makeBeside(about, parent, edits)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		if runs == "" {
			if runs, err = stateFolder(); err != nil {
				return "", err
			}
		}
		if err := os.MkdirAll(runs, 0o700); err != nil {
			return "", fmt.Errorf("make run folder: %w", err)
		}
		return makeBeside(about, runs, edits)
	}
	return folder, err
}

// makeBeside makes <input>-<time>Z.run in a folder, with -2 and so on if it exists.
func makeBeside(about importer.About, parent string, edits edits) (string, error) {
	input := filepath.Base(about.Input.File)
	base := fmt.Sprintf("%s-%sZ", strings.TrimSuffix(input, filepath.Ext(input)), about.StartedAt.UTC().Format("20060102-150405"))
	for n := 1; n < 1000; n++ {
		name := base + ".run"
		if n > 1 {
			name = fmt.Sprintf("%s-%d.run", base, n)
		}
		path := filepath.Join(parent, name)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		err := prepare(about, path, edits)
		if errors.Is(err, fs.ErrExist) {
			continue // another run took the name meanwhile
		}
		return path, err
	}
	return "", fmt.Errorf("make run folder: too many runs named %s", base)
}

// vacant tells whether a folder can become a run folder: absent or empty.
func vacant(path string) bool {
	content, err := os.ReadDir(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(content) == 0
}

// makeNamed makes exactly the folder that --out names, absent or empty.
func makeNamed(about importer.About, out string, edits edits) (string, error) {
	path, err := filepath.Abs(out)
	if err != nil {
		return "", fmt.Errorf("make run folder: %w", err)
	}
	if !vacant(path) {
		return "", usageError("--out %s is not an empty folder", out).hint("name one that does not exist yet")
	}
	if _, err := os.Stat(path); err == nil {
		return path, furnish(about, path, edits)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", usageError("make run folder: %w", err)
	}
	return path, prepare(about, path, edits)
}

// furnish makes an existing empty folder, which may be a mount point, a run
// folder: its journal appears whole.
func furnish(about importer.About, path string, edits edits) error {
	temp, err := os.MkdirTemp(path, ".bcimport-*.tmp")
	if err != nil {
		return fmt.Errorf("make run folder: %w", err)
	}
	about.Run = filepath.Base(path)
	err = journal.Create(temp, about, edits)
	if err == nil {
		err = os.Rename(filepath.Join(temp, journal.Name), filepath.Join(path, journal.Name))
	}
	if err == nil {
		err = os.Chmod(path, 0o700)
	}
	if err := errors.Join(err, os.RemoveAll(temp)); err != nil {
		return fmt.Errorf("make run folder: %w", err)
	}
	return syncFolder(path)
}

// prepare makes the folder beside its place, writes the journal and renames.
func prepare(about importer.About, path string, edits edits) error {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".bcimport-*.tmp") // 0700
	if err != nil {
		return fmt.Errorf("make run folder: %w", err)
	}
	about.Run = filepath.Base(path)
	if err := journal.Create(temp, about, edits); err != nil {
		return errors.Join(err, os.RemoveAll(temp))
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(fmt.Errorf("make run folder: %w", err), os.RemoveAll(temp))
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename durable where the system can (not on Windows).
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("make run folder: %w", err)
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, d.Close())
}
