package terminal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/targets"
	"bcimport/reports/lines"
)

// Findings prints findings as they come, as lines or as JSON.
func Findings(c *Console, asJSON bool) func(targets.Finding) {
	if asJSON {
		encoder := json.NewEncoder(c.Out)
		return func(f targets.Finding) {
			_ = encoder.Encode(map[string]any{"what": f.What, "ok": !f.Bad, "words": f.Words, "hint": hintLine(f, c.words)})
		}
	}
	return func(f targets.Finding) {
		mark := "ok "
		if f.Bad {
			mark = "BAD"
		}
		fmt.Fprintf(c.Out, "%s  %-18s %s\n", mark, f.What, sentences(f.Words))
		if hint := hintLine(f, c.words); hint != "" {
			fmt.Fprintf(c.Out, "     %-18s → %s\n", "", sentences(hint))
		}
	}
}

// sentences puts what may be several lines on one.
func sentences(words string) string { return lines.Line(strings.ReplaceAll(words, "\n", "; ")) }

// hintLine joins what a finding says to do; what it says twice is told once.
func hintLine(f targets.Finding, words importer.Words) string {
	var hints []string
	for _, h := range f.Hints {
		if hint := h.In(words); !slices.Contains(hints, hint) {
			hints = append(hints, hint)
		}
	}
	return strings.Join(hints, "; ")
}
