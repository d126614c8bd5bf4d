package fleet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// The private folders of attempts, and the file in each that its process holds locked.
const (
	roomPattern = "bcimport-fleet-*"
	roomLock    = "lock"
)

// makeRoom makes the private folder of the attempt.
func (a *attempt) makeRoom(context.Context) *outcome {
	dir, err := os.MkdirTemp(a.Dir, roomPattern) // 0700
	if err != nil {
		return machineFailed(err)
	}
	a.dir, a.folder = dir, filepath.Join(dir, "run", a.logRun())
	a.lock = flock.New(filepath.Join(dir, roomLock), flock.SetPermissions(0o600))
	if err := a.lock.Lock(); err != nil {
		return machineFailed(err)
	}
	for _, name := range []string{"run", "input", "last", "of"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			return machineFailed(err)
		}
	}
	return nil
}

// close lets go of all that the attempt holds.
func (a *attempt) close() {
	if a.log.Close != nil {
		a.logged("let go of the log", a.log.Close())
	}
	if a.lock != nil {
		a.logged("let go of the private folder", a.lock.Close())
	}
	if a.dir != "" {
		a.logged("remove the private folder", os.RemoveAll(a.dir))
	}
}

// Sweep removes the private folders that killed processes have left on this machine: they
// hold inputs and reports. Those of attempts under way stay, whatever process makes them.
func (w *Worker) Sweep() error {
	dir := w.Dir
	if dir == "" {
		dir = os.TempDir()
	}
	left, err := filepath.Glob(filepath.Join(dir, roomPattern))
	if err != nil {
		return fmt.Errorf("sweep %s: %w", dir, err)
	}
	var errs []error
	for _, room := range left {
		file := filepath.Join(room, roomLock)
		if _, err := os.Stat(file); err != nil {
			continue // it is being made, or is not ours
		}
		lock := flock.New(file)
		if free, err := lock.TryLock(); err != nil || !free {
			continue
		}
		errs = append(errs, lock.Close(), os.RemoveAll(room))
	}
	return errors.Join(errs...)
}
