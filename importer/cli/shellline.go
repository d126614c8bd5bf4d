package cli

import (
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/targets"
)

// commandLine writes a command line as it can be pasted into a shell: the words,
// and the flags that were given, as far as wanted.
func commandLine(words []string, flags *pflag.FlagSet, wanted func(name string) bool) string {
	line := words[:1:1] // the program and its verb
	for _, w := range words[1:] {
		line = append(line, quoteArg(w))
	}
	flags.Visit(func(f *pflag.Flag) {
		switch {
		case !wanted(f.Name):
		case f.Value.Type() == "bool":
			line = append(line, "--"+f.Name)
			if f.Value.String() == "false" {
				line[len(line)-1] += "=false"
			}
		default:
			name := "--" + f.Name
			if f.Shorthand != "" {
				name = "-" + f.Shorthand
			}
			for _, value := range flagValues(f) {
				line = append(line, name, quoteArg(value))
			}
		}
	})
	return strings.Join(line, " ")
}

func flagValues(f *pflag.Flag) []string {
	if several, ok := f.Value.(pflag.SliceValue); ok {
		return several.GetSlice()
	}
	return []string{f.Value.String()}
}

// resumeCommand is the command line that goes on with a run. The target's name,
// its file and the sandbox are on record; what else was said of the connection is
// said again, with the name where it would hide the one on record, and so is what a
// resumption itself was told.
func resumeCommand(s *settings, folder string) string {
	elsewhere := s.elsewhere()
	return commandLine([]string{"bcimport resume", terminal.Shorter(folder)}, s.flags, func(name string) bool {
		switch name {
		case "failed", "input", "yes":
			return true
		case "target", "config", "sandbox":
			return elsewhere || s.flags.Changed("config")
		}
		return connects(name)
	})
}

// connects tells a flag that is a setting of the connection.
func connects(flag string) bool {
	return slices.ContainsFunc(targets.Settings(), func(d targets.Setting) bool { return flagOf(d.Key) == flag })
}

// quoteArg writes an argument as the system's shell takes it.
func quoteArg(s string) string {
	special := " \t'\"$&|;<>()*?[]{}`\\!#~"
	if runtime.GOOS == "windows" {
		special = " \t&|;<>()'\"%^"
	}
	switch {
	case s != "" && !strings.ContainsAny(s, special):
		return s
	case runtime.GOOS == "windows":
		return `"` + s + `"` // a path holds no quotes there
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
