package targets

import (
	"errors"
	"maps"
	"slices"
)

// Opened is a target file as it was when it was read, for whoever asks for its targets again
// and again: reading a file of hundreds takes longer than all else that is done without
// connecting. The environment and files with secrets are read each time. It is safe for
// concurrent use.
type Opened struct {
	named, file string
	trusted     bool
	content     File
}

// Open reads a target file, strictly, which may be named as in a choice.
func Open(named string) (*Opened, error) {
	file, trusted, err := FindFile(named)
	if err != nil {
		return nil, err
	}
	content, err := ReadFile(file)
	if err != nil {
		return nil, err
	}
	return &Opened{named, file, trusted, content}, nil
}

// Resolve is as Resolve of this file, for the target of a name.
func (o *Opened) Resolve(name string) (*Target, error) {
	return resolve(Choice{Name: name, ConfigFile: o.named}, func(string) (*Opened, error) { return o, nil })
}

// Check finds out of targets what can be known without connecting: whether their settings
// are allowed and their secrets are there.
func (o *Opened) Check(names []string) (wrong map[string]error) {
	wrong = map[string]error{}
	for _, name := range names {
		if _, err := o.Resolve(name); err != nil {
			wrong[name] = err
		}
	}
	return wrong
}

// List lists the targets, with what the environment says of them. The error joins what is
// wrong with those that are left out.
func (o *Opened) List() ([]Known, error) {
	var all []Known
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(o.content.Targets)) {
		of, err := o.content.target(o.file, name, true) // nothing is sent anywhere
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		all = append(all, describe(Choice{Name: name, ConfigFile: o.file}, of))
	}
	return all, errors.Join(wrong...)
}
