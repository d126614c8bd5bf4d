package remote

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bcimport/importer/objects"
	"bcimport/importer/objects/objectstest"
)

func openStore(t *testing.T) *objects.Folder {
	t.Helper()
	s, err := objects.OpenFolder(t.TempDir())
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStored_IsAFolderOfAStore(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	for _, name := range []string{"out/a.csv", "out/done/a.csv", "b.csv"} {
		must(t, s.Put(t.Context(), name, []byte(name)))
	}
	f := stored{objects.Below(s, "out/")}
	files, err := f.list(t.Context())
	must(t, err)
	if len(files) != 1 || files[0].name != "a.csv" || files[0].size != 9 {
		t.Errorf("%+v", files)
	}
	if err := f.move(t.Context(), "a.csv", "done/a.csv"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto another: %v", err)
	}
	must(t, f.move(t.Context(), "a.csv", "done/b.csv"))
	if _, _, err := f.open(t.Context(), "a.csv"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after it was moved: %v", err)
	}
	data, err := s.Read(t.Context(), "out/done/b.csv")
	if string(data) != "out/a.csv" || err != nil {
		t.Errorf("%q %v", data, err)
	}
}

// A file that its writer replaces while it is read is not taken, and nothing of it is left.
func TestCopyTo_RefusesAFileThatChanges(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	must(t, s.Put(t.Context(), "a.csv", []byte("first")))
	opened := 0
	changing := objectstest.Faulty{Store: s, Next: func(call, name string) objectstest.Fault {
		if opened++; opened < 2 {
			return objectstest.Fault{}
		}
		return objectstest.Fault{First: func(s objects.Store) {
			if err := s.Put(t.Context(), "a.csv", []byte("again")); err != nil {
				t.Error(err)
			}
		}}
	}}
	into := t.TempDir()
	if _, err := copyTo(t.Context(), stored{changing}, "a.csv", filepath.Join(into, "a.csv")); !errors.Is(err, errChanged) {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(into); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

func TestPull_MovesOnlyTheVersionThatItBrought(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "a.csv"), []byte("1"), 0o600))
	p := &Puller{Say: func(string) {}}
	p.Recall(nil)
	source := Source{Address: "file://" + dir, Move: true}
	of := local{dir}
	files, err := of.list(t.Context())
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "a.csv"), []byte("12"), 0o600))
	if err := p.moveDone(t.Context(), source, of, files[0], nil, time.Now()); !errors.Is(err, errChanged) {
		t.Errorf("%v", err)
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 1 || entries[0].Name() != "a.csv" {
		t.Errorf("%v", entries)
	}
}

func TestCheckRoom_LeavesRoomForTheRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	free, known := room(dir)
	if !known {
		t.Skip("this system does not tell")
	}
	must(t, checkRoom(dir, 1))
	if err := checkRoom(dir, free); err == nil {
		t.Error("a file that fills the disk is taken")
	}
}

func TestShown_HidesWhatMayBeASecret(t *testing.T) {
	t.Parallel()
	var got []string
	for _, address := range []string{"sftp://crm:x@h/a.csv", "sftp://crm@h/a@b.csv", "sftp://crm:22/x@h/a.csv", "azblob://x@box/a.csv?sig=x#x", "file:///data/a.csv"} {
		got = append(got, Shown(address))
	}
	want := []string{"sftp://crm@h/a.csv", "sftp://crm@h/a@b.csv", "sftp://crm@h/a.csv", "azblob://box/a.csv", "file:///data/a.csv"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
