package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bcimport/importer/dropfolder"
)

// TestDigestOf_AFileThatClaimsToBeEndlessHoldsNobodyUp: it takes no room on the disk,
// and whoever may drop files may make one.
func TestDigestOf_AFileThatClaimsToBeEndlessHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "contacts.csv")
	for size, want := range map[int64]string{1 << 40: "too large", mostDropped: context.Canceled.Error()} {
		if err := os.WriteFile(file, []byte("No;E-Mail\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, size); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		if size == mostDropped {
			stop()
		}
		_, err := digestOf(ctx, file)
		stop()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("of %d bytes: got %v, want %s", size, err, want)
		}
	}
}

// TestWriteReason_IsOneLineWhateverTheFileIsCalled: people look at it in a terminal.
func TestWriteReason_IsOneLineWhateverTheFileIsCalled(t *testing.T) {
	t.Parallel()
	dir, name := t.TempDir(), "a\x1b[2J\nb.csv is done.csv"
	if err := os.Mkdir(filepath.Join(dir, "incoming"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "incoming", name), nil, 0o600); errors.Is(err, os.ErrInvalid) {
		return // no such name here
	} else if err != nil {
		t.Fatal(err)
	}
	folder, err := dropfolder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	item, err := folder.Take(name, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := writeReason(item, Event{Message: "can't be run"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(besideItem(item, "reason.txt"))
	if want := `a\u001b[2J\nb.csv is done.csv can't be run.` + "\n"; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
