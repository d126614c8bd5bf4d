//go:build office

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/cli"
)

// TestOffice_AReviewSavedByLibreOfficeIsTaken has LibreOffice itself save a review in which
// one line says no, and whose texts are awkward.
func TestOffice_AReviewSavedByLibreOfficeIsTaken(t *testing.T) {
	editor, err := filepath.Abs("testdata/edit.py")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(folder, "state"))
	t.Chdir(folder)
	for name, text := range map[string]string{
		"c.csv":  "No,Title,Phone\nCONT00123,\"Größte  & <Chefin> \"\"x\"\"\",0049 30 1\nCONT00124,=1+1,+46 8 123 456 00\nCONT00125,_x0041_ 😀,\n",
		"m.yaml": "version: 1\nkey: {column: No}\nfields: {professionalTitle: {column: Title, accept_damaged: true}, primaryPhoneNumber: Phone}\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bcimport(t, cli.OK, "plan", "c.csv", "-m", "m.yaml", "--sandbox", "--out", "plan")
	if out, err := exec.Command("/usr/bin/python3", editor, "plan/review.xlsx", "G3", "no").CombinedOutput(); err != nil {
		t.Fatalf("edit in LibreOffice: %v\n%s", err, out)
	}
	if said := bcimport(t, cli.OK, "approve", "plan", "--review", "plan/review.xlsx"); !strings.Contains(said, "approved 4 of 5 changes") {
		t.Errorf("approve said %s", said)
	}
	if summary := bcimport(t, cli.OK, "run", "--plan", "plan", "--json"); !strings.Contains(summary, `"updated":3,`) {
		t.Errorf("summary %s", summary)
	}
}
