//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"bcimport/importer/sandbox"
)

// TestWatch_ANightOfCrashesLosesNoFileAndRunsNoneTwice drops 50 files, some with
// rows that fail, some broken, some that hold what others do, and kills the watcher
// at random requests until it has come through.
func TestWatch_ANightOfCrashesLosesNoFileAndRunsNoneTwice(t *testing.T) {
	t.Parallel()
	n := newNight(t)
	const files = 50
	for i := range files {
		contact := fmt.Sprintf("CONT%05d", 101+i)
		switch {
		case i%10 == 9: // what the file before it holds
			n.drop(t, i, fmt.Sprintf("CONT%05d,Night %d\n", 100+i, i-1))
		case i%10 == 5:
			n.drop(t, i, contact+fmt.Sprintf(",Night %d\nNOSUCH%d,Night\n", i, i))
		case i%25 == 2:
			n.drop(t, i, `"`+contact)
		default:
			n.drop(t, i, contact+fmt.Sprintf(",Night %d\n", i))
		}
	}
	kills := 0
	for rounds := 0; n.watch(t, 3+n.random.IntN(25)); rounds++ {
		kills++
		if rounds > 200 {
			t.Fatal("the night does not end")
		}
	}
	if kills < 5 {
		t.Errorf("only %d kills", kills)
	}
	for i := range files {
		name := fmt.Sprintf("night-%02d.csv", i)
		stage := "done"
		if i%25 == 2 {
			stage = "failed"
		}
		found, err := filepath.Glob(filepath.Join(n.dir, "*", "*", name))
		if err != nil || len(found) != 1 || !strings.Contains(found[0], "/"+stage+"/") {
			t.Errorf("%s is in %v, want it once in %s", name, found, stage)
		}
		runs, err := filepath.Glob(filepath.Join(n.dir, "*", fmt.Sprintf("night-%02d-*", i), "*.run"))
		wantRuns := 1
		if i%10 == 9 || i%25 == 2 { // set aside, or broken
			wantRuns = 0
		}
		if err != nil || len(runs) != wantRuns {
			t.Errorf("%s has %d runs, want %d: %v", name, len(runs), wantRuns, err)
		}
		if _, err := os.Stat(filepath.Join(n.dir, "incoming", name)); err == nil {
			t.Errorf("%s is still in incoming", name)
		}
	}
	written := map[string]int{}
	for _, w := range n.server.Writes() {
		written[w.Number]++
	}
	for i := range files {
		contact := fmt.Sprintf("CONT%05d", 101+i)
		want := 1
		if i%25 == 2 || i%10 == 9 {
			want = 0
		}
		if written[contact] != want {
			t.Errorf("%s was written %d times, want %d", contact, written[contact], want)
		}
	}
	t.Logf("%d files, %d kills", files, kills)
}

// night is a drop folder with a watcher that is killed.
type night struct {
	dir, program string
	server       *sandbox.Server
	environ      []string
	random       *rand.Rand
	countdown    atomic.Int64
	halt         atomic.Pointer[os.Process]
}

func newNight(t *testing.T) *night {
	t.Helper()
	n := &night{dir: t.TempDir(), random: rand.New(rand.NewPCG(6, 11))}
	server, err := sandbox.New(sandbox.Config{Contacts: 300, KeepWrites: true, Limits: sandbox.Limits{Requests: -1}, Intercept: func(*http.Request) *sandbox.Fault {
		if n.countdown.Add(-1) == 0 {
			_ = n.halt.Load().Kill()
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() { server.Close(); web.Close() })
	n.server = server
	n.environ = append(os.Environ(),
		"HOME="+n.dir, "XDG_CONFIG_HOME="+n.dir, "XDG_STATE_HOME="+n.dir,
		"BCIMPORT_BASE_URL="+web.URL+"/v2.0/sandbox/api/v2.0", "BCIMPORT_TOKEN_URL="+web.URL+"/tenant/oauth2/v2.0/token",
		"BCIMPORT_CLIENT_ID="+sandbox.DefaultClientID, "BCIMPORT_CLIENT_SECRET="+sandbox.DefaultClientSecret, "BCIMPORT_RATE=0",
	)
	self, err := os.Executable()
	n.program = filepath.Join(t.TempDir(), "bcimport")
	if err := errors.Join(err, os.Symlink(self, n.program), os.Mkdir(filepath.Join(n.dir, "incoming"), 0o700)); err != nil {
		t.Fatal(err)
	}
	n.write(t, "m.yaml", "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n")
	n.write(t, "watch.yaml", "files: [{pattern: night-*.csv, mapping: m.yaml}]\nrepeat: set-aside\nstable: 20ms\n")
	return n
}

func (n *night) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(n.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (n *night) drop(t *testing.T, i int, rows string) {
	t.Helper()
	n.write(t, fmt.Sprintf("incoming/night-%02d.csv", i), "No,Title\n"+rows)
}

// watch lets the watcher work until it has served so many requests, and tells
// whether it was killed then.
func (n *night) watch(t *testing.T, requests int) (killed bool) {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.Command(n.program, "watch", n.dir, "--once", "--quiet")
	cmd.Env, cmd.Stdout, cmd.Stderr = n.environ, &said, &said
	n.countdown.Store(-1)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n.halt.Store(cmd.Process)
	n.countdown.Store(int64(requests))
	err := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() < 0 {
		return true
	}
	// Broken files end with 1, rows that failed with 3; a killed watcher's files went on first.
	if err != nil && exit.ExitCode() != 1 && exit.ExitCode() != 3 {
		t.Fatalf("exit: %v\n%s", err, said.String())
	}
	return false
}
