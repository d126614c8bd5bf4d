package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
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
	// Notify tells people of files; without it that of bcimport.yaml does.
	Notify *notify.Config `yaml:"notify"`

	stable time.Duration
}

// Entry is what to do with the files of one pattern.
type Entry struct {
	Pattern string         `yaml:"pattern"`
	Mapping string         `yaml:"mapping"`
	Target  string         `yaml:"target"`
	Yes     bool           `yaml:"yes"`
	Expect  string         `yaml:"expect"`
	Accept  []string       `yaml:"accept"`
	Options map[string]any `yaml:"options"`

	// Spec is what a run of such a file is to do, but for the file; Settings are those of its
	// connection, by the keys of a target file. Quiet and Verbose say what its run shows.
	Spec           runs.Spec         `yaml:"-"`
	Settings       map[string]string `yaml:"-"`
	Quiet, Verbose bool              `yaml:"-"`

	place  string // in the watch file
	expect *dropfolder.Expectation
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
		errs = append(errs, importer.Invalidf("%s: %s", place, fmt.Sprintf(format, args...)))
	}
	w.Config = beside(name, w.Config)
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
	for i := range w.Files {
		f := &w.Files[i]
		f.Mapping = beside(name, f.Mapping)
		if slices.ContainsFunc(w.Files[:i], func(other Entry) bool { return strings.EqualFold(other.Pattern, f.Pattern) }) {
			wrong(file.At("$.files[%d].pattern", i), "pattern: %q is repeated, and the first one matches every file", f.Pattern)
		}
		f.place = file.At("$.files[%d]", i)
		for _, p := range f.problems(settings) {
			wrong(file.At("$.files[%d]%s", i, p.path), "%s", p.words)
		}
	}
	return w, errors.Join(errs...)
}

// beside is where a path in a file leads: it is relative to that file.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// entryProblem is what is wrong in an entry, and where below it.
type entryProblem struct{ path, words string }

// problems checks an entry and takes over what it says of its runs.
func (f *Entry) problems(settings []string) []entryProblem {
	var found []entryProblem
	wrong := func(path, format string, args ...any) {
		found = append(found, entryProblem{path, fmt.Sprintf(format, args...)})
	}
	if _, err := path.Match(f.Pattern, ""); err != nil || f.Pattern == "" {
		wrong(".pattern", "pattern: %q is not a pattern such as contacts-*.csv", f.Pattern)
	}
	if f.Mapping == "" {
		wrong("", "the pattern %q has no mapping", f.Pattern)
	} else if _, _, err := runs.ReadMapping(f.Mapping, yamlfile.ReadSmall); err != nil {
		wrong(".mapping", "%v", err)
	}
	if f.Expect != "" {
		e, err := dropfolder.ParseExpectation(f.Expect)
		if err != nil {
			wrong(".expect", "expect: %v", err)
		}
		f.expect = &e
	}
	for _, code := range f.Accept {
		if !slices.Contains(importer.Codes(), importer.Code(code)) {
			wrong(".accept", "accept: %q is not a known code", code)
		}
		f.Spec.Options.Accept = append(f.Spec.Options.Accept, importer.Code(code))
	}
	f.Settings = map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(f.Options)) {
		if err := f.set(key, settings); err != nil {
			place := ".options"
			if yamlfile.PlainKey(key) {
				place += "." + key
			}
			wrong(place, "options: %v", err)
		}
	}
	return found
}

// set takes over an option, or each value of a list.
func (f *Entry) set(key string, settings []string) error {
	name := strings.ReplaceAll(key, "-", "_")
	values, several := f.Options[key].([]any)
	if !several {
		values = []any{f.Options[key]}
	}
	for _, value := range values {
		text := fmt.Sprint(value)
		err := f.Spec.SetOption(name, text)
		switch {
		case err == nil:
		case !errors.Is(err, runs.ErrNoOption):
			return fmt.Errorf("%s: %w", key, err)
		case slices.Contains(settings, name):
			f.Settings[name] = text
		case name == "quiet":
			err = setBool(&f.Quiet, text)
		case name == "verbose":
			err = setBool(&f.Verbose, text)
		default:
			return fmt.Errorf("%s is not an option of run, such as max_failures", key)
		}
		if err != nil && !errors.Is(err, runs.ErrNoOption) {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

func setBool(b *bool, text string) (err error) {
	if *b, err = strconv.ParseBool(text); err != nil {
		return fmt.Errorf("%q is not valid: expected true or false", text)
	}
	return nil
}

// takes reports whether a file is of this pattern, whatever its case.
func (f *Entry) takes(name string) bool {
	fits, err := path.Match(strings.ToLower(f.Pattern), strings.ToLower(name))
	return err == nil && fits
}

func (w *File) entryOf(name string) *Entry {
	for i := range w.Files {
		if w.Files[i].takes(name) {
			return &w.Files[i]
		}
	}
	return nil
}
