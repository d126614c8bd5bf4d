package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/logs"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/notify"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
	"bcimport/mapping"
)

// world is a store, a Business Central and what machines know of it.
type world struct {
	t       *testing.T
	objects *memory
	folder  objects.Store // the store, where that is a real one
	logs    *journals
	bc      *sandbox.Server
	machine *fleet.Machine
	ids     []string // of contacts

	mu    sync.Mutex
	news  []notify.Event
	epoch time.Time
	now   time.Time
}

// newWorld makes a world; change may change its Business Central.
func newWorld(t *testing.T, change func(*sandbox.Config)) *world {
	t.Helper()
	config := sandbox.Config{Contacts: 60, Items: 1, Anonymous: true, KeepWrites: true, Limits: sandbox.Limits{Requests: -1}}
	if change != nil {
		change(&config)
	}
	bc, err := sandbox.New(config)
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(bc)
	t.Cleanup(func() { site.Close(); bc.Close() })
	file := filepath.Join(t.TempDir(), "bcimport.yaml")
	text := "targets:\n  north: {base_url: " + site.URL + "/v2.0/sandbox/api/v2.0, tenant: t, auth: none, rate: 1000/5m, batch: 10, concurrency: 2}\n" +
		"  south: {base_url: " + site.URL + "/v2.0/sandbox/api/v2.0, tenant: t, auth: none, protected: true}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, objects: newMemory(), bc: bc, machine: &fleet.Machine{File: file}, epoch: time.Now(), now: time.Now()}
	w.logs = newLogs(t, w.objects)
	for c := range bc.Contacts() {
		if c.InCustomerContacts {
			w.ids = append(w.ids, c.ID)
		}
	}
	return w
}

// store is the store of the world.
func (w *world) store() fleet.Objects {
	if w.folder != nil {
		return w.folder
	}
	return w.objects
}

// names lists the objects below a prefix.
func (w *world) names(prefix string) []string {
	var names []string
	for f := range w.store().List(context.Background(), prefix) {
		names = append(names, f.Name)
	}
	return names
}

// versions are the versions of all objects.
func (w *world) versions() map[string]string {
	all := map[string]string{}
	for f := range w.store().List(context.Background(), "") {
		all[f.Name] = f.Version
	}
	return all
}

// text is the content of an object; empty where there is none.
func (w *world) text(name string) string {
	data, _ := w.store().Read(context.Background(), name)
	return string(data)
}

// real gives the world a store in a folder, and logs in that.
func (w *world) real() *world {
	w.t.Helper()
	var err error
	if w.folder, err = objects.OpenFolder(w.t.TempDir()); err != nil {
		w.t.Fatal(err)
	}
	return w
}

// logsOf are the logs as a worker that may die sees them.
func (w *world) logsOf(l *life) fleet.Logs {
	if w.folder == nil {
		return w.logs.of(l)
	}
	return logs.Logs{Objects: mortal{w.folder, l}, Options: shipped.Options{Pause: func(int) {}, Now: w.clock}}
}

const mappingText = "version: 1\nkey:\n  column: id\nfields:\n  professionalTitle: professionalTitle\n"

func document(text string) importer.Document {
	return importer.Document{File: "/somewhere/private/titles.yaml", Text: text, Attached: []mapping.Document{}}
}

// file writes an input in which n contacts get a title.
func (w *world) file(n int, title string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "titles.csv")
	text := "id,professionalTitle\n"
	for _, id := range w.ids[:n] {
		text += id + "," + title + "\n"
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *world) submitter() *fleet.Submitter {
	return &fleet.Submitter{Objects: w.store(), Known: w.machine.Known, Locate: w.machine.Locate, Now: w.clock}
}

// submit submits a file for a target.
func (w *world) submit(file string, change func(*fleet.Submission)) fleet.Spec {
	w.t.Helper()
	s := fleet.Submission{Target: "north", File: file, Spec: runs.Spec{Mapping: document(mappingText)}, By: "somebody"}
	s.Spec.Options.Accept = importer.Codes()
	if change != nil {
		change(&s)
	}
	spec, err := w.submitter().Submit(w.t.Context(), s)
	if err != nil {
		w.t.Fatal(err)
	}
	return spec
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// worker makes a worker; life may end.
func (w *world) worker(l *life) *fleet.Worker {
	return &fleet.Worker{
		Objects: mortal{w.store(), l}, Logs: w.logsOf(l), Known: w.machine.Known, Dir: w.t.TempDir(),
		Connect: func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
			s, err := w.machine.Connect(ctx, to, guard)
			if err != nil {
				return nil, err
			}
			return service{s, guard}, nil
		},
		Beat: time.Millisecond, ExitCode: func(importer.EndKind) int { return 0 }, Words: words{}, Now: w.clock,
		News: func(_ context.Context, s fleet.Spec, e notify.Event) error {
			if err := l.lives(); err != nil {
				return err
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			w.news = append(w.news, e)
			return nil
		},
	}
}

// attempt is the n-th attempt at a run.
func (w *world) attempt(n int) fleet.Attempt {
	return fleet.Attempt{Owner: fmt.Sprint("owner", n), Epoch: fleet.Epoch{Scheduled: w.epoch, Number: n}}
}

// do has a worker that lives do a run.
func (w *world) do(run string, n int) (fleet.Result, error) {
	w.t.Helper()
	return w.worker(new(life)).Do(w.t.Context(), w.attempt(n), run, nil)
}

// writes counts the writes of each contact.
func (w *world) writes() map[string]int {
	n := map[string]int{}
	for _, write := range w.bc.Writes() {
		n[write.ID]++
	}
	return n
}

// once checks that the first n contacts were written once each, and no other.
func (w *world) once(n int) {
	w.t.Helper()
	got := w.writes()
	for _, id := range w.ids[:n] {
		if got[id] != 1 {
			w.t.Errorf("contact %s was written %d times", id, got[id])
		}
	}
	if len(got) != n {
		w.t.Errorf("%d contacts were written instead of %d", len(got), n)
	}
}

// words are plain ones.
type words struct{}

func (words) Option(o importer.Option) string { return o.Name }
func (words) Step(s importer.Step) string     { return string(s.Kind) + " " + filepath.Base(s.Run) }
func (words) Path(p importer.Path) string     { return string(p) }

// is checks the kind of an attempt's error and its reason.
func is(t *testing.T, err error, kind error, reason fleet.Reason) {
	t.Helper()
	var e *fleet.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) || e.Reason != reason {
		detail := error(nil)
		if e != nil {
			detail = e.Detail()
		}
		t.Fatalf("error %v (%v) instead of %v: %s", err, detail, kind, reason)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q", err)
	}
}
