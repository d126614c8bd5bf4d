package journaltest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
)

// writerFolder tells a copy of this test program to write to the run in the folder.
const writerFolder = "JOURNAL_TEST_WRITER"

const (
	writers    = 3
	writerRows = 7 // of a chunk
	writerEnd  = 1_000_000
)

// writeForever works on rows as several workers do, each on its own, and says of every
// chunk what it is about to send and what has ended, once that is recorded.
func writeForever(s Store, folder string) error {
	file, err := s.Open(folder)
	if err != nil {
		return err
	}
	if err := file.Begin(func() importer.Spent { return importer.Spent{} }); err != nil {
		return err
	}
	left, err := file.Unfinished(context.Background(), 0, writerEnd/100)
	if err != nil {
		return err
	}
	var workers sync.WaitGroup
	for w := range writers {
		workers.Go(func() {
			for chunk := w; err == nil && chunk < writerEnd/writerRows; chunk += writers {
				if at := chunk * writerRows; at < len(left) && left[at] != nil && left[at].Status != "" {
					continue
				}
				if err := writeChunk(file, chunk); err != nil {
					fmt.Println("error", err)
					return
				}
			}
		})
	}
	workers.Wait()
	return nil
}

func writeChunk(file Journal, chunk int) error {
	ctx := context.Background()
	var intents []importer.Intent
	var outcomes []importer.Outcome
	for seq := chunk * writerRows; seq < (chunk+1)*writerRows; seq++ {
		intents, outcomes = append(intents, Intent(seq)), append(outcomes, Updated(seq))
	}
	if err := file.Intend(ctx, intents); err != nil {
		return err
	}
	fmt.Println("sent", chunk)
	if err := file.Record(ctx, outcomes); err != nil {
		return err
	}
	_, err := fmt.Println("ended", chunk)
	return err
}

// killLeavesAPrefix kills a process that writes, at random moments: whatever it said was
// recorded is there, a chunk wholly or not at all, each outcome behind its intent. What
// goes on finds it so.
func (s suite) killLeavesAPrefix(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, s.Create(folder, About(), nil))
	random := rand.New(rand.NewPCG(1, 2))
	sent, ended := map[int]bool{}, map[int]bool{}
	for range 6 {
		writeUntilKilled(t, folder, 20+random.IntN(60), time.Duration(random.IntN(2000))*time.Microsecond, sent, ended)
		file := s.openRun(t, folder)
		must(t, file.Verify())
		checkChunks(t, file, sent, ended)
		must(t, file.Close())
	}
}

// writeUntilKilled starts the writer and kills it a moment after some lines.
func writeUntilKilled(t *testing.T, folder string, lines int, moment time.Duration, sent, ended map[int]bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), writerFolder+"="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	scanner := bufio.NewScanner(out)
	for n := 0; scanner.Scan(); n++ {
		if n == lines {
			time.AfterFunc(moment, func() { child.Process.Kill() })
		}
		what, number, _ := strings.Cut(scanner.Text(), " ")
		chunk, err := strconv.Atoi(number)
		switch {
		case err != nil:
			t.Errorf("the writer says %q", scanner.Text())
			child.Process.Kill()
		case what == "sent":
			sent[chunk] = true
		case what == "ended":
			ended[chunk] = true
		}
	}
	child.Wait() // it was killed
}

func checkChunks(t *testing.T, file Journal, sent, ended map[int]bool) {
	t.Helper()
	status := map[int][]importer.Status{}
	for _, o := range Outcomes(t, file) {
		status[o.Seq/writerRows] = append(status[o.Seq/writerRows], o.Status)
	}
	intended := map[int]int{}
	for in, err := range file.Intents() {
		must(t, err)
		intended[in.Seq/writerRows]++
	}
	for chunk, list := range status {
		for _, s := range list {
			if s != list[0] {
				t.Errorf("chunk %d is recorded in part: %v", chunk, list)
			}
		}
		if len(list) != writerRows || intended[chunk] != writerRows {
			t.Errorf("chunk %d has %d rows and %d intents", chunk, len(list), intended[chunk])
		}
	}
	for chunk := range sent {
		if intended[chunk] == 0 {
			t.Errorf("chunk %d was sent and has no intent", chunk)
		}
	}
	for chunk := range ended {
		if list := status[chunk]; len(list) == 0 || list[0] != importer.Updated {
			t.Errorf("chunk %d ended and is %v", chunk, list)
		}
	}
}
