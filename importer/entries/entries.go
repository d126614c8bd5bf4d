// Package entries reads what a configuration file says of the files of a pattern: how they
// are run, and when they are expected. It reads no such file itself and runs nothing. Start
// with Entry.
package entries

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/runs"
	"bcimport/importer/yamlfile"
)

// Entry is what to do with the files of one pattern.
type Entry struct {
	Pattern string         `yaml:"pattern"`
	Mapping string         `yaml:"mapping"`
	Yes     bool           `yaml:"yes"`
	Expect  string         `yaml:"expect"`
	Accept  []string       `yaml:"accept"`
	Options map[string]any `yaml:"options"`

	// Spec is what a run of such a file is to do, but for the file; Settings are those of its
	// connection, by the keys of a target file. Quiet and Verbose say what its run shows.
	Spec           runs.Spec         `yaml:"-"`
	Settings       map[string]string `yaml:"-"`
	Quiet, Verbose bool              `yaml:"-"`

	// Expected is when a file of the pattern has to come; nil for none.
	Expected *dropfolder.Expectation `yaml:"-"`
}

// Problem is what is wrong in an entry, and where below it, as in .pattern.
type Problem struct{ Path, Words string }

// Check finds what is wrong in an entry, whose mapping's path must be resolved, and takes
// over what it says of its runs. settings are the keys of a connection that its options may
// hold.
func (f *Entry) Check(settings []string) []Problem {
	var found []Problem
	wrong := func(path, format string, args ...any) {
		found = append(found, Problem{path, fmt.Sprintf(format, args...)})
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
		f.Expected = &e
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

// Takes reports whether a file is of this pattern, whatever its case.
func (f *Entry) Takes(name string) bool {
	fits, err := path.Match(strings.ToLower(f.Pattern), strings.ToLower(name))
	return err == nil && fits
}
