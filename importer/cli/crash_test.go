//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/sandbox"
)

// soak is how long the crash test goes on, with its full size; 0 is one short round.
var soak = flag.Duration("soak", 0, "how long TestCrash goes on with rounds of 5,000 rows and 100 kills")

// crashFaults are a bad day with writes that land late, after the program that
// sent them is gone.
const crashFaults = "429=0.01,503=0.01,502=0.005,504=0.005,408=0.005,reset-before=0.01,reset-after=0.02,truncated=0.01,garbled=0.01," +
	"other-contact=0.005,lock=0.01,dead-token=0.002,slow=0.02,slow-by=60ms,other-user=0.04,other-user-after=0.03," +
	"inner-429=0.005,inner-503=0.005,inner-garbled=0.005,batch-missing=0.01,batch-twice=0.005,batch-shuffled=0.1"

// TestCrash_NothingIsLostAndNothingClaimed kills the real program at random
// moments and resumes it until it is done, takes the run back and that back again
// in the same way, and holds contacts, the server's log of writes, journal and
// report against each other.
func TestCrash_NothingIsLostAndNothingClaimed(t *testing.T) {
	t.Parallel()
	rows, kills := 300, 8
	if *soak > 0 {
		rows, kills = 5000, 100
	}
	faults := map[sandbox.FaultKind]int{}
	rounds, halts := 0, 0
	for begin := time.Now(); rounds == 0 || time.Since(begin) < *soak; rounds++ {
		c := newCrash(t, uint64(rounds)+uint64(time.Now().Unix())*b2u(*soak > 0), rows)
		c.runToItsEnd(t, kills)
		c.check(t)
		c.checkJournal(t)
		c.undoAndBack(t, kills/4)
		for kind, n := range c.server.Stats().Faults {
			faults[kind] += n
		}
		halts += c.halts
		if t.Failed() {
			t.Fatalf("round %d, seed %d: the files are in %s", rounds, c.seed, c.keep(t))
		}
	}
	t.Logf("%d rounds of %d rows, %d kills and stops, faults met: %v", rounds, rows, halts, faults)
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// crash is a truth whose program is killed.
type crash struct {
	*truth
	seed    uint64
	random  *rand.Rand
	program string
	halts   int
	// countdown is how many requests are served until the program is halted; below 0 it never is.
	countdown atomic.Int64
	halt      atomic.Pointer[func()]
}

func newCrash(t *testing.T, seed uint64, rows int) *crash {
	faults, err := sandbox.ParseFaults(crashFaults)
	if err != nil {
		t.Fatal(err)
	}
	faults.Seed = seed + 1
	c := &crash{truth: &truth{policy: []string{"merge", "fail"}[seed%2]}, seed: seed, random: rand.New(rand.NewPCG(seed, 2))}
	c.countdown.Store(-1)
	url := c.serve(t, sandbox.Config{Contacts: rows, Faults: faults, Intercept: func(*http.Request) *sandbox.Fault {
		if c.countdown.Add(-1) == 0 {
			(*c.halt.Load())()
		}
		return nil
	}})
	c.file = randomFile(c.random, c.server, rows)
	c.prepare(t, url)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.program = filepath.Join(filepath.Dir(c.input), "bcimport")
	if err := os.Symlink(self, c.program); err != nil {
		t.Fatal(err)
	}
	return c
}

// runToItsEnd runs the file and resumes it after each of many halts.
func (c *crash) runToItsEnd(t *testing.T, kills int) {
	start := []string{"run", c.input, "-m", c.mapping, "--out", c.folder, "--on-conflict", c.policy, "--max-failures", "100%"}
	c.finish(t, kills, c.folder, start...)
	c.look(t)
}

// finish starts a command that makes a run folder and resumes it until nothing
// is left, with halts on the way.
func (c *crash) finish(t *testing.T, halts int, folder string, start ...string) {
	for n := 0; ; n++ {
		args := []string{"resume", folder, "--max-failures", "100%"}
		if _, err := os.Stat(filepath.Join(folder, sqlite.Name)); err != nil {
			args = start
			os.RemoveAll(folder) // an empty one, at the most
		}
		code, out := c.once(t, n < halts, args...)
		switch {
		case code == 0 || code == 3 && !c.unsettled(t, folder):
			return
		case n > halts+30:
			t.Fatalf("after %d parts the run is not done: code %d\n%s", n, code, out)
		case code != -1 && code != 3 && code != 4:
			t.Fatalf("%v: exit code %d\n%s", args, code, out)
		}
	}
}

// once runs the program, halted after a random number of requests or to its end.
// It returns -1 if it was killed.
func (c *crash) once(t *testing.T, halted bool, args ...string) (int, string) {
	cmd := exec.Command(c.program, c.command(args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	signal := syscall.SIGKILL
	if c.random.IntN(5) == 0 {
		signal = syscall.SIGINT
	}
	struck := make(chan struct{})
	strike := func() { cmd.Process.Signal(signal); close(struck) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if halted {
		c.halt.Store(&strike)
		c.countdown.Store(1 + c.random.Int64N(2*int64(len(c.file))/40+20))
	}
	err := cmd.Wait()
	c.countdown.Store(-1)
	select {
	case <-struck:
		c.halts++
	default:
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes(), []byte("DATA RACE")) || bytes.Contains(out.Bytes(), []byte("panic:")) {
		t.Fatalf("%v: %s", args, &out)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// unsettled reports whether a run that ended still holds unknown rows.
func (c *crash) unsettled(t *testing.T, folder string) bool {
	return slices.ContainsFunc(readReport(t, filepath.Join(folder, "report.csv")), func(row map[string]string) bool {
		return row["status"] == "unknown" || row["status"] == "not_attempted"
	})
}

// checkJournal wants an intent for every accepted write, and the journal to say
// what the report says.
func (c *crash) checkJournal(t *testing.T) {
	file, err := sqlite.Open(c.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	intended := map[string]bool{}
	left, err := file.Unfinished(t.Context(), 0, len(c.file))
	if err != nil {
		t.Fatal(err)
	}
	for seq, l := range left {
		if l == nil || string(l.Status) != c.report[seq]["status"] {
			t.Errorf("line %d is %s in the report, the journal has %+v", seq+2, c.report[seq]["status"], l)
		}
	}
	for in, err := range file.Intents() {
		if err != nil {
			t.Fatal(err)
		}
		intended[in.ID+string(in.ETag)+fmt.Sprint(afters(in.Changes))] = true
	}
	for _, w := range c.server.Writes() {
		after := map[string]string{}
		for _, f := range w.Fields {
			after[f.Field] = f.After
		}
		if w.By != sandbox.OtherUserName && !intended[w.ID+w.ETagBefore+fmt.Sprint(after)] {
			t.Errorf("%s: a write of %v on %s without an intent", w.Number, after, w.ETagBefore)
		}
	}
}

func afters(changes []importer.Change) map[string]string {
	after := map[string]string{}
	for _, c := range changes {
		after[c.Field] = c.After
	}
	return after
}

// undoAndBack takes the run back and that back again, and holds the contacts
// against a short model: a field that holds what was left gets what was before.
func (c *crash) undoAndBack(t *testing.T, kills int) {
	undone := c.folder
	for i, what := range []string{"undo", "undo of undo"} {
		folder := c.folder + strconv.Itoa(i)
		want, began := c.model(t, undone), len(c.server.Writes())
		c.finish(t, kills, folder, "undo", undone, "--out", folder, "--max-failures", "100%")
		disturbed := map[string]bool{}
		for _, w := range c.server.Writes()[began:] {
			disturbed[w.Number] = disturbed[w.Number] || w.By == sandbox.OtherUserName
		}
		for key, fields := range want {
			contact, _ := c.server.Contact(key)
			for field, text := range fields {
				if got := contact.Field(field); got != text && !disturbed[key] {
					t.Errorf("%s: %s of %s is %q, want %q", what, field, key, got, text)
				}
			}
		}
		undone = folder
	}
}

// model is what contacts should hold after an undo of a run that nobody disturbs.
func (c *crash) model(t *testing.T, run string) map[string]map[string]string {
	type field struct{ before, left string }
	fields := map[string]map[string]field{}
	for _, row := range readReport(t, filepath.Join(run, "changes.csv")) {
		key, name := row["key"], row["field"]
		if fields[key] == nil {
			fields[key] = map[string]field{}
		}
		f, seen := fields[key][name]
		if !seen {
			f.before = strings.TrimPrefix(row["before"], "'")
		}
		f.left = strings.TrimPrefix(row["after"], "'")
		fields[key][name] = f
	}
	want := map[string]map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		want[key] = map[string]string{}
		contact, _ := c.server.Contact(key)
		for name, f := range fields[key] {
			want[key][name] = contact.Field(name)
			if want[key][name] == f.left {
				want[key][name] = f.before
			}
		}
	}
	return want
}

// keep copies the files of a round that failed out of the test's own folder.
func (c *crash) keep(t *testing.T) string {
	folder, err := os.MkdirTemp("", "bcimport-crash-*")
	if err == nil {
		err = os.CopyFS(filepath.Join(folder, "files"), os.DirFS(filepath.Dir(c.folder)))
	}
	if err != nil {
		t.Logf("keep files: %v", err)
	}
	return folder
}
