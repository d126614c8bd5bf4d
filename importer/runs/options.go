package runs

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/reports"
)

// ErrNoOption is a name that is no option of a run.
var ErrNoOption = importer.Errorf("no option of a run")

// optionSetters set the options that a file may give for runs, by their names there.
func optionSetters() map[string]func(s *Spec, text string) error {
	return map[string]func(s *Spec, text string) error{
		"on_conflict":   func(s *Spec, text string) error { s.Options.OnConflict = importer.ConflictPolicy(text); return nil },
		"limit":         func(s *Spec, text string) error { return setNumber(&s.Options.Limit, text) },
		"no_values":     func(s *Spec, text string) error { return setBool(&s.Options.NoValues, text) },
		"require_rows":  func(s *Spec, text string) error { return setBool(&s.RequireRows, text) },
		"delimiter":     func(s *Spec, text string) error { s.Options.Delimiter = text; return nil },
		"report_format": func(s *Spec, text string) error { s.Options.ReportFormat = text; return nil },
		"max_updates":   func(s *Spec, text string) error { s.Options.MaxUpdates = text; return nil },
		"max_failures":  func(s *Spec, text string) error { s.MaxFailures = text; return nil },
		"give_up_after": func(s *Spec, text string) error { return setDuration(&s.Options.GiveUpAfter, text) },
		"allow_clear": func(s *Spec, text string) error {
			s.Options.AllowClear = append(s.Options.AllowClear, text)
			return nil
		},
		"accept": func(s *Spec, text string) error {
			s.Options.Accept = append(s.Options.Accept, importer.Code(text))
			return nil
		},
	}
}

// SetOption sets an option by its name, as max_failures, from a text; a list is set one by
// one. A name that is none is ErrNoOption; a text that does not fit says what is expected.
func (s *Spec) SetOption(name, text string) error {
	set := optionSetters()[name]
	if set == nil {
		return ErrNoOption
	}
	return set(s, text)
}

// Validate finds what is wrong with the options, and puts in place what they leave open.
func (s *Spec) Validate() error {
	o := &s.Options
	if o.OnConflict == "" {
		o.OnConflict = importer.Merge
	}
	if o.GiveUpAfter == 0 {
		o.GiveUpAfter = DefaultGiveUpAfter
	}
	wrong := func(option, format string, args ...any) error {
		return &OptionError{Option: option, Words: fmt.Sprintf(format, args...)}
	}
	switch {
	case !slices.Contains([]importer.ConflictPolicy{importer.Merge, importer.Fail, importer.Overwrite}, o.OnConflict):
		return wrong("on_conflict", "%q is not valid: expected merge, fail or overwrite", o.OnConflict)
	case o.Limit < 0:
		return wrong("limit", "%d is negative", o.Limit)
	case o.GiveUpAfter < 0:
		return wrong("give_up_after", "must be above 0")
	case !slices.Contains([]string{"", reports.FormatCSV, reports.FormatXLSX}, o.ReportFormat):
		return wrong("report_format", "%q is not valid: expected csv or xlsx", o.ReportFormat)
	}
	if s.Mapping.Text != "" {
		of, err := ifKnown(mapping.SetOf([]byte(s.Mapping.Text)))
		if err == nil {
			err = checkFields("allow_clear", o.AllowClear, of)
		}
		if err != nil {
			return err
		}
	}
	for _, c := range o.Accept {
		if !slices.Contains(importer.Codes(), c) {
			return importer.NewInvalid(wrong("accept", "%q is not a known code", c)).Hintf("the codes are %s", CodeWords())
		}
	}
	delimiter, err := reports.WrittenDelimiter(o.Delimiter, os.Getenv)
	if err != nil {
		err = wrong("delimiter", "%v", err)
	}
	o.Delimiter = delimiter
	_, err1 := input.ParseRowLimit("max_updates", o.MaxUpdates)
	_, err2 := input.ParseRowLimit("max_failures", s.MaxFailures)
	return errors.Join(err1, err2, err)
}

// checkFields refuses names that are no fields of the records; nil knows none.
func checkFields(option string, names []string, of *entity.Entity) error {
	for _, name := range names {
		if of != nil && !slices.Contains(of.Settable(), name) {
			return importer.NewInvalid(&OptionError{Option: option, Words: fmt.Sprintf("%q is not a field", name)}).
				Hintf("the fields are %s", strings.Join(of.Settable(), ", "))
		}
	}
	return nil
}

// OptionError is a value that an option does not take.
type OptionError = input.OptionError

// DefaultGiveUpAfter is how long an unavailable service is waited for.
const DefaultGiveUpAfter = importer.DefaultGiveUpAfter

// CodeWords lists the codes of suspicions.
func CodeWords() string {
	words := make([]string, 0, len(importer.Codes()))
	for _, c := range importer.Codes() {
		words = append(words, string(c))
	}
	return strings.Join(words, ", ")
}

func setNumber(n *int, text string) (err error) {
	if *n, err = strconv.Atoi(text); err != nil {
		return importer.Errorf("%q is not valid: expected a whole number", text)
	}
	return nil
}

func setBool(b *bool, text string) (err error) {
	if *b, err = strconv.ParseBool(text); err != nil {
		return importer.Errorf("%q is not valid: expected true or false", text)
	}
	return nil
}

func setDuration(d *time.Duration, text string) (err error) {
	if *d, err = time.ParseDuration(text); err != nil {
		return importer.Errorf("%q is not valid: expected a duration such as 15m", text)
	}
	return nil
}
