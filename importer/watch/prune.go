package watch

import (
	"errors"
	"io/fs"
	"os"

	"bcimport/importer/dropfolder"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// Prune deletes files of a drop folder that were taken before a time and whose
// runs are gone, with the failed rows beside them, or only says which. deleted is called
// before each.
func Prune(m *runs.Manager, folder string, o runs.PruneOptions, deleted func(path string)) error {
	jobs, err := dropfolder.Processed(folder, o.Stopped)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		run, err := j.Run(".run")
		if err != nil {
			return err
		}
		if !j.Taken.Before(o.Before) || run != "" && !o.DryRun {
			continue
		}
		if run != "" && !m.WouldPrune(run, o) { // a dry run has left it where it is
			continue
		}
		deleted(j.Path())
		if o.DryRun {
			continue
		}
		for _, path := range []string{besideItem(j, reports.FailedFile), besideItem(j, reports.FailedBook), j.Path()} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		_ = os.Remove(j.Dir()) // refused by the system if there is something of others in it
	}
	return nil
}
