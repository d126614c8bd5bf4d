//go:build fleet && unix

package fleettest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
)

// The store's account, which is azurite's own, and known to everybody.
const (
	account    = "devstoreaccount1"
	accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
	container  = "fleet"
)

const mappingText = "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n"

// world is a fleet and all that it needs.
type world struct {
	t             testing.TB
	dir, program  string
	server, store *program
	web           *httptest.Server
	targets       []*target
	byName        map[string]*target
	objects       objects.Store
	client        atomic.Pointer[dispatch.Client]
	machine       *fleet.Machine
	slots         int

	mu      sync.Mutex
	workers []*worker
	trips   map[string]*trip // by run
	peak    int64            // memory of a worker at most, in kB
	ticks   int64            // CPU time of workers that have ended
}

// program is a server that can be killed and started again at the same address.
type program struct {
	*process
	address string
	launch  func() (*process, error)
}

// start starts it, and waits until it listens.
func (p *program) start() error {
	started, err := p.launch()
	if err != nil {
		return err
	}
	p.process = started
	return p.await(p.address, 30*time.Second)
}

// target is a tenant: a stand-in for Business Central that counts.
type target struct {
	name   string
	server *sandbox.Server
	all    []string // the numbers of its contacts
	runs   int
	// patch is asked for each write that arrives.
	patch atomic.Pointer[func() *sandbox.Fault]
}

// worker is a place for a process of the fleet: when one is gone the next one has its wires.
type worker struct {
	number int
	file   string // its fleet.yaml
	wire   *wire  // to Temporal
	gate   *gate  // to the store; nil for a folder
	mu     sync.Mutex
	p      *process
}

func (w *worker) process() *process {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.p
}

// settings are the size of a world.
type settings struct {
	targets, contacts, workers, slots int
	delay                             time.Duration
	batch                             string
	folder                            bool // the store is a folder
}

func newWorld(t testing.TB, s settings) *world {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, dir: t.TempDir(), program: os.Getenv("BCIMPORT_PROGRAM"), slots: s.slots, byName: map[string]*target{}, trips: map[string]*trip{}}
	if w.program == "" {
		w.program = filepath.Join(w.dir, "bcimport")
		build := exec.Command("go", "build", "-o", w.program, ".")
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	t.Cleanup(w.end)
	t.Setenv("AZURE_STORAGE_ACCOUNT", account)
	t.Setenv("AZURE_STORAGE_KEY", accountKey)
	t.Setenv("BCIMPORT_TEST_SECRET", sandbox.DefaultClientSecret)
	w.startServer(filepath.Join(root, "bin", "temporalserver"))
	if s.folder {
		w.openStore("file://" + filepath.ToSlash(w.path("store")))
	} else {
		w.startAzurite(filepath.Join(root, "importer", "fleet", "testdata", "azurite"))
	}
	w.startTargets(s)
	w.dial()
	for range s.workers {
		w.addWorker(s.folder)
	}
	return w
}

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) startServer(binary string) {
	if _, err := os.Stat(binary); err != nil {
		w.t.Skipf("there is no Temporal server: %v; make test-fleet builds it", err)
	}
	port, err := freePort()
	w.must(err)
	w.server = &program{address: fmt.Sprintf("127.0.0.1:%d", port), launch: func() (*process, error) {
		return launch(w.dir, w.path("temporal.log"), nil, binary, "--port", fmt.Sprint(port), "--db", w.path("temporal.db"))
	}}
	w.must(w.server.start())
}

func (w *world) startAzurite(dir string) {
	binary := filepath.Join(dir, "node_modules", ".bin", "azurite-blob")
	if _, err := os.Stat(binary); err != nil {
		w.t.Skipf("there is no azurite: %v; make test-fleet installs it", err)
	}
	port, err := freePort()
	w.must(err)
	w.store = &program{address: fmt.Sprintf("127.0.0.1:%d", port), launch: func() (*process, error) {
		return launch(w.dir, w.path("azurite.log"), nil, binary, "--silent", "--blobHost", "127.0.0.1", "--blobPort", fmt.Sprint(port),
			"--location", w.path("azurite"), "--skipApiVersionCheck", "--disableTelemetry")
	}}
	w.must(w.store.start())
	client, err := azblob.NewClientFromConnectionString(fmt.Sprintf("DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=http://%s/%s;",
		account, accountKey, w.store.address, account), nil)
	w.must(err)
	_, err = client.CreateContainer(context.Background(), container, nil)
	w.must(err)
	w.openStore(azurl(w.store.address))
}

func azurl(address string) string {
	return "azblob://" + container + "?protocol=http&localemu=true&domain=" + address
}

func (w *world) openStore(url string) {
	if folder, found := strings.CutPrefix(url, "file://"); found {
		w.must(os.MkdirAll(folder, 0o700))
	}
	store, err := stores.Open(context.Background(), url)
	w.must(err)
	w.objects = store
}

// startTargets makes the tenants, each an environment of its own.
func (w *world) startTargets(s settings) {
	var config strings.Builder
	mux := http.NewServeMux()
	w.web = httptest.NewServer(mux)
	config.WriteString("targets:\n")
	for i := range s.targets {
		g := &target{name: fmt.Sprintf("t%03d", i)}
		server, err := sandbox.New(sandbox.Config{
			Seed: uint64(i + 1), Contacts: s.contacts, Items: 1, Environment: g.name, KeepWrites: true, Delay: s.delay,
			Limits: sandbox.Limits{Requests: -1},
			Intercept: func(r *http.Request) *sandbox.Fault {
				if hook := g.patch.Load(); r.Method == http.MethodPatch && hook != nil {
					return (*hook)()
				}
				return nil
			},
		})
		w.must(err)
		g.server = server
		for c := range server.Contacts() {
			if c.InCustomerContacts {
				g.all = append(g.all, c.Number)
			}
		}
		w.targets, w.byName[g.name] = append(w.targets, g), g
		mux.Handle("/v2.0/"+g.name+"/", server)
		mux.Handle("/"+g.name+"/oauth2/", server)
		fmt.Fprintf(&config, "  %s: {base_url: '%s/v2.0/%s/api/v2.0', token_url: '%s/%s/oauth2/v2.0/token', client_id: %s, client_secret: '${BCIMPORT_TEST_SECRET}', rate: '0', batch: '%s'}\n",
			g.name, w.web.URL, g.name, w.web.URL, g.name, sandbox.DefaultClientID, s.batch)
	}
	w.must(os.WriteFile(w.path("bcimport.yaml"), []byte(config.String()), 0o600))
	w.machine = &fleet.Machine{File: w.path("bcimport.yaml")}
}

// dial connects to Temporal, anew after it was killed.
func (w *world) dial() {
	var err error
	for range 50 {
		var c *dispatch.Client
		if c, err = dispatch.Dial(context.Background(), dispatch.Options{Address: w.server.address}); err == nil {
			if old := w.client.Swap(c); old != nil {
				old.Close()
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Errorf("connect to Temporal: %v\n%s", err, tail(w.server.log))
}

// addWorker adds a place for a worker, with a process in it.
func (w *world) addWorker(folder bool) {
	k := &worker{number: len(w.workers), wire: newWire(w.t, w.server.address)}
	url := "file://" + filepath.ToSlash(w.path("store"))
	if !folder {
		k.gate = newGate(w.t, w.store.address)
		k.gate.before = func(name string) bool { return w.put(k, name, false) }
		k.gate.after = func(name string) { w.put(k, name, true) }
		url = azurl(k.gate.address())
	}
	k.file = w.path(fmt.Sprintf("fleet%d.yaml", k.number))
	text := fmt.Sprintf("store: %s\nconfig: bcimport.yaml\ntemporal: {address: '%s'}\n", url, k.wire.address())
	w.must(os.WriteFile(k.file, []byte(text), 0o600))
	w.mu.Lock()
	w.workers = append(w.workers, k)
	w.mu.Unlock()
	w.must(w.restart(k))
}

// restart has a new process in the place of a worker.
func (w *world) restart(k *worker) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.p
	p, err := launch(w.dir, w.path(fmt.Sprintf("worker%d.log", k.number)), nil,
		w.program, "fleet", "work", "-f", k.file, "--slots", fmt.Sprint(w.slots), "--metrics", "")
	if err != nil {
		return err
	}
	k.p = p
	if old != nil {
		w.account(old)
	}
	return nil
}

// account adds up what a process has used.
func (w *world) account(p *process) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.peak, w.ticks = max(w.peak, p.peak.Load()), w.ticks+p.ticks.Load()
}

// holder is the worker whose process it is, or nil.
func (w *world) holder(p *process) *worker {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range w.workers {
		if k.process() == p {
			return k
		}
	}
	return nil
}

// put is told of objects that workers put.
func (w *world) put(k *worker, name string, done bool) (lose bool) {
	rest, found := strings.CutPrefix(name, "runs/")
	run, rest, cut := strings.Cut(rest, "/")
	if !found || !cut {
		return false
	}
	w.mu.Lock()
	t := w.trips[run]
	w.mu.Unlock()
	switch {
	case t == nil:
	case strings.HasPrefix(rest, "log/"):
		return t.append(k.process(), done)
	case rest == "result.json" && done:
		t.finish()
	}
	return false
}

// submit puts a run into the store and has it begin.
func (w *world) submit(id string, g *target, file string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := &fleet.Submitter{Objects: w.objects, Known: w.machine.Known, Locate: w.machine.Locate, Now: time.Now}
	var spec fleet.Spec
	// A mishap of the whole fleet may be under way.
	err := patiently(ctx, func() (err error) {
		spec, err = s.Submit(ctx, fleet.Submission{ID: id, Target: g.name, File: file, Spec: runs.Spec{
			Mapping: importer.Document{File: "m.yaml", Text: mappingText},
		}})
		return err
	})
	if err != nil {
		return err
	}
	return patiently(ctx, func() error { return w.client.Load().Submit(ctx, spec.Key, dispatch.RunOf(spec)) })
}

// patiently tries until something succeeds, or the time is over.
func patiently(ctx context.Context, do func() error) error {
	for {
		err := do()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// end ends all processes.
func (w *world) end() {
	for _, k := range w.workers {
		p := k.process()
		p.signal(syscall.SIGCONT)
		p.kill()
	}
	for _, p := range []*program{w.server, w.store} {
		if p != nil && p.process != nil {
			p.kill()
		}
	}
	if c := w.client.Load(); c != nil {
		c.Close()
	}
	if w.web != nil {
		w.web.CloseClientConnections()
		w.web.Close()
	}
	for _, g := range w.targets {
		_ = g.server.Close()
	}
}
