package cli

import (
	"strings"
	"unicode"

	"bcimport/importer"
)

// longestTyped is the length beyond which the name of a folder is not typed.
const longestTyped = 300

// pageWords are the words of the command line on a page. The page may be read on
// another system, and the name of a run folder comes from that of a file that somebody
// sent, so the folder is written as every shell takes it.
type pageWords struct{ flagWords }

// Step returns the command that takes a step.
func (c pageWords) Step(s importer.Step) string {
	if s.Run == "" {
		return c.flagWords.Step(s)
	}
	switch s.Kind {
	case importer.StepResume:
		return "bcimport resume " + typedAnywhere(s.Run)
	case importer.StepApprove:
		return "bcimport approve " + typedAnywhere(s.Run)
	case importer.StepResumeFailed:
		return "bcimport resume " + typedAnywhere(s.Run) + " --failed"
	}
	return c.flagWords.Step(s)
}

// typedAnywhere returns the name of a run folder as any shell takes it, and RUN for a
// name that some shell could take for more than a name.
func typedAnywhere(name string) string {
	strange := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ._-", r)
	}
	switch {
	case name == "", name[0] == '-', len(name) > longestTyped, strings.ContainsFunc(name, strange):
		return "RUN"
	case strings.Contains(name, " "):
		return `"` + name + `"`
	}
	return name
}
