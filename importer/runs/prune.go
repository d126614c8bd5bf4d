package runs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// PruneOptions are the choices of Prune.
type PruneOptions struct {
	// Before is when a run must have ended to go.
	Before time.Time
	// Stopped deletes stopped runs, too, though they could be resumed.
	Stopped bool
	// DryRun deletes nothing.
	DryRun bool
}

// Prune deletes what this program wrote into the run folders below a folder whose runs
// ended before a time; deleted is told of each. What it could not delete is the error.
func (m *Manager) Prune(folder string, o PruneOptions, deleted func(folder string), f Face) error {
	found, err := m.List(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, l := range found {
		if !o.takes(l) {
			continue
		}
		if !o.DryRun {
			if err := m.delete(l.Folder, f); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		deleted(l.Folder)
	}
	return errors.Join(errs...)
}

// WouldPrune reports whether Prune takes a run.
func (m *Manager) WouldPrune(folder string, o PruneOptions) bool { return o.takes(m.describe(folder)) }

// takes reports whether a run ended before a time. What can't be read, or is under way,
// stays.
func (o PruneOptions) takes(l Listed) bool {
	if l.State != "finished" && (l.State != "stopped" || !o.Stopped) {
		return false
	}
	return l.Ended.Before(o.Before)
}

// delete deletes what this program wrote into a run folder: the journal last,
// so that what is left after an interruption is still known as a run.
func (m *Manager) delete(folder string, f Face) error {
	content, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	others := 0
	var records []string
	for _, entry := range content {
		path := filepath.Join(folder, entry.Name())
		switch {
		case m.Store.Holds(entry.Name()):
			records = append(records, path)
		case !entry.Type().IsRegular() || !reports.Ours(entry.Name()) && entry.Name() != spooledName:
			others++
		default:
			err = errors.Join(err, os.Remove(path))
		}
	}
	if err != nil {
		return err
	}
	for _, path := range records {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	if others > 0 {
		f.note(Note{NoteForeign, Info, importer.NewHint("%s was kept: it has %s that bcimport did not write", folder, lines.Count(others, "file")), false})
		return nil
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
