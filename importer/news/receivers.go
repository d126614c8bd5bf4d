package news

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"bcimport/importer"
	"bcimport/importer/notify"
	"bcimport/importer/targets"
)

// Chosen is the notifier that the target file of a choice asks for, nil where none does. A file that
// was only found in the current folder may neither run a program nor call an address.
func Chosen(choice *targets.Choice, version string) (*notify.Notifier, error) {
	named, onlyRecorded := choice.Config()
	if named == "" && choice.Name == "" {
		return nil, nil
	}
	if onlyRecorded {
		content, err := targets.ReadFile(named)
		if err != nil || content.Notify == nil {
			return nil, err
		}
		return nil, &Suppressed{named}
	}
	return In(named, version)
}

// Suppressed is a target file that only a run folder names, and that would tell others of
// the run. A run folder that another user made must not have a program run.
type Suppressed struct{ file string }

func (s *Suppressed) Error() string {
	return fmt.Sprintf("notifications are off: %s was named only by the run folder", s.file)
}

// Hint says it, and what to do to have it told.
func (s *Suppressed) Hint() importer.Hint {
	return importer.NewHint("%s; pass %s to use it", s.Error(), importer.Option{Name: "config"})
}

// In is the one that a target file asks for, nil where it asks for none.
func In(named, version string) (*notify.Notifier, error) {
	file, trusted, err := targets.FindFile(named)
	if err != nil {
		return nil, err
	}
	content, err := targets.ReadFile(file)
	if err != nil || content.Notify == nil {
		return nil, err
	}
	if !trusted {
		return nil, importer.Invalidf("%s in the current folder would send notifications of the run", file).
			Hintf("if the file is yours, pass %s", importer.Option{Name: "config", Value: file})
	}
	return New(file, *content.Notify, content.References(), version)
}

// New makes the notifier of a configuration file. Its program gets none of the variables
// withheld.
func New(file string, config notify.Config, withheld []string, version string) (*notify.Notifier, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "" // it is for people to read
	}
	notifier, err := notify.New(config, notify.Options{
		Folder: filepath.Dir(file), Version: version, Host: host, Environ: os.Environ(), Withheld: withheld,
	})
	if err != nil {
		var errs []error
		for line := range strings.SplitSeq(err.Error(), "\n") {
			errs = append(errs, importer.Invalidf("%s: %s", file, line))
		}
		return nil, errors.Join(errs...)
	}
	return notifier, nil
}
