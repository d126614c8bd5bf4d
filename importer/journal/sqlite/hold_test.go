package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// childFolder tells a copy of this test program to hold the run in the folder.
const childFolder = "JOURNAL_TEST_CHILD"

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		if err := holdForever(folder); err != nil {
			fmt.Println(err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// holdForever writes to a run until the process is killed: rows 0 and 1 have
// intent and outcome, row 2 an intent and row 3 two.
func holdForever(folder string) error {
	file, err := sqlite.Open(folder)
	if err != nil {
		return err
	}
	if err := file.Begin(func() importer.Spent { return importer.Spent{Requests: importer.Requests{Total: 7}} }); err != nil {
		return err
	}
	ctx := context.Background()
	again := intent(3)
	again.Attempt = 2
	err = errors.Join(
		file.Intend(ctx, []importer.Intent{intent(0), intent(1), intent(3)}),
		file.Record(ctx, []importer.Outcome{updated(1), updated(0)}),
		file.Intend(ctx, []importer.Intent{again, intent(2)}),
	)
	if err != nil {
		return err
	}
	fmt.Println("holding")
	select {}
}

// startChild starts a process that holds the run and has written to it.
func startChild(t *testing.T, folder string) *exec.Cmd {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childFolder+"="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { child.Process.Kill(); child.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "holding\n" {
		t.Fatalf("the child says %q (%v)", line, err)
	}
	return child
}

func TestOpen_OneHolderAndKillEndsTheHold(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := sqlite.Create(folder, about(), nil); err != nil {
		t.Fatal(err)
	}
	child := startChild(t, folder)
	if _, err := sqlite.Open(folder); !errors.Is(err, importer.ErrInUse) {
		t.Fatalf("open what another process holds: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()

	file := openRun(t, folder)
	got := outcomes(t, file)
	if len(got) != 4 {
		t.Fatalf("%d outcomes, want 4: %+v", len(got), got)
	}
	for seq, o := range got {
		want := importer.Updated
		if seq >= 2 {
			want = importer.Unknown
		}
		if o.Seq != seq || o.Status != want {
			t.Errorf("outcome %d is that of row %d: %s, want %s", seq, o.Seq, o.Status, want)
		}
	}
	cut := got[3]
	if cut.Attempts != 2 || cut.ETagBefore != `W/"1"` || cut.Code == "" || cut.Message.IsZero() || string(cut.Raw) != string(intent(3).Raw) ||
		len(cut.Changes) != 1 || !cut.Changes[0].Open || cut.FinishedAt != noon() {
		t.Errorf("a write that was cut off is told as %+v", cut)
	}
	counts, err := file.Counts()
	if err != nil || counts["updated"] != 2 || counts["unknown"] != 2 {
		t.Errorf("counts are %v (%v)", counts, err)
	}
	if spent, err := file.Spent(); err != nil || spent.Requests.Total != 7 {
		t.Errorf("requests are %+v (%v)", spent, err)
	}
	if ending, err := file.Ending(); err != nil || ending != (importer.Ending{}) {
		t.Errorf("a killed run ended as %+v (%v)", ending, err)
	}
}

func TestOpen_OneHolderInAProcess(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := sqlite.Create(folder, about(), nil); err != nil {
		t.Fatal(err)
	}
	first := openRun(t, folder)
	for range 2 {
		if _, err := sqlite.Open(folder); !errors.Is(err, importer.ErrInUse) {
			t.Fatalf("the second holder got %v", err)
		}
	}
	record(t, first, updated(0)) // the hold has survived the attempts
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openRun(t, folder)
}

// TestCalls_KeepTheHoldWhenTheirContextEnds: database/sql gives up a connection
// whose transaction is cancelled.
func TestCalls_KeepTheHoldWhenTheirContextEnds(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := sqlite.Create(folder, about(), nil); err != nil {
		t.Fatal(err)
	}
	file := openRun(t, folder)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := file.Intend(ctx, []importer.Intent{intent(0)}); err != nil {
		t.Errorf("intend after an interrupt: %v", err)
	}
	if _, _, err := file.Wanted(ctx, 0, 10); err != nil {
		t.Errorf("wanted after an interrupt: %v", err)
	}
	if _, err := sqlite.Open(folder); !errors.Is(err, importer.ErrInUse) {
		t.Errorf("the second holder got %v", err)
	}
}

func TestFolder_OnePrivateFileIsLeft(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "Kündel & Co #1?50% off.run")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Skip("no such names here:", err) // Windows has no ?
	}
	if err := sqlite.Create(folder, about(), nil); err != nil {
		t.Fatal(err)
	}
	file := openRun(t, folder)
	record(t, file, updated(0))
	for _, name := range list(t, folder) {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", name, info.Mode(), err)
		}
		if strings.HasSuffix(name, "-shm") {
			t.Errorf("%s: shared memory does not work on network shares", name)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if got := list(t, folder); len(got) != 1 || got[0] != sqlite.Name {
		t.Errorf("a closed run leaves %v", got)
	}
}

func list(t *testing.T, folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
