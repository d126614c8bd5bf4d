package cli_test

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// harmless FILE... wants files, or stdout and stderr, in which nothing steers a
// terminal, and no line that a value of the script forges: those begin with FORGED.
func harmless(ts *testscript.TestScript, _ bool, files []string) {
	for _, name := range files {
		text := strings.TrimPrefix(ts.ReadFile(name), "\ufeff")
		for i, r := range text {
			steers := unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError
			if steers {
				ts.Fatalf("%s holds %U: %q", name, r, text[max(0, i-60):min(len(text), i+60)])
			}
		}
		table := strings.HasSuffix(name, ".csv") // where line breaks stand in quotes
		for line := range strings.Lines(text) {
			if !table && strings.Contains(line, "FORGED") && strings.HasPrefix(strings.TrimPrefix(strings.TrimLeft(line, " "), "bcimport: "), "FORGED") {
				ts.Fatalf("%s holds a forged line: %q", name, line)
			}
		}
	}
}

// steer KEY FIELD TEXT is another user's edit with Go's escapes in it.
func steer(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	ts.Check(sandboxOf(ts).Edit(args[0], args[1], text))
}
