package cli_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/cli"
	"bcimport/importer/journal/sqlite"
)

// TestPrune_KeepsWhatIsYoungStoppedOrNotARun deletes by when a run ended.
func TestPrune_KeepsWhatIsYoungStoppedOrNotARun(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	runs := map[string]struct {
		state string // empty: cut off
		ended time.Duration
		gone  bool // without --stopped
		all   bool // with it
	}{
		"old":        {"finished", 91 * day, true, true},
		"young":      {"finished", 89 * day, false, false},
		"stopped":    {"stopped", 91 * day, false, true},
		"cut off":    {"", 91 * day, false, true},
		"cut lately": {"", day, false, false},
	}
	for _, stopped := range []bool{false, true} {
		dir := t.TempDir()
		for name, r := range runs {
			makeEnded(t, filepath.Join(dir, name), r.state, time.Now().Add(-r.ended))
		}
		if err := os.Mkdir(filepath.Join(dir, "no run"), 0o700); err != nil {
			t.Fatal(err)
		}
		args := []string{"runs", "prune", dir, "--keep", "90d"}
		if stopped {
			args = append(args, "--stopped")
		}
		var out strings.Builder
		if code := cli.Main(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out}); code != cli.OK {
			t.Fatalf("code %d: %s", code, out.String())
		}
		for name, r := range runs {
			_, err := os.Stat(filepath.Join(dir, name))
			if gone := errors.Is(err, fs.ErrNotExist); gone != (r.gone || stopped && r.all) {
				t.Errorf("stopped %v, %s: gone is %v", stopped, name, gone)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "no run")); err != nil {
			t.Error(err)
		}
	}
}

// makeEnded makes a run that ended, or was cut off, at a time.
func makeEnded(t *testing.T, folder, state string, at time.Time) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Create(folder, importer.About{StartedAt: at}, nil); err != nil {
		t.Fatal(err)
	}
	if state == "" {
		return
	}
	file, err := sqlite.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Finish(importer.Ending{FinishedAt: at, State: state}), file.Close()); err != nil {
		t.Fatal(err)
	}
}
