package targets

import (
	"fmt"

	"bcimport/importer"
)

// OptionError says which options can't be used and why. The options are data, because
// each face of the program has names of its own for them.
type OptionError struct{ text importer.Hint }

func (e *OptionError) Error() string { return e.text.In(keys{}) }

// In says it in a face's words.
func (e *OptionError) In(words importer.Words) string { return e.text.In(words) }

// unusable returns a problem with options: each importer.Option in args is named in the
// words of whoever shows it.
func unusable(format string, args ...any) *importer.Problem {
	return importer.Invalidf("%w", &OptionError{importer.NewHint(format, args...)})
}

// keys names options as a target file does.
type keys struct{}

// Option is the option's key.
func (keys) Option(o importer.Option) string { return o.Name }

// Step is what a step is called.
func (keys) Step(s importer.Step) string { return fmt.Sprint(s.Kind) }

// Path is a path as it is.
func (keys) Path(p importer.Path) string { return string(p) }
