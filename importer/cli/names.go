package cli

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bcimport/importer"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// checkNames refuses names of files that could not be shown as they are: a name
// with a line break makes two lines of a message, one with an escape sequence
// tells the terminal what to do. Run folders, commands to go on with and lines for
// scripts all repeat the name, so it is refused before anything is read.
func checkNames(cmd *cobra.Command, args []string) error {
	names := slices.Clone(args)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "mapping", "out", "output", "runs", "config", "input":
			names = append(names, f.Value.String())
		}
	})
	if format := cmd.Flags().Lookup("log-format"); format != nil && format.Value.String() != "text" && format.Value.String() != "json" {
		return importer.Invalidf("--log-format %q is not text or json", format.Value)
	}
	for _, name := range names {
		if strings.ContainsFunc(name, misleading) {
			return importer.Invalidf("the name %s holds characters that can't be shown", strconv.QuoteToASCII(name)).
				Hintf("rename it, without line breaks and control characters")
		}
	}
	return nil
}

// misleading tells a rune that moves the cursor or the direction of writing.
func misleading(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// shownPath is a path that was found, not said: quoted where it would mislead.
func shownPath(path string) string {
	if strings.ContainsFunc(path, misleading) {
		return strconv.QuoteToASCII(path)
	}
	return path
}

// shownLine is a line of an error, whoever's words are in it.
func shownLine(line string) string {
	var b strings.Builder
	for _, r := range line {
		if r != '\t' && misleading(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
