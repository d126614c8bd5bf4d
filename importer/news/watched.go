package news

import (
	"bcimport/importer/notify"
	"bcimport/importer/targets"
)

// Watched says whom to tell of the runs of a drop folder.
type Watched struct {
	File   string         // the watch file
	Notify *notify.Config // what it says; nil: nothing
	Config string         // the target file; empty: that of any command
	// Targeted tells that runs have a target of the target file.
	Targeted bool
}

// Notifier is the one that the watch file asks for, else that of the target file; nil where
// neither does. Its program gets none of the variables that the target file takes secrets
// from.
func (w Watched) Notifier(version string) (*notify.Notifier, error) {
	if !w.Targeted {
		if w.Notify == nil {
			return nil, nil
		}
		return New(w.File, *w.Notify, nil, version)
	}
	if w.Notify == nil {
		return In(w.Config, version)
	}
	file, _, err := targets.FindFile(w.Config)
	if err != nil {
		return nil, err
	}
	content, err := targets.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return New(w.File, *w.Notify, content.References(), version)
}
