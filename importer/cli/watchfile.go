package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/notify"
	"bcimport/importer/yamlfile"
)

const watchName = "watch.yaml"

// watchFile is watch.yaml: what to do with the files of a drop folder.
type watchFile struct {
	Config string        `yaml:"config"`
	Stable string        `yaml:"stable"`
	Marker string        `yaml:"marker"`
	Repeat string        `yaml:"repeat"`
	Files  []watchedFile `yaml:"files"`
	// Notify tells people of files; without it that of bcimport.yaml does.
	Notify *notify.Config `yaml:"notify"`

	source *yamlfile.File
	stable time.Duration
}

// watchedFile is what to do with the files of one pattern.
type watchedFile struct {
	Pattern string         `yaml:"pattern"`
	Mapping string         `yaml:"mapping"`
	Target  string         `yaml:"target"`
	Yes     bool           `yaml:"yes"`
	Expect  string         `yaml:"expect"`
	Accept  []string       `yaml:"accept"`
	Options map[string]any `yaml:"options"`

	flags  []string
	expect *dropfolder.Expectation
}

// Values of repeat: what to do with content that was done in this folder before.
const (
	repeatRun = "run"
	setAside  = "set-aside"
)

// readWatchFile reads a watch file, strictly, and tells all its problems at once.
func readWatchFile(name string) (watchFile, error) {
	var w watchFile
	file, err := yamlfile.Read(name, &w, "bcimport watch --help shows a watch file")
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return watchFile{}, importer.Invalidf("read watch file: %w", err).Hintf("it says which files go through which mapping; bcimport watch --help shows one")
	case err != nil:
		return watchFile{}, importer.Invalidf("%w", err)
	}
	w.source = file
	var errs []error
	wrong := func(place, format string, args ...any) {
		errs = append(errs, importer.Invalidf("%s: %s", place, fmt.Sprintf(format, args...)))
	}
	w.Config = beside(name, w.Config)
	w.stable = 10 * time.Second
	if w.Stable != "" {
		if w.stable, err = time.ParseDuration(w.Stable); err != nil || w.stable <= 0 {
			wrong(file.At("$.stable"), "stable: %q is not a duration like 10s", w.Stable)
		}
	}
	if w.Repeat = strings.TrimSpace(w.Repeat); w.Repeat == "" {
		w.Repeat = repeatRun
	}
	if w.Repeat != repeatRun && w.Repeat != setAside {
		wrong(file.At("$.repeat"), "repeat: %q is not %s or %s", w.Repeat, repeatRun, setAside)
	}
	if len(w.Files) == 0 {
		wrong(file.Name, "files: there is no pattern")
	}
	for i := range w.Files {
		f := &w.Files[i]
		f.Mapping = beside(name, f.Mapping)
		if slices.ContainsFunc(w.Files[:i], func(other watchedFile) bool { return strings.EqualFold(other.Pattern, f.Pattern) }) {
			wrong(file.At("$.files[%d].pattern", i), "pattern: %q stands above, too, and the first one takes every file", f.Pattern)
		}
		for _, p := range f.problems() {
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

// problems checks an entry and makes its flags.
func (f *watchedFile) problems() []entryProblem {
	var found []entryProblem
	wrong := func(path, format string, args ...any) {
		found = append(found, entryProblem{path, fmt.Sprintf(format, args...)})
	}
	if _, err := path.Match(f.Pattern, ""); err != nil || f.Pattern == "" {
		wrong(".pattern", "pattern: %q is no pattern like contacts-*.csv", f.Pattern)
	}
	if f.Mapping == "" {
		wrong("", "the pattern %q has no mapping", f.Pattern)
	} else if _, _, err := loadMapping(f.Mapping); err != nil {
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
			wrong(".accept", "accept: --accept %q is no code of a suspicion", code)
		}
	}
	for _, code := range f.Accept {
		f.flags = append(f.flags, "--accept="+code)
	}
	known := newRun(newConsole(Streams{Err: io.Discard}, false, slog.LevelInfo), watching{}).Flags()
	for _, key := range slices.Sorted(maps.Keys(f.Options)) {
		place, name := ".options", strings.ReplaceAll(key, "_", "-")
		if yamlfile.PlainKey(key) {
			place += "." + key
		}
		flag := known.Lookup(name)
		if flag == nil || slices.Contains(notOptions(), name) {
			wrong(place, "options: %s is no option here; they are those of run, as max_failures", key)
			continue
		}
		values, several := f.Options[key].([]any)
		if !several {
			values = []any{f.Options[key]}
		}
		for _, value := range values {
			text := fmt.Sprint(value)
			if flag.Value.Set(text) != nil {
				wrong(place, "options: %s: %q does not fit; %s is wanted", key, text, kindOfValue(flag))
			}
			f.flags = append(f.flags, "--"+name+"="+text)
		}
	}
	return found
}

func kindOfValue(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "duration":
		return "a duration like 15m"
	}
	return "a text"
}

// notOptions are the flags of run that a watcher sets itself, or that make no sense there.
func notOptions() []string {
	return []string{"mapping", "target", "config", "sandbox", "yes", "out", "runs", "json", "metrics-file", "log-format", "dry-run"}
}

// takes tells whether a file is of this pattern, whatever its case.
func (f *watchedFile) takes(name string) bool {
	fits, err := path.Match(strings.ToLower(f.Pattern), strings.ToLower(name))
	return err == nil && fits
}

func (w *watchFile) entryOf(name string) *watchedFile {
	for i := range w.Files {
		if w.Files[i].takes(name) {
			return &w.Files[i]
		}
	}
	return nil
}
