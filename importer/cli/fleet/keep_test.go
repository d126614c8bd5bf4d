//go:build fleet

package fleet_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
)

// stored are the files of a run in the store, without numbers of its log.
func (c *crowd) stored(run string) (names []string) {
	c.t.Helper()
	dir := filepath.Join(c.dir, "store", "runs", run)
	entries, err := os.ReadDir(dir)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		} else if in, err := os.ReadDir(filepath.Join(dir, e.Name())); err == nil && len(in) > 0 {
			names = append(names, e.Name()+"/")
		}
	}
	return names
}

func (c *crowd) holds(run, name string) bool { return slices.Contains(c.stored(run), name) }

// The night after the time that the fleet file keeps them, inputs, logs and the files that left
// the inboxes are gone; reports are not, nor what a run that has not ended needs.
func TestFleet_InputsAndLogsAreKeptAsLongAsTheFileSays(t *testing.T) {
	c := newCrowd(t, `keep: 1s
every: 1s
stable: 1s
targets:
  old:
    files: [{pattern: "*.csv", mapping: titles.yaml}]
`, "old", "open")
	c.free = "old"
	nights := make(chan time.Time)
	c.after = func(time.Duration) <-chan time.Time { return nights }
	c.works("--metrics", "")
	c.submits("old")
	c.allEnded("old")
	old := c.runs["old"]
	c.must("schedule")
	c.write("store/inbox/old/dropped.csv", c.titles(2))
	dropped := ""
	c.eventually("the file that was dropped has been run", func() bool {
		for _, one := range c.status() {
			if one.File == "dropped.csv" && one.State == "ended" {
				dropped = one.Run
			}
		}
		return dropped != ""
	})
	c.unscheduled("old")
	c.submits("open")
	open := c.runs["open"]
	c.eventually("a run is in work", func() bool { return slices.Contains(c.order(), "open") })
	done := filepath.Join(c.dir, "store", "inbox", "old", "done", dropped, "dropped.csv")
	for _, run := range []string{old, dropped, open} {
		if !c.holds(run, "input") || !c.holds(run, "log/") {
			t.Errorf("before the night %s has %q", run, c.stored(run))
		}
	}
	if _, err := os.Stat(done); err != nil {
		t.Error(err)
	}
	c.eventually("they have ended longer ago than they are kept", func() bool {
		at, err := os.Stat(filepath.Join(c.dir, "store", "runs", dropped, "result.json"))
		return err == nil && time.Since(at.ModTime()) > 1500*time.Millisecond
	})

	nights <- time.Now()
	c.eventually("inputs and logs are gone", func() bool {
		return !slices.ContainsFunc([]string{old, dropped}, func(run string) bool { return c.holds(run, "input") || c.holds(run, "log/") })
	})
	for _, run := range []string{old, dropped} {
		for _, kept := range []string{"report.csv", "report.html", "result.json", "spec.json"} {
			if !c.holds(run, kept) {
				t.Errorf("%s has lost %s: %q", run, kept, c.stored(run))
			}
		}
	}
	c.eventually("the file that left the inbox is gone", func() bool { _, err := os.Stat(done); return os.IsNotExist(err) })
	if out := c.must("report", old, "--out", filepath.Join(c.dir, "copy")); !strings.Contains(out, "report.csv") {
		t.Errorf("reports %q", out)
	}
	_, said, err := command(t.Context(), "resume", old, "-f", filepath.Join(c.dir, "fleet.yaml"), "--task-queue", c.queue)
	if importer.KindOf(err) != importer.KindInvalid || !strings.Contains(said, "has no log any more") {
		t.Errorf("resumed: %v, %s", err, said)
	}
	if !c.holds(open, "input") || !c.holds(open, "log/") {
		t.Errorf("a run in work has lost what it needs: %q", c.stored(open))
	}
	c.goOn()
	c.allEnded("open")
	c.eventually("it has ended longer ago than it is kept", func() bool {
		at, err := os.Stat(filepath.Join(c.dir, "store", "runs", open, "result.json"))
		return err == nil && time.Since(at.ModTime()) > 1500*time.Millisecond
	})
	nights <- time.Now()
	c.eventually("the next night takes it, too", func() bool { return !c.holds(open, "input") && !c.holds(open, "log/") })
}

// unscheduled removes the schedule of a target, which would outlive the test.
func (c *crowd) unscheduled(target string) {
	c.t.Helper()
	kept, err := os.ReadFile(filepath.Join(c.dir, "fleet.yaml"))
	if err != nil {
		c.t.Fatal(err)
	}
	without, _, _ := strings.Cut(string(kept), "targets:")
	c.write("fleet.yaml", without)
	c.eventually("the schedule is gone", func() bool { return strings.Contains(c.must("schedule"), "removed "+target) }) // lists lag behind
	c.write("fleet.yaml", string(kept))
}
