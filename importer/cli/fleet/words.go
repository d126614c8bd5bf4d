package fleet

import (
	"os/user"
	"path/filepath"

	"bcimport/importer"
)

// words are those of the command line, for runs of a fleet: a run is known by its id, which
// is what its folder is called.
type words struct{ importer.Words }

// Step is the command that takes a step.
func (w words) Step(s importer.Step) string {
	run := " RUN"
	if s.Run != "" {
		run = " " + filepath.Base(s.Run)
	}
	switch s.Kind {
	case importer.StepResume:
		return "bcimport fleet resume" + run
	case importer.StepResumeFailed:
		return "bcimport fleet resume" + run + " --failed"
	case importer.StepUndo:
		return "bcimport fleet undo" + run
	case importer.StepReport:
		return "bcimport fleet report" + run
	case importer.StepRunFailed:
		return "bcimport fleet submit TARGET " + filepath.Base(s.File)
	}
	return w.Words.Step(s)
}

// systemUser is the system's name of whoever runs the program, empty where it knows none.
func systemUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
