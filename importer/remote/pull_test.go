package remote_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer/remote"
)

// night is a puller with its source, its folder and a clock.
type night struct {
	*remote.Puller
	t    *testing.T
	from string
	now  time.Time
	kept json.RawMessage
	said []string
}

func newNight(t *testing.T, from string, s remote.Source) *night {
	t.Helper()
	n := &night{t: t, from: from, now: time.Now().Add(time.Hour)}
	n.Puller = &remote.Puller{
		Sources: []remote.Source{s}, Into: t.TempDir(), Stable: time.Minute,
		Takes: func(name string) bool { return strings.HasSuffix(name, ".csv") },
	}
	n.restart()
	return n
}

// restart is what a new process does.
func (n *night) restart() {
	again := *n.Puller
	again.Keep = func(kept json.RawMessage) error {
		n.kept = slices.Clone(kept)
		return nil
	}
	again.Say = func(text string) { n.said = append(n.said, text) }
	again.Recall(n.kept)
	n.Puller = &again
}

// look pulls after a time.
func (n *night) look(after time.Duration) (time.Duration, error) {
	n.now = n.now.Add(after)
	return n.Pull(n.t.Context(), n.now)
}

func (n *night) must(after time.Duration) time.Duration {
	n.t.Helper()
	wait, err := n.look(after)
	must(n.t, err)
	return wait
}

// take is what runs the files: those that have come are read and taken away.
func (n *night) take() []string {
	n.t.Helper()
	entries, err := os.ReadDir(n.Into)
	must(n.t, err)
	var all []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(n.Into, e.Name()))
		must(n.t, err)
		must(n.t, os.Remove(filepath.Join(n.Into, e.Name())))
		all = append(all, e.Name()+"="+string(text))
	}
	return all
}

func (n *night) drop(name, text string) {
	n.t.Helper()
	place := filepath.Join(n.from, name)
	must(n.t, os.WriteFile(place, []byte(text), 0o600))
	must(n.t, os.Chtimes(place, n.now, n.now))
}

func (n *night) want(what string, want ...string) {
	n.t.Helper()
	if got := n.take(); !slices.Equal(got, want) {
		n.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func local(dir string, move bool) remote.Source {
	return remote.Source{Address: "file:///" + strings.TrimPrefix(filepath.ToSlash(dir), "/"), Move: move}
}

func TestPull_BringsEachFileOnceWhenItIsStable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := newNight(t, dir, local(dir, false))
	n.drop("a.csv", "1")
	n.drop("b.txt", "not wanted")
	n.drop(".c.csv", "hidden")
	must(t, os.Mkdir(filepath.Join(dir, "d.csv"), 0o700))
	if wait := n.must(0); wait != time.Minute {
		t.Errorf("wait %v", wait)
	}
	n.drop("a.csv", "12") // it grows
	n.must(time.Minute)
	n.want("while it grows")
	n.must(time.Minute)
	n.want("complete", "a.csv=12")
	for range 3 {
		n.restart()
		n.must(time.Hour)
	}
	n.want("again")
	n.drop("a.csv", "123")
	n.must(time.Second)
	n.must(time.Minute)
	n.want("another version", "a.csv=123")

	// A source that lists nothing for a while does not have it pulled again; one that lost the
	// file long ago has.
	away := filepath.Join(t.TempDir(), "a.csv")
	must(t, os.Rename(filepath.Join(dir, "a.csv"), away))
	n.must(time.Hour)
	must(t, os.Rename(away, filepath.Join(dir, "a.csv")))
	n.must(time.Hour)
	n.must(time.Hour)
	n.want("listed again")
	must(t, os.Rename(filepath.Join(dir, "a.csv"), away))
	n.must(31 * 24 * time.Hour)
	must(t, os.Rename(away, filepath.Join(dir, "a.csv")))
	n.must(0)
	n.must(time.Hour)
	n.want("back after a month", "a.csv=123")
}

func TestPull_MovesWhatItHasBrought(t *testing.T) {
	t.Parallel()
	h := serve(t)
	h.write(t, "out/x.txt", "stays")
	n := newNight(t, filepath.Join(h.dir, "out"), remote.Source{Address: h.url("out"), Move: true})
	n.Access = h.known(t)
	for range 2 { // the second one finds the first in done
		n.drop("a.csv", "same")
		n.must(0)
		n.must(time.Minute)
		n.want("brought", "a.csv=same")
		n.restart()
	}
	must(t, os.Remove(filepath.Join(h.dir, "out/x.txt")))
	left, err := filepath.Glob(filepath.Join(h.dir, "out", "*", "*a.csv"))
	must(t, err)
	entries, err := os.ReadDir(filepath.Join(h.dir, "out"))
	must(t, err)
	if len(left) != 2 || len(entries) != 1 {
		t.Errorf("%q and %v", left, entries)
	}
}

func TestPull_WaitsForAMarkerThatIsNotOlderThanItsFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := newNight(t, dir, local(dir, true))
	n.Marker = ".ok"
	n.drop("a.csv.ok", "")
	n.now = n.now.Add(time.Minute)
	n.drop("a.csv", "1")
	n.must(time.Hour)
	n.want("with an old marker")
	n.drop("a.csv.ok", "")
	n.must(0)
	n.want("complete", "a.csv=1", "a.csv.ok=")
	if left, err := os.ReadDir(filepath.Join(dir, "done")); err != nil || len(left) != 2 {
		t.Errorf("%v %v", left, err)
	}
}

func TestPull_LeavesAFileInPlaceThatHasTheName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := newNight(t, dir, local(dir, false))
	n.drop("a.csv", "theirs")
	must(t, os.WriteFile(filepath.Join(n.Into, "a.csv"), []byte("ours"), 0o600))
	n.must(0)
	if wait := n.must(time.Minute); wait == 0 {
		t.Error("nothing to wait for")
	}
	n.want("the first", "a.csv=ours")
	n.must(0)
	n.want("the second", "a.csv=theirs")
}

// Whenever a process ends, the next one brings the file once.
func TestPull_BringsAFileOnceWhereverItsProcessEnds(t *testing.T) {
	t.Parallel()
	killed := errors.New("killed")
	for name, kill := range map[string]func(n *night){
		"before what was pulled is kept": func(n *night) { n.Keep = func(json.RawMessage) error { panic(killed) } },
		"after it is kept": func(n *night) {
			keep := n.Keep
			n.Keep = func(kept json.RawMessage) error {
				must(t, keep(kept))
				panic(killed)
			}
		},
		"after it has its name": func(n *night) { n.Say = func(string) { panic(killed) } },
	} {
		for _, move := range []bool{false, true} {
			dir := t.TempDir()
			n := newNight(t, dir, local(dir, move))
			n.drop("a.csv", "1")
			n.must(0)
			kill(n)
			func() {
				defer func() { _ = recover() }()
				n.must(time.Minute)
				t.Errorf("%s: it did not end", name)
			}()
			got := n.take()
			for range 3 {
				n.restart()
				n.must(0)
				n.must(time.Minute)
				got = append(got, n.take()...)
			}
			if !slices.Equal(got, []string{"a.csv=1"}) {
				t.Errorf("%s, move %v: %q", name, move, got)
			}
			if _, err := os.Stat(filepath.Join(dir, "a.csv")); (err == nil) == move {
				t.Errorf("%s, move %v: its original: %v", name, move, err)
			}
			if left, _ := os.ReadDir(n.Into); len(left) > 0 {
				t.Errorf("%s: left %v", name, left)
			}
		}
	}
}

func TestPull_LooksAtTheOtherSourcesWhereOneFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := newNight(t, dir, local(dir, false))
	n.Sources = append([]remote.Source{local(filepath.Join(dir, "none"), false)}, n.Sources...)
	n.drop("a.csv", "1")
	for range 2 {
		if _, err := n.look(time.Minute); err == nil || !strings.Contains(err.Error(), "none") {
			t.Errorf("%v", err)
		}
	}
	n.want("of the other", "a.csv=1")
}
