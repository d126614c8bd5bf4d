package objects_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"bcimport/importer/objects"
	"bcimport/importer/objects/objectstest"
)

func TestFolder_IsAStore(t *testing.T) {
	t.Parallel()
	objectstest.Store(t, func(t *testing.T) objects.Store { return open(t, filepath.Join(t.TempDir(), "store")) })
}

func open(t *testing.T, dir string) *objects.Folder {
	t.Helper()
	f, err := objects.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What a writer left that was killed is not listed, and others do not read the store.
func TestFolder_IsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "store")
	f := open(t, dir)
	if err := f.Create(t.Context(), "in/file", []byte("1")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "in", ".unfinished-X"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for o, err := range f.List(t.Context(), "") {
		if err != nil || o.Name != "in/file" {
			t.Errorf("%v %v", o, err)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other rights")
	}
	for name, want := range map[string]os.FileMode{".": 0o700, "in": 0o700, "in/file": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

// A store whose folder has gone, such as a share that is not mounted, is not an empty one.
func TestFolder_ThatHasGoneTakesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "store")
	f := open(t, dir)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Create(t.Context(), "log/00000001", nil); err == nil {
		t.Error("an object is made")
	}
	for _, err := range f.List(t.Context(), "log/") {
		if err == nil {
			t.Error("it is listed")
		}
		return
	}
	t.Error("it is listed as empty")
}
