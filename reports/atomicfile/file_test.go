package atomicfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"bcimport/reports/atomicfile"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, folder string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestFile_ReplacesAnOlderOneWithItsCommit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.csv")
	must(t, os.WriteFile(path, []byte("old and longer"), 0o644))
	f, err := atomicfile.CreateAt(path)
	must(t, err)
	_, err = f.WriteString("new")
	must(t, err)
	must(t, f.Flush())
	if text, err := os.ReadFile(path); err != nil || string(text) != "old and longer" {
		t.Errorf("before the commit it holds %q, %v", text, err)
	}
	must(t, f.Commit())
	f.Discard()
	info, err := os.Stat(path)
	must(t, err)
	if text, err := os.ReadFile(path); err != nil || string(text) != "new" || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("after it: %q, %s, %v", text, info.Mode(), err)
	}
	if left := names(t, filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

func TestFile_LeavesNothingWhenDiscarded(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	f, err := atomicfile.CreateAt(filepath.Join(folder, "a.csv"))
	must(t, err)
	if under := names(t, folder); len(under) != 1 || filepath.Ext(under[0]) != atomicfile.Suffix {
		t.Errorf("under way it is %v", under)
	}
	f.Discard()
	if left := names(t, folder); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// A name that can't be had, as on Windows where a program holds the file, is one of a
// folder here.
func TestFile_CommitBesideATakenName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(folder, "a.csv", "x"), 0o700))
	must(t, os.WriteFile(filepath.Join(folder, "a-2.csv"), []byte("a copy"), 0o600))
	root, err := os.OpenRoot(folder)
	must(t, err)
	defer root.Close()
	f, err := atomicfile.Create(root, "a.csv")
	must(t, err)
	defer f.Discard()
	path, err := f.CommitBeside()
	if err != nil || filepath.Base(path) != "a-3.csv" {
		t.Errorf("it got %s, %v", path, err)
	}
	again, err := atomicfile.Create(root, "a.csv")
	must(t, err)
	if err := again.Commit(); err == nil {
		t.Error("a folder was replaced")
	}
	again.Discard()
	if left := names(t, folder); len(left) != 3 {
		t.Errorf("left: %v", left)
	}
}
