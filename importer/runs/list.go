package runs

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"bcimport/importer"
)

// Listed is a run in a list.
type Listed struct {
	Folder  string
	Input   string // the file, or of an undo the folder of the run undone
	Command string
	Company string
	Target  importer.Target // empty while the run is under way
	// State is finished, stopped, running, damaged, or unreadable to this user and program.
	State   string
	Began   time.Time // the zero time where it is not known
	Ended   time.Time // of a run that was cut off, when it began
	Total   int
	Rows    map[string]int // by result; nil where they are not known
	Ending  *importer.Ending
	running bool
}

// List finds the runs below a folder, the newest first.
func (m *Manager) List(folder string) ([]Listed, error) {
	var found []Listed
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == folder:
			return importer.Invalidf("list runs: %w", err)
		case err != nil:
			return nil // what can't be read holds no run of ours
		case !d.IsDir() && d.Name() == m.Store.Name():
			found = append(found, m.describe(filepath.Dir(path)))
		}
		return nil
	})
	slices.SortStableFunc(found, func(a, b Listed) int { return b.order().Compare(a.order()) })
	return found, err
}

// order is the time by which runs are sorted: one that is under way is the newest.
func (l Listed) order() time.Time {
	if l.running {
		return time.Now()
	}
	return l.Began
}

// describe is a run as its record tells it.
func (m *Manager) describe(folder string) Listed {
	l := Listed{Folder: folder, State: "damaged"}
	record, err := m.Store.Open(folder)
	switch {
	case errors.Is(err, importer.ErrInUse):
		l.State, l.running = "running", true
		return l
	case errors.Is(err, importer.ErrDamaged):
		return l
	case err != nil:
		l.State = "unreadable"
		return l
	}
	defer record.Close()
	about, err1 := record.About()
	ending, err2 := record.Ending()
	counts, err3 := record.Counts()
	if errors.Join(err1, err2, err3) != nil {
		return l
	}
	l.Command, l.Company, l.Target, l.Input = about.Command, about.Target.Company, about.Target, about.Input.Shown()
	l.Began, l.Ended = about.StartedAt, about.StartedAt
	l.Total = about.Rows()
	l.State = cmp.Or(ending.State, "stopped")
	if ending.State != "" {
		l.Ending, l.Ended = &ending, ending.FinishedAt
	}
	l.Rows = map[string]int{"success": 0, "failure": 0, "planned": 0, "skipped": 0}
	reached := 0
	for status, n := range counts {
		l.Rows[importer.Status(status).Result()] += n
		reached += n
	}
	l.Rows["failure"] += l.Total - reached
	return l
}
