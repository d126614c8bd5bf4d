package cli

import (
	"testing"

	"bcimport/importer"
)

// TestPageCommands_AreSafeToCopy: the name of a folder comes from that of a file that
// somebody sent.
func TestPageCommands_AreSafeToCopy(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"contacts-20260701-120000Z.run": "contacts-20260701-120000Z.run", "März 2026.run": `"März 2026.run"`,
		"$(rm x).run": "RUN", "a;b.run": "RUN", `a"b.run`: "RUN", "-x.run": "RUN", "a%b.run": "RUN", "a\nb.run": "RUN",
	} {
		for kind, end := range map[importer.StepKind]string{importer.StepResume: "", importer.StepResumeFailed: " --failed"} {
			if got := (pageWords{}).Step(importer.Step{Kind: kind, Run: name}); got != "bcimport resume "+want+end {
				t.Errorf("%s of %q is typed %q, want %q", kind, name, got, want)
			}
		}
	}
}
