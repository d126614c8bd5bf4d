package journaltest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"bcimport/importer"
)

// childFolder tells a copy of this test program to hold the run in the folder.
const childFolder = "JOURNAL_TEST_CHILD"

// holdForever writes to a run until the process is killed: rows 0 and 1 have
// intent and outcome, row 2 an intent and row 3 two.
func holdForever(s Store, folder string) error {
	file, err := s.Open(folder)
	if err != nil {
		return err
	}
	if err := file.Begin(func() importer.Spent { return importer.Spent{Requests: importer.Requests{Total: 7}} }); err != nil {
		return err
	}
	ctx := context.Background()
	again := Intent(3)
	again.Attempt = 2
	err = errors.Join(
		file.Intend(ctx, []importer.Intent{Intent(0), Intent(1), Intent(3)}),
		file.Record(ctx, []importer.Outcome{Updated(1), Updated(0)}),
		file.Intend(ctx, []importer.Intent{again, Intent(2)}),
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

func (s suite) openOneHolderAndKillEndsTheHold(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := s.Create(folder, About(), nil); err != nil {
		t.Fatal(err)
	}
	child := startChild(t, folder)
	if _, err := s.Open(folder); !errors.Is(err, importer.ErrInUse) {
		t.Fatalf("open what another process holds: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()

	file := s.openRun(t, folder)
	got := Outcomes(t, file)
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
	if cut.Attempts != 2 || cut.ETagBefore != `W/"1"` || cut.Code == "" || cut.Message.IsZero() || string(cut.Raw) != string(Intent(3).Raw) ||
		len(cut.Changes) != 1 || !cut.Changes[0].Open || cut.FinishedAt != Noon() {
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

func (s suite) openOneHolderInAProcess(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := s.Create(folder, About(), nil); err != nil {
		t.Fatal(err)
	}
	first := s.openRun(t, folder)
	for range 2 {
		if _, err := s.Open(folder); !errors.Is(err, importer.ErrInUse) {
			t.Fatalf("the second holder got %v", err)
		}
	}
	Record(t, first, Updated(0)) // the hold has survived the attempts
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s.openRun(t, folder)
}

// callsKeepTheHoldWhenTheirContextEnds: database/sql gives up a connection
// whose transaction is cancelled.
func (s suite) callsKeepTheHoldWhenTheirContextEnds(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := s.Create(folder, About(), nil); err != nil {
		t.Fatal(err)
	}
	file := s.openRun(t, folder)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := file.Intend(ctx, []importer.Intent{Intent(0)}); err != nil {
		t.Errorf("intend after an interrupt: %v", err)
	}
	if _, _, err := file.Wanted(ctx, 0, 10); err != nil {
		t.Errorf("wanted after an interrupt: %v", err)
	}
	if _, err := s.Open(folder); !errors.Is(err, importer.ErrInUse) {
		t.Errorf("the second holder got %v", err)
	}
}
