package targets_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/targets"
)

func TestCheck_TellsWhichTargetsCantBeUsed(t *testing.T) {
	t.Setenv("BC_CHECKED", "sesame")
	file := filepath.Join(t.TempDir(), "bcimport.yaml")
	text := "targets:\n" +
		"  good: {tenant: t, environment: e, client_id: c, client_secret: '${BC_CHECKED}'}\n" +
		"  poor: {tenant: t, environment: e, client_id: c, client_secret: '${BC_NOT_SET}'}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong, err := targets.Check(file, []string{"good", "poor", "none"})
	if err != nil || len(wrong) != 2 || !strings.Contains(wrong["poor"].Error(), "BC_NOT_SET is not set") || !strings.Contains(wrong["none"].Error(), `no target "none"`) {
		t.Errorf("wrong %v, error %v", wrong, err)
	}
	if _, err := targets.Check(filepath.Join(t.TempDir(), "none.yaml"), nil); err == nil {
		t.Error("a file that is not there was read")
	}
}
