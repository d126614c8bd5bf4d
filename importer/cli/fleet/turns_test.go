//go:build fleet

package fleet_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"bcimport/importer/fleet"
	"bcimport/importer/sandbox"
)

// crowd is a fleet of several targets, of which each writes one file to a Business Central of
// its own.
type crowd struct {
	*site
	temporal client.Client

	mu    sync.Mutex
	runs  map[string]string // by target
	begun []string          // targets, in the order of their first writes
	most  int               // runs in work at once, that have begun and not ended
	// held holds the writes that arrive, but for those of the target free, until goOn.
	held chan struct{}
	free string
	goOn func()
}

// newCrowd makes a fleet with these targets; settings are further lines of its fleet file.
func newCrowd(t *testing.T, settings string, targets ...string) *crowd {
	t.Helper()
	address, namespace := os.Getenv("TEMPORAL_TEST_ADDRESS"), cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), "default")
	if address == "" {
		t.Skip("TEMPORAL_TEST_ADDRESS names no server")
	}
	c := &crowd{site: &site{t: t, dir: t.TempDir(), queue: "test-" + rand.Text()}, held: make(chan struct{}), runs: map[string]string{}}
	var err error
	if c.temporal, err = client.Dial(client.Options{HostPort: address, Namespace: namespace}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.temporal.Close)
	c.goOn = sync.OnceFunc(func() { close(c.held) })
	config := "targets:\n"
	for _, target := range targets {
		config += fmt.Sprintf("  %s: {base_url: %s/v2.0/sandbox/api/v2.0, tenant: %s, auth: none, rate: 1000/5m}\n",
			target, c.serves(target), strings.ToLower(c.queue+"-"+target))
	}
	c.write("bcimport.yaml", config)
	c.write("titles.yaml", "version: 1\nkey: {column: id}\nfields: {professionalTitle: professionalTitle}\n")
	c.write("fleet.yaml", fmt.Sprintf("store: file:./store\nconfig: bcimport.yaml\ntemporal: {address: %q, namespace: %s}\n%s\n", address, namespace, settings))
	return c
}

// serves starts the Business Central of a target, and returns its address.
func (c *crowd) serves(target string) string {
	bc, err := sandbox.New(sandbox.Config{Contacts: 60, Items: 1, Anonymous: true, Limits: sandbox.Limits{Requests: -1}, Intercept: func(r *http.Request) *sandbox.Fault {
		if r.Method == http.MethodPatch || r.Method == http.MethodPost { // commands read, too
			c.heard(target)
			if target != c.free {
				<-c.held
			}
		}
		return nil
	}})
	if err != nil {
		c.t.Fatal(err)
	}
	server := httptest.NewServer(bc)
	c.t.Cleanup(func() { c.goOn(); server.Close(); bc.Close() })
	if len(c.ids) == 0 { // those of all are the same
		for contact := range bc.Contacts() {
			if contact.InCustomerContacts {
				c.ids = append(c.ids, contact.ID)
			}
		}
	}
	return server.URL
}

// heard takes note of a write of the run of a target.
func (c *crowd) heard(target string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.Contains(c.begun, target) {
		return
	}
	c.begun = append(c.begun, target)
	atOnce := 0
	for _, begun := range c.begun {
		if _, err := os.Stat(filepath.Join(c.dir, "store", "runs", c.runs[begun], "result.json")); err != nil {
			atOnce++
		}
	}
	c.most = max(c.most, atOnce)
}

func (c *crowd) order() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.begun)
}

// submits submits a run to a target.
func (c *crowd) submits(target string, args ...string) {
	c.t.Helper()
	file, run := c.write(target+".csv", c.titles(1)), fleet.NewID(target, time.Now())
	c.mu.Lock()
	c.runs[target] = run
	c.mu.Unlock()
	c.must(append([]string{"submit", target, file, "-m", filepath.Join(c.dir, "titles.yaml"), "--id", run}, args...)...)
}

// eventually waits until something is so.
func (c *crowd) eventually(what string, is func() bool) {
	c.t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if is() {
			return
		}
	}
	c.goOn()
	c.t.Fatalf("not in time: %s; begun: %q", what, c.order())
}

// queued waits until so many runs wait for a worker: the commands and Temporal's queue say so.
func (c *crowd) queued(n int) {
	c.t.Helper()
	c.eventually(fmt.Sprintf("%d runs wait", n), func() bool {
		waits := 0
		for _, one := range c.status() {
			if one.State == "waiting" {
				waits++
			}
		}
		q, err := c.temporal.WorkflowService().DescribeTaskQueue(c.t.Context(), &workflowservice.DescribeTaskQueueRequest{
			Namespace: cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), "default"), TaskQueue: &taskqueue.TaskQueue{Name: c.queue},
			TaskQueueType: enums.TASK_QUEUE_TYPE_ACTIVITY, ReportStats: true,
		})
		return err == nil && waits == n && q.GetStats().GetApproximateBacklogCount() == int64(n)
	})
}

// allEnded waits until the runs of these targets have ended well.
func (c *crowd) allEnded(targets ...string) {
	c.t.Helper()
	for _, target := range targets {
		if e := c.ended(c.runs[target]); e.State != "ended" || e.Rows["updated"] != 1 {
			c.t.Errorf("%s: %+v", target, e)
		}
	}
}

// A run of a higher priority comes before those that wait, whosever they are and whenever they
// came: where the workers have no more slots, and where the fleet may do no more at once.
func TestFleet_HigherPrioritiesComeFirst(t *testing.T) {
	for _, test := range []struct {
		name, settings, slots string
		workers               int
	}{
		{"slots", "", "1", 1},
		{"most", "most: 1", "4", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCrowd(t, test.settings, "blocks", "low", "usual", "high")
			for range test.workers {
				c.works("--slots", test.slots, "--metrics", "")
			}
			c.submits("blocks")
			c.eventually("a run is in work", func() bool { return len(c.order()) == 1 })
			c.submits("low", "--priority", "-2")
			c.submits("usual")
			c.submits("high", "--priority", "2")
			c.queued(3)
			c.goOn()
			c.allEnded("blocks", "low", "usual", "high")
			if order := c.order(); !slices.Equal(order, []string{"blocks", "high", "usual", "low"}) || c.most != 1 {
				t.Errorf("they began as %q, %d at once", order, c.most)
			}
		})
	}
}

// However many slots the workers have, no more runs are in work than most allows, and as many.
func TestFleet_NoMoreRunsAtOnceThanMost(t *testing.T) {
	targets := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	c := newCrowd(t, "most: 2", targets...)
	for range 2 {
		c.works("--slots", "4", "--metrics", "")
	}
	for _, target := range targets {
		c.submits(target)
	}
	c.eventually("two runs are in work", func() bool { return len(c.order()) == 2 })
	c.queued(len(targets) - 2)
	c.goOn()
	c.allEnded(targets...)
	if c.most != 2 || len(c.order()) != len(targets) {
		t.Errorf("%d at once, %d begun", c.most, len(c.order()))
	}
}

// The permits of a worker that is gone are those of the others again, once it has stopped.
func TestFleet_WorkerThatStopsGivesItsPermitsBack(t *testing.T) {
	c := newCrowd(t, "most: 1", "a", "b")
	c.goOn()
	stop := c.works("--slots", "4", "--metrics", "")
	c.submits("a")
	c.allEnded("a")
	stop()
	c.works("--slots", "4", "--metrics", "")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // it would lapse after 40
	defer cancel()
	c.submits("b")
	c.allEnded("b")
	if ctx.Err() != nil {
		t.Error("the permit of a worker that stopped had to lapse")
	}
}
