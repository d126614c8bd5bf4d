package runs

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFindMapping_PrefersTheOneOfTheFilesName, and takes none whose columns are not there.
func TestFindMapping_PrefersTheOneOfTheFilesName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	fits := "version: 1\nkey: {column: K}\nfields: {professionalTitle: Title}\n"
	of := Input{Path: write("staff.csv", "K,Title\nC1,Chef\n"), Name: "staff.csv"}
	find := func() string {
		path, found := newTestManager().FindMapping(t.Context(), of, os.ReadFile, "target.yaml")
		if found != (path != "") {
			t.Errorf("found: %v, %q", found, path)
		}
		return filepath.Base(path)
	}
	write("target.yaml", fits)
	write("broken.yaml", "version: 9\n")
	write("other.yaml", "version: 1\nkey: {column: Nr}\nfields: {professionalTitle: Title}\n")
	if got := find(); got != "." {
		t.Errorf("%s is found", got)
	}
	write("all.yaml", fits)
	if got := find(); got != "all.yaml" {
		t.Errorf("%s is found", got)
	}
	write("staff.yml", fits)
	if got := find(); got != "staff.yml" {
		t.Errorf("%s is found beside the others", got)
	}
}
