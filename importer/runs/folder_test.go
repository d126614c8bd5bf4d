package runs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// unwritable is a folder in which nobody, not even root, can make another.
func unwritable(t *testing.T) string {
	t.Helper()
	const folder = "/sys"
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has a folder that root can't write to")
	}
	probe := filepath.Join(folder, "bcimport-test")
	err := os.Mkdir(probe, 0o700)
	if err == nil {
		os.Remove(probe)
	}
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		t.Skipf("%s can be written to here: %v", folder, err)
	}
	return folder
}

func TestFolder_GoesElsewhereWhereTheInputCantHaveOne(t *testing.T) {
	t.Parallel()
	runs := filepath.Join(t.TempDir(), "runs")
	about := importer.About{
		StartedAt: time.Date(2026, 1, 31, 2, 0, 0, 0, time.UTC),
		Input:     importer.Input{File: filepath.Join(unwritable(t), "contacts.csv")},
	}
	for _, want := range []string{"contacts-20260131-020000Z.run", "contacts-20260131-020000Z-2.run"} {
		folder, err := newTestManager().makeFolder(newRunFolder{about: about}, "", runs)
		if err != nil || folder != filepath.Join(runs, want) {
			t.Fatalf("folder %s, error %v", folder, err)
		}
		if _, err := os.Stat(filepath.Join(folder, sqlite.Name)); err != nil {
			t.Error(err)
		}
	}
}
