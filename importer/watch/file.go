package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"time"

	"bcimport/importer"
	"bcimport/importer/entries"
	"bcimport/importer/notify"
	"bcimport/importer/yamlfile"
)

// FileName is what a watch file is called where it is looked for.
const FileName = "watch.yaml"

// File is watch.yaml: what to do with the files of a drop folder.
type File struct {
	Config string  `yaml:"config"`
	Stable string  `yaml:"stable"`
	Marker string  `yaml:"marker"`
	Repeat string  `yaml:"repeat"`
	Files  []Entry `yaml:"files"`
	// From are folders elsewhere from which files are pulled.
	From []Origin `yaml:"from"`
	// Notify tells people of files; without it that of bcimport.yaml does.
	Notify *notify.Config `yaml:"notify"`

	stable time.Duration
}

// Entry is what to do with the files of one pattern.
type Entry struct {
	entries.Entry `yaml:",inline"`
	Target        string `yaml:"target"`

	place string // in the watch file
}

// Values of repeat: what to do with content that was done in this folder before.
const (
	repeatRun = "run"
	setAside  = "set-aside"
)

// ReadFile reads a watch file, strictly, and tells all its problems at once. settings are the
// keys of a connection that a run's options may hold, and help says where a watch file is
// shown.
func ReadFile(name string, settings []string, help string) (File, error) {
	var w File
	file, err := yamlfile.Read(name, &w, help)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return File{}, importer.Invalidf("read watch file: %w", err).Hintf("it maps file names to mappings; %s", help)
	case err != nil:
		return File{}, importer.Invalidf("%w", err)
	}
	var errs []error
	wrong := func(place, format string, args ...any) {
		errs = append(errs, importer.Invalidf("%s: %w", place, fmt.Errorf(format, args...)))
	}
	w.Config = yamlfile.Beside(name, w.Config)
	w.stable = 10 * time.Second
	if w.Stable != "" {
		if w.stable, err = time.ParseDuration(w.Stable); err != nil || w.stable <= 0 {
			wrong(file.At("$.stable"), "stable: %q is not valid: expected a duration such as 10s", w.Stable)
		}
	}
	if w.Repeat = strings.TrimSpace(w.Repeat); w.Repeat == "" {
		w.Repeat = repeatRun
	}
	if w.Repeat != repeatRun && w.Repeat != setAside {
		wrong(file.At("$.repeat"), "repeat: %q is not valid: expected %s or %s", w.Repeat, repeatRun, setAside)
	}
	if len(w.Files) == 0 {
		wrong(file.Name, "files: no pattern given")
	}
	for i, o := range w.From {
		if err := o.check(); err != nil {
			wrong(file.At("$.from[%d]", i), "from: %w", err)
		}
	}
	for i := range w.Files {
		f := &w.Files[i]
		f.Mapping = yamlfile.Beside(name, f.Mapping)
		if slices.ContainsFunc(w.Files[:i], func(other Entry) bool { return strings.EqualFold(other.Pattern, f.Pattern) }) {
			wrong(file.At("$.files[%d].pattern", i), "pattern: %q is repeated, and the first one matches every file", f.Pattern)
		}
		f.place = file.At("$.files[%d]", i)
		for _, p := range f.Check(settings) {
			wrong(file.At("$.files[%d]%s", i, p.Path), "%s", p.Words)
		}
	}
	return w, errors.Join(errs...)
}

func (w *File) entryOf(name string) *Entry {
	for i := range w.Files {
		if w.Files[i].Takes(name) {
			return &w.Files[i]
		}
	}
	return nil
}
