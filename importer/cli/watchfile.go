package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"bcimport/importer/notify"
	"bcimport/importer/watch"
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

	stable time.Duration
}

// watchedFile is what to do with the files of one pattern.
type watchedFile struct {
	Pattern string         `yaml:"pattern"`
	Mapping string         `yaml:"mapping"`
	Target  string         `yaml:"target"`
	Yes     bool           `yaml:"yes"`
	Expect  string         `yaml:"expect"`
	Options map[string]any `yaml:"options"`

	flags  []string
	expect *watch.Expectation
}

// Values of repeat: what to do with content that was done in this folder before.
const (
	repeatRun = "run"
	setAside  = "set-aside"
)

// readWatchFile reads a watch file, strictly, and tells all its problems at once.
func readWatchFile(file string) (watchFile, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return watchFile{}, usageError("read watch file: %w", err).hint("it says which files go through which mapping; bcimport watch --help shows one")
	}
	var w watchFile
	if err := yaml.UnmarshalWithOptions(data, &w, yaml.Strict()); err != nil {
		return watchFile{}, usageError("%s: %s", file, strings.TrimSpace(yaml.FormatError(err, false, true))).hint("bcimport watch --help shows a watch file")
	}
	var errs []error
	wrong := func(format string, args ...any) {
		errs = append(errs, usageError("%s: %s", file, fmt.Sprintf(format, args...)))
	}
	beside := func(p string) string {
		if p == "" || filepath.IsAbs(p) {
			return p
		}
		return filepath.Join(filepath.Dir(file), p)
	}
	w.Config = beside(w.Config)
	w.stable = 10 * time.Second
	if w.Stable != "" {
		if w.stable, err = time.ParseDuration(w.Stable); err != nil || w.stable <= 0 {
			wrong("stable: %q is not a duration like 10s", w.Stable)
		}
	}
	if w.Repeat = strings.TrimSpace(w.Repeat); w.Repeat == "" {
		w.Repeat = repeatRun
	}
	if w.Repeat != repeatRun && w.Repeat != setAside {
		wrong("repeat: %q is not %s or %s", w.Repeat, repeatRun, setAside)
	}
	if len(w.Files) == 0 {
		wrong("files: there is no pattern")
	}
	for i := range w.Files {
		f := &w.Files[i]
		f.Mapping = beside(f.Mapping)
		for _, problem := range f.problems() {
			wrong("files: entry %d (%s): %s", i+1, f.Pattern, problem)
		}
	}
	return w, errors.Join(errs...)
}

// problems checks an entry and makes its flags.
func (f *watchedFile) problems() []string {
	var found []string
	if _, err := path.Match(f.Pattern, ""); err != nil || f.Pattern == "" {
		found = append(found, fmt.Sprintf("pattern: %q is no pattern like contacts-*.csv", f.Pattern))
	}
	if f.Mapping == "" {
		found = append(found, "it has no mapping")
	} else if _, _, err := loadMapping(f.Mapping); err != nil {
		found = append(found, err.Error())
	}
	if f.Expect != "" {
		e, err := watch.ParseExpectation(f.Expect)
		if err != nil {
			found = append(found, "expect: "+err.Error())
		}
		f.expect = &e
	}
	known := newRun(Streams{}, nil).Flags()
	for _, key := range slices.Sorted(maps.Keys(f.Options)) {
		name := strings.ReplaceAll(key, "_", "-")
		flag := known.Lookup(name)
		if flag == nil || slices.Contains([]string{"mapping", "target", "config", "sandbox", "yes", "out", "runs", "json", "metrics-file", "log-format"}, name) {
			found = append(found, fmt.Sprintf("options: %s is no option here; they are those of run, as max_failures", key))
			continue
		}
		values, several := f.Options[key].([]any)
		if !several {
			values = []any{f.Options[key]}
		}
		for _, value := range values {
			text := fmt.Sprint(value)
			if err := flag.Value.Set(text); err != nil {
				found = append(found, fmt.Sprintf("options: %s: %q does not fit: %s", key, text, err))
			}
			f.flags = append(f.flags, "--"+name+"="+text)
		}
	}
	return found
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
