package targets_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/targets"
)

// Secrets may be renewed while a process has a file open; what the file says does not change.
func TestOpened_IsTheFileAsItWasReadWithSecretsAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	file, secret := filepath.Join(dir, targets.FileName), filepath.Join(dir, "secret")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, "targets:\n  north: {tenant: north.example.com, client_id: 11111111-1111-1111-1111-111111111111, client_secret_file: '"+filepath.ToSlash(secret)+"'}\n")
	o, err := targets.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := o.Check([]string{"north", "south"}); wrong["north"] == nil || wrong["south"] == nil {
		t.Errorf("without a secret: %v", wrong)
	}
	write(secret, "x")
	write(file, "targets: {}\n")
	if wrong := o.Check([]string{"north"}); len(wrong) != 0 {
		t.Errorf("with a secret: %v", wrong)
	}
	target, err := o.Resolve("north")
	if err != nil || target.Get("tenant") != "north.example.com" {
		t.Errorf("resolved: %v", err)
	}
	if known, err := o.List(); err != nil || len(known) != 1 || known[0].Name != "north" {
		t.Errorf("listed %+v, %v", known, err)
	}
	if _, err := o.Resolve("south"); importer.KindOf(err) != importer.KindInvalid || !strings.Contains(err.Error(), `no target "south"`) {
		t.Error(err)
	}
	if _, err := targets.Open(filepath.Join(dir, "none.yaml")); err == nil {
		t.Error("opened a file that is not there")
	}
}

func TestOpened_TellsWhichTargetsCantBeUsed(t *testing.T) {
	t.Setenv("BC_CHECKED", "sesame")
	file := filepath.Join(t.TempDir(), targets.FileName)
	text := "targets:\n" +
		"  good: {tenant: t, environment: e, client_id: c, client_secret: '${BC_CHECKED}'}\n" +
		"  poor: {tenant: t, environment: e, client_id: c, client_secret: '${BC_NOT_SET}'}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := targets.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	wrong := o.Check([]string{"good", "poor", "none"})
	if len(wrong) != 2 || !strings.Contains(wrong["poor"].Error(), "BC_NOT_SET is not set") || !strings.Contains(wrong["none"].Error(), `no target "none"`) {
		t.Errorf("wrong %v", wrong)
	}
}
