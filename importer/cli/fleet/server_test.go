//go:build fleet

package fleet_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"

	"bcimport/importer/sandbox"
)

// The server of these tests is one that runs already: TEMPORAL_TEST_ADDRESS, and its
// namespace in TEMPORAL_TEST_NAMESPACE. Without it they are skipped.

// site is a fleet with its Business Central, its store and its files.
type site struct {
	t     *testing.T
	dir   string
	queue string
	bc    *sandbox.Server
	ids   []string                             // of contacts
	after func(time.Duration) <-chan time.Time // of its workers; nil for time.After
}

const (
	appSecret = "correct-horse-battery-staple"
	newTitle  = "Geheimrätin"
)

func newSite(t *testing.T) *site {
	t.Helper()
	address := os.Getenv("TEMPORAL_TEST_ADDRESS")
	if address == "" {
		t.Skip("TEMPORAL_TEST_ADDRESS names no server")
	}
	bc, err := sandbox.New(sandbox.Config{Contacts: 60, Items: 1, Anonymous: true, KeepWrites: true, Limits: sandbox.Limits{Requests: -1}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(bc)
	t.Cleanup(func() { server.Close(); bc.Close() })
	s := &site{t: t, dir: t.TempDir(), queue: "test-" + rand.Text(), bc: bc}
	for c := range bc.Contacts() {
		if c.InCustomerContacts {
			s.ids = append(s.ids, c.ID)
		}
	}
	// A tenant of its own makes a key of its own.
	s.write("bcimport.yaml", "targets:\n  north: {base_url: "+server.URL+"/v2.0/sandbox/api/v2.0, tenant: "+strings.ToLower(s.queue)+", auth: none, rate: 1000/5m, client_secret: \"${BC_SECRET}\"}\n")
	s.write("titles.yaml", "version: 1\nkey: {column: id}\nfields: {professionalTitle: professionalTitle}\n")
	s.write("fleet.yaml", fmt.Sprintf(`store: file:./store
config: bcimport.yaml
temporal: {address: "%s", namespace: %s}
every: 1s
most: 2
stable: 1s
targets:
  north:
    files: [{pattern: "*.csv", mapping: titles.yaml, accept: [same_value, unusual_share]}]
`, address, cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), "default")))
	return s
}

func (s *site) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// titles is a file that gives n contacts a title.
func (s *site) titles(n int) string {
	text := "id,professionalTitle\n"
	for _, id := range s.ids[:n] {
		text += id + "," + newTitle + "\n"
	}
	return text
}

// must runs a command that has to succeed, and returns what it printed.
func (s *site) must(args ...string) string {
	s.t.Helper()
	begun := time.Now()
	defer func() { s.t.Logf("%s %q", time.Since(begun), args) }()
	out, errs, err := command(s.t.Context(), append([]string{args[0], "-f", filepath.Join(s.dir, "fleet.yaml"), "--task-queue", s.queue}, args[1:]...)...)
	if err != nil {
		s.t.Fatalf("%q: %v, %s", args, err, errs)
	}
	return strings.TrimSpace(out)
}

// works has a worker at work; the function that it returns ends it, and returns what it said.
func (s *site) works(args ...string) (stop func() string) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan string, 1)
	go func() {
		_, errs, err := commandAfter(ctx, s.after, append([]string{"work", "-f", filepath.Join(s.dir, "fleet.yaml"), "--task-queue", s.queue, "--dir", s.t.TempDir()}, args...)...)
		if err != nil {
			s.t.Error(err, errs)
		}
		ended <- errs
	}()
	stop = sync.OnceValue(func() string { cancel(); return <-ended })
	s.t.Cleanup(func() { stop() })
	return stop
}

// counted holds that the metrics of a worker say this.
func (s *site) counted(address string, wants ...string) {
	s.t.Helper()
	res, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, want := range wants {
		if !strings.Contains(string(body), "\nbcimport_fleet_"+want+"\n") {
			s.t.Errorf("no %s in the metrics\n%s", want, body)
		}
	}
}

// state is a run as status tells of it.
type state struct {
	Run, Target, File, State, Worker, End, Reason, Message string
	Rows                                                   map[string]int
	ExitCode                                               *int `json:"exit_code"`
}

// problems are what somebody has to see to.
func (s *site) problems(args ...string) []state {
	return s.status(append([]string{"--problems"}, args...)...)
}

func (s *site) status(args ...string) (all []state) {
	s.t.Helper()
	for line := range strings.Lines(s.must(append([]string{"status", "--json"}, args...)...)) {
		var one state
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			s.t.Fatal(err, line)
		}
		all = append(all, one)
	}
	return all
}

// ended waits until a run has ended.
func (s *site) ended(run string) state {
	s.t.Helper()
	var last []state
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		last = s.status()
		for _, one := range last {
			if one.Run == run && (one.State == "ended" || one.State == "failed") {
				return one
			}
		}
	}
	s.t.Fatalf("run %s has not ended: %+v", run, last)
	return state{}
}

// TestFleet_ARunsWholeLife submits a file, has it run, undone, reported, cancelled, dropped,
// and holds that Temporal never saw a value, a key or a secret.
func TestFleet_ARunsWholeLife(t *testing.T) {
	s := newSite(t)
	t.Setenv("BC_SECRET", appSecret)
	file := s.write("contacts-1.csv", s.titles(10))
	mapping := filepath.Join(s.dir, "titles.yaml")
	run := s.must("submit", "north", file, "-m", mapping, "--accept", "same_value", "--accept", "unusual_share", "--priority", "1")
	if again := s.must("submit", "north", file, "-m", mapping, "--id", run); again != run {
		t.Errorf("submitted again as %s instead of %s", again, run)
	}
	address := nowhere(t)
	stop := s.works("--metrics", address)
	if e := s.ended(run); e.State != "ended" || e.Target != "north" || e.File != "contacts-1.csv" || e.Rows["updated"] != 10 || e.ExitCode == nil || *e.ExitCode != 0 {
		t.Errorf("ended %+v", e)
	}
	if n := len(s.bc.Writes()); n != 10 {
		t.Errorf("%d writes", n)
	}
	if out := s.must("report", run, "--out", filepath.Join(s.dir, "copy")); !strings.Contains(out, "report.csv") {
		t.Errorf("reports %q", out)
	}
	if e := s.ended(s.must("report", run)); e.State != "ended" {
		t.Errorf("reported %+v", e)
	}
	if e := s.ended(s.must("resume", run)); e.State != "ended" || len(s.bc.Writes()) != 10 {
		t.Errorf("resumed %+v, %d writes", e, len(s.bc.Writes()))
	}
	if e := s.ended(s.must("undo", run)); e.State != "ended" || e.Rows["updated"] != 10 {
		t.Errorf("undone %+v", e)
	}
	table := s.must("status", "north")
	if !strings.Contains(table, "TARGET") || !strings.Contains(table, "contacts-1.csv") || !strings.Contains(table, "undo of "+run) {
		t.Errorf("table\n%s", table)
	}

	if out := s.must("schedule", "--dry-run"); out != "would add north: every 1 s" {
		t.Errorf("would schedule %q", out)
	}
	if out := s.must("schedule"); out != "added north: every 1 s" {
		t.Errorf("scheduled %q", out)
	}
	if l := s.problems(); len(l) != 1 || l[0].State != "unlooked" || !strings.Contains(l[0].Message, "bcimport fleet schedule") {
		t.Errorf("before a look: %+v", l)
	}
	s.write("store/inbox/north/dropped.csv", s.titles(5))
	s.write("store/inbox/north/broken.csv", "name\nx\n")
	s.write("store/inbox/north/stray.txt", "x")
	var dropped state
	for end := time.Now().Add(60 * time.Second); dropped.Run == "" && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		for _, one := range s.status() {
			if one.File == "dropped.csv" {
				dropped = one
			}
		}
	}
	if e := s.ended(dropped.Run); e.State != "ended" || e.Rows["updated"] != 5 {
		t.Errorf("dropped %+v", e)
	}
	var all []string
	for end := time.Now().Add(60 * time.Second); len(all) < 2 && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		all = nil
		for _, one := range s.problems("--since", "1h") {
			all = append(all, one.State+" "+one.File+" "+one.Reason+one.Message)
		}
	}
	if want := []string{"failed broken.csv bad_file", "left stray.txt matches no pattern and was left in place"}; !slices.Equal(all, want) {
		t.Errorf("problems %q", all)
	}
	if _, said, err := command(t.Context(), "status", "-f", filepath.Join(s.dir, "fleet.yaml"), "--task-queue", s.queue); err != nil ||
		!strings.Contains(said, "1 failed, 0 in work, 0 waiting; files: 1 left in inboxes") {
		t.Errorf("summary %q, error %v", said, err)
	}
	if forgotten := s.must("status", "--since", "1h", "--task-queue", s.queue+"-other"); !strings.Contains(forgotten, "broken.csv") || !strings.Contains(forgotten, "undo of "+run) {
		t.Errorf("from the store alone\n%s", forgotten)
	}
	s.counted(address, `runs_ended_total{end="refused"} 1`, `inbox_files_total{state="taken"} 2`, `inbox_files_total{state="left"} 1`, `inbox_files_total{state="missing"} 0`)
	s.withoutTargets()
	said := stop()
	for _, want := range []string{"working with 8 slots", "handing over", "metrics at http://127.0.0.1:"} {
		if !strings.Contains(said, want) {
			t.Errorf("the worker said %q, without %q", said, want)
		}
	}
	if strings.Contains(said, newTitle) || strings.Contains(said, s.ids[0]) {
		t.Error("the worker's log holds a value")
	}

	last := s.must("submit", "north", "file://"+file, "-m", mapping)
	s.must("cancel", last)
	stop = s.works("--metrics", "")
	if e := s.ended(last); e.State != "failed" || e.Reason != "cancelled" || *e.ExitCode != 4 {
		t.Errorf("cancelled %+v", e)
	}
	if _, errs, err := command(t.Context(), "cancel", last, "-f", filepath.Join(s.dir, "fleet.yaml"), "--task-queue", s.queue); err == nil {
		t.Error("a run that has ended was cancelled", errs)
	}
	stop()
	s.nothingLeaked()
}

// withoutTargets removes the schedules.
func (s *site) withoutTargets() {
	s.t.Helper()
	path := filepath.Join(s.dir, "fleet.yaml")
	kept, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(kept), "targets:")
	s.write("fleet.yaml", text)
	var out string
	for end := time.Now().Add(20 * time.Second); out == "" && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		out = s.must("schedule") // lists of the server lag behind
	}
	if out != "removed north: every 1 s" {
		s.t.Errorf("unscheduled %q", out)
	}
	s.write("fleet.yaml", string(kept))
}

// nothingLeaked reads all that Temporal keeps of the workflows of this site.
func (s *site) nothingLeaked() {
	s.t.Helper()
	namespace := cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), "default")
	c, err := client.Dial(client.Options{HostPort: os.Getenv("TEMPORAL_TEST_ADDRESS"), Namespace: namespace})
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.Close()
	var all bytes.Buffer
	workflows := 0
	for _, queue := range []string{s.queue, s.queue + "-inboxes"} {
		page, err := c.ListWorkflow(s.t.Context(), &workflowservice.ListWorkflowExecutionsRequest{Namespace: namespace, Query: "TaskQueue = '" + queue + "'", PageSize: 1000})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, e := range page.Executions {
			workflows++
			all.WriteString(protojson.Format(e))
			events := c.GetWorkflowHistory(s.t.Context(), e.Execution.WorkflowId, e.Execution.RunId, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
			for events.HasNext() {
				event, err := events.Next()
				if err != nil {
					s.t.Fatal(err)
				}
				all.WriteString(protojson.Format(event))
				for _, data := range regexp.MustCompile(`"data": *"([^"]*)"`).FindAllStringSubmatch(protojson.Format(event), -1) {
					all.WriteString(decoded(data[1]))
				}
			}
		}
	}
	if workflows < 2 || all.Len() < 10_000 || !strings.Contains(all.String(), "contacts-1.csv") {
		s.t.Errorf("%d workflows, %d bytes: not all was read", workflows, all.Len())
	}
	for _, leak := range append([]string{newTitle, appSecret, "professionalTitle", "sandbox/api"}, s.ids[:10]...) {
		if strings.Contains(all.String(), leak) {
			s.t.Errorf("Temporal holds %q", leak)
		}
	}
}

// decoded is the text of a payload.
func decoded(data string) string {
	text, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return ""
	}
	return string(text)
}
