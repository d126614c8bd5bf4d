package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
	"bcimport/importer/web"
	"bcimport/importer/web/connections"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
)

// site is the page over a real manager and the practice company.
type site struct {
	*httptest.Server
	t       *testing.T
	dir     string
	store   *imports.Store
	manager *runs.Manager
	jobs    *jobs.Registry
	gate    *gate
	places  *connections.Connections
}

// gate lets some writes pass and holds the others until it is opened.
type gate struct {
	mu   sync.Mutex
	left int
	once sync.Once
	open chan struct{}
	held chan struct{} // gets one for each write that is held
}

func newGate(passing int) *gate {
	return &gate{left: passing, open: make(chan struct{}), held: make(chan struct{}, 1000)}
}

// release lets all writes pass.
func (g *gate) release() { g.once.Do(func() { close(g.open) }) }

func (g *gate) pass() {
	g.mu.Lock()
	g.left--
	free := g.left >= 0
	g.mu.Unlock()
	if !free {
		g.held <- struct{}{}
		<-g.open
	}
}

type gated struct {
	runs.Service
	gate *gate
}

func (g gated) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	g.gate.pass()
	return g.Service.Write(ctx, intents)
}

func newPage(t *testing.T) *site {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, home)
	}
	s := &site{t: t, dir: t.TempDir(), gate: newGate(1 << 30), places: &connections.Connections{}}
	s.serve()
	return s
}

// serve starts the page; after the end of an earlier one it finds what that left.
func (s *site) serve() {
	s.t.Helper()
	var err error
	if s.store, err = imports.Open(s.dir); err != nil {
		s.t.Fatal(err)
	}
	gate := s.gate
	s.manager = &runs.Manager{
		Store: journals{}, Elsewhere: func() (string, error) { return "", errors.New("nowhere else") },
		ExitCode: func(importer.EndKind) int { return 0 }, Words: plainWords{},
		Connect: func(ctx context.Context, to runs.Destination) (runs.Service, error) {
			service, err := s.places.Connect(ctx, to)
			if err != nil {
				return nil, err
			}
			return gated{service, gate}, nil
		},
	}
	s.jobs = jobs.New(s.t.Context())
	page, err := web.New(web.Config{
		Manager: s.manager, Imports: s.store, Connections: s.places, Accounts: s.places, Jobs: s.jobs, Quit: func() {}, Now: time.Now, User: "ute",
		Base: func(context.Context) string { return "" }, Token: func(context.Context) string { return "secret" },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.Server = httptest.NewServer(page)
	registry, server := s.jobs, s.Server
	s.t.Cleanup(func() { gate.release(); registry.Close(); server.Close() })
}

type plainWords struct{}

func (plainWords) Option(o importer.Option) string { return o.Name }
func (plainWords) Step(st importer.Step) string    { return string(st.Kind) }
func (plainWords) Path(p importer.Path) string     { return string(p) }

const titles = "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n"

// planned makes an import with an approved plan, and returns it with the address of its
// screens. Its last row finds no contact.
func (s *site) planned(rows int, title string) (imports.Import, string) {
	s.t.Helper()
	var text strings.Builder
	text.WriteString("No,Title\n")
	for n := range rows {
		fmt.Fprintf(&text, "CONT%05d,%s %d\n", n+1, title, n)
	}
	text.WriteString("NOBODY,Boss\n")
	im, err := s.store.Create(s.t.Context(), "Contacts.csv", strings.NewReader(text.String()), 1<<20, time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.SetMapping(im, []byte(titles)); err != nil {
		s.t.Fatal(err)
	}
	plan := s.plan(s.t.Context(), im, runs.Face{})
	if _, err := s.manager.Approve(s.t.Context(), plan, runs.ApproveOptions{By: "ute"}, runs.Face{}); err != nil {
		s.t.Fatal(err)
	}
	if im, err = s.store.Change(im.ID, func(im *imports.Import) { im.Plan, im.Target = "plan", connections.Practice }); err != nil {
		s.t.Fatal(err)
	}
	return im, s.URL + "/imports/" + im.ID
}

// plan makes the plan of an import, as far as ctx lets it, and returns its folder.
func (s *site) plan(ctx context.Context, im imports.Import, face runs.Face) string {
	s.t.Helper()
	folder := filepath.Join(s.store.Folder(im), "plan")
	spec := runs.Spec{
		Input: runs.Input{Path: s.store.Path(im), Name: im.File}, Mapping: importer.Document{File: "mapping.yaml", Text: titles}, Target: connections.Practice, Out: folder,
		Options: importer.Options{DryRun: true, GiveUpAfter: time.Minute},
	}
	if err := spec.Validate(); err != nil {
		s.t.Fatal(err)
	}
	results, err := s.manager.Run(ctx, []runs.Spec{spec}, face)
	if err != nil || results[0].Err != nil {
		s.t.Fatal(err, results)
	}
	return folder
}

// sample gives the user a target at which a person signs in.
func (s *site) sample() {
	s.t.Helper()
	s.places.File = filepath.Join(s.t.TempDir(), "bcimport.yaml")
	text := "targets:\n  contoso: {tenant: contoso.example, environment: Production, company: Contoso Ltd., auth: device-code, client_id: 11111111-1111-1111-1111-111111111111}\n"
	if err := os.WriteFile(s.places.File, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// done waits for the latest job on an import.
func (s *site) done(im imports.Import) *jobs.Job {
	s.t.Helper()
	j := s.jobs.Of(im.ID)
	if j == nil {
		s.t.Fatal("there is no job")
	}
	select {
	case <-j.Done():
	case <-time.After(time.Minute):
		s.t.Fatal("the job does not end")
	}
	return j
}

func TestRun_GoesOnWithoutATabAndEndsInTheReport(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(30, "Boss")
	s.gate = newGate(0)
	s.serve() // with a gate that holds all writes
	address := s.URL + "/imports/" + im.ID
	shown := post(t, address+"/run", nil, http.StatusOK)
	wants(t, shown, "<h1>Run</h1>", `aria-label="Progress"`, ">Stop</button>", `http-equiv="refresh"`, "Practice company")
	<-s.gate.held
	post(t, address+"/run", nil, http.StatusOK) // a second tab finds the same run
	wants(t, get(t, address+"/report", http.StatusOK), "<h1>Run</h1>")
	wants(t, get(t, s.URL+"/", http.StatusOK), "running")
	s.gate.release()
	s.done(im)
	wants(t, get(t, address+"/run", http.StatusOK), "Ended", ">Report</a>")
	wants(t, get(t, address+"/run?ended", http.StatusOK), "<h1>Report</h1>") // whoever saw the end
	shown = get(t, address+"/report", http.StatusOK)
	wants(t, shown, "<h1>Report</h1>", "All 30 rows succeeded", "Download report", "Download failed rows", ">Mend and run again</a>", ">Undo</button>", "Boss")
	wants(t, shown, "Contacts.csv", "<span>"+sandbox.DefaultCompany+"</span>", "edits by others to other fields stay")
	if plain, technical, found := strings.Cut(shown, "Technical details"); !found || strings.Contains(plain, s.dir) || !strings.Contains(technical, s.dir) {
		t.Error("paths are not among the technical details alone")
	}
	if strings.Contains(shown, "<style") || strings.Contains(shown, " style=") || strings.Contains(shown, "<script>") {
		t.Error("the report has style or script within the page")
	}
	wants(t, get(t, s.URL+"/", http.StatusOK), "Contacts.csv", ">finished<", ">Undo<")
}

// TestImports_AreRemovedUntilTheyWereRun: the record of a run is the way back.
func TestImports_AreRemovedUntilTheyWereRun(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	wants(t, get(t, s.URL+"/", http.StatusOK), ">Remove<", ">Remove the copy<")
	if shown := post(t, address+"/remove", nil, http.StatusOK); strings.Contains(shown, im.File) {
		t.Errorf("the import is still listed:\n%s", shown)
	}
	if _, err := os.Stat(s.store.Folder(im)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder is there: %v", err)
	}
	post(t, address+"/remove", nil, http.StatusNotFound)

	im, _ = s.planned(3, "Boss")
	s.gate = newGate(0)
	s.serve() // with a gate that holds all writes
	address = s.URL + "/imports/" + im.ID
	post(t, address+"/run", nil, http.StatusOK)
	<-s.gate.held
	wants(t, post(t, address+"/remove", nil, http.StatusUnprocessableEntity), "this import is being worked on")
	s.gate.release()
	s.done(im)
	wants(t, post(t, address+"/remove", nil, http.StatusUnprocessableEntity), "this import was run already")
	wants(t, get(t, address+"/report", http.StatusOK), "All 3 rows succeeded")
}

func TestRun_ThatCouldNotBeginIsTriedAgain(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	state := os.Getenv("XDG_STATE_HOME")
	blocked := filepath.Join(s.t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", blocked) // no stand-in can be started
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	shown := get(t, address+"/run", http.StatusOK)
	wants(t, shown, `role="alert"`, ">Try again</button>", ">Plan</a>")
	if strings.Contains(shown, ">Report</a>") {
		t.Error("there is a report of what did not begin")
	}
	t.Setenv("XDG_STATE_HOME", state)
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	wants(t, get(t, address+"/report", http.StatusOK), "All 3 rows succeeded")
}

func TestRun_OfAGraveTargetBeginsOnThePlanAlone(t *testing.T) {
	s := newPage(t)
	s.sample()
	im, address := s.planned(3, "Boss")
	if _, err := s.store.Change(im.ID, func(im *imports.Import) { im.Target = "contoso" }); err != nil {
		t.Fatal(err)
	}
	answer, err := http.PostForm(address+"/run", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if !strings.HasSuffix(answer.Request.URL.Path, "/plan") || s.jobs.Of(im.ID) != nil {
		t.Errorf("the run began, and leads to %s", answer.Request.URL)
	}
}

func TestReport_IsHandedOutAsFilesAndNothingElse(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	for name, want := range map[string]string{"report.html": "<!doctype html>", "report.csv": "CONT00001", "failed.csv": "NOBODY", "changes.csv": "Boss 1"} {
		answer, err := http.Get(address + "/files/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if kind, as := answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition"); kind != "application/octet-stream" || !strings.HasPrefix(as, "attachment") {
			t.Errorf("%s is sent as %s, %s", name, kind, as)
		}
		wants(t, read(t, answer, http.StatusOK), want)
	}
	for _, name := range []string{"journal.db", "..%2fimport.json", "summary.json", "%2e%2e%2fmapping.yaml"} {
		get(t, address+"/files/"+name, http.StatusNotFound)
	}
	run, err := s.store.Get(im.ID)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(s.store.Folder(im), run.Run)
	if err := os.Remove(filepath.Join(folder, "report.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "report.html"), []byte("<script>planted()</script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	wants(t, get(t, address+"/files/report.csv", http.StatusOK), "CONT00001") // written anew
	if shown := get(t, address+"/report", http.StatusOK); strings.Contains(shown, "planted") {
		t.Error("a file of the folder is shown as a part of the page")
	}
}

// TestPlan_ThatWasStoppedSaysNothingOfOtherRows looks at it again after the end of the program.
func TestPlan_ThatWasStoppedSaysNothingOfOtherRows(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(3, "Chief 0")
	if err := os.RemoveAll(filepath.Join(s.store.Folder(im), "plan")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s.plan(ctx, im, runs.Face{Events: func(e runs.Event) {
		if _, is := e.(runs.Begun); is {
			stop()
		}
	}})
	s.serve()
	list := get(t, s.URL+"/", http.StatusOK)
	wants(t, list, `/imports/`+im.ID+`/plan">Open`)
	shown := get(t, s.URL+"/imports/"+im.ID+"/plan", http.StatusOK)
	wants(t, shown, "The plan was stopped before its end.", "<details open>", ">Make the plan again</button>")
	if strings.Contains(shown, "Nothing would be changed") {
		t.Errorf("rows that were never looked at are said to stay:\n%s", shown)
	}
}

func TestRun_StoppedAndResumedOnAnyTab(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(700, "Boss")
	s.gate = newGate(2)
	s.serve()
	address := s.URL + "/imports/" + im.ID
	post(t, address+"/run", nil, http.StatusOK)
	<-s.gate.held
	wants(t, post(t, address+"/stop", nil, http.StatusOK), "Stopping")
	post(t, address+"/stop", nil, http.StatusOK) // in a second tab
	s.gate.release()
	s.done(im)
	shown := get(t, address+"/run", http.StatusOK)
	wants(t, shown, "The run stopped before its end.", ">Stopped</h2>", `<button class="main">Resume</button>`, ">Report</a>")
	if strings.Contains(shown, "not reached") || strings.Contains(shown, `value="100"`) {
		t.Errorf("what is left for later is taken for done:\n%s", shown)
	}
	wants(t, get(t, address+"/report", http.StatusOK), "Stopped after", ">Resume</button>")
	post(t, address+"/resume", nil, http.StatusOK)
	s.done(im)
	wants(t, get(t, address+"/report", http.StatusOK), "All 699 rows succeeded")
}

func TestRun_OfAServerThatEndedIsFoundInTheListAndResumed(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(700, "Boss")
	s.gate = newGate(2)
	s.serve()
	post(t, s.URL+"/imports/"+im.ID+"/run", nil, http.StatusOK)
	<-s.gate.held
	ended := make(chan struct{})
	go func() { s.jobs.Close(); close(ended) }()
	s.gate.release()
	<-ended // what was under way was finished
	s.Close()
	s.serve()
	shown := get(t, s.URL+"/", http.StatusOK)
	wants(t, shown, "Contacts.csv", ">stopped<", "/imports/"+im.ID+"/resume")
	address := s.URL + "/imports/" + im.ID
	wants(t, get(t, address+"/run", http.StatusOK), "The run stopped before its end.")
	post(t, address+"/resume", nil, http.StatusOK)
	s.done(im)
	wants(t, get(t, address+"/report", http.StatusOK), "All 699 rows succeeded")
}

// message is a server-sent event.
type message struct {
	id   int
	kind string
	data struct {
		Now, Of int
		Ended   bool
		Counts  []struct{ Rows int }
	}
}

// messages reads the events after a number until the connection ends.
func messages(t *testing.T, address string, after int) (all []message, status int) {
	t.Helper()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Last-Event-ID", strconv.Itoa(after))
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var m message
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			m.id, _ = strconv.Atoi(value)
		case "event":
			m.kind = value
		case "data":
			if err := json.Unmarshal([]byte(value), &m.data); err != nil {
				t.Errorf("%s: %v", value, err)
			}
		case "":
			if m.kind != "" {
				all = append(all, m)
			}
			m = message{}
		}
	}
	return all, answer.StatusCode
}

func TestEvents_AConnectionThatBreaksOffAnywhereLosesNothing(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(250, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	whole, status := messages(t, address+"/run/events", 0)
	if status != http.StatusOK || len(whole) == 0 {
		t.Fatalf("%d messages, status %d", len(whole), status)
	}
	s.done(im)
	end := whole[len(whole)-1]
	rows := 0
	for _, c := range end.data.Counts {
		rows += c.Rows
	}
	if end.kind != "end" || !end.data.Ended || end.data.Of != 250 || rows != 250 {
		t.Fatalf("the end is %+v", end)
	}
	for after := range end.id {
		again, status := messages(t, address+"/run/events", after)
		if status != http.StatusOK || len(again) != 1 || again[0].kind != "end" || again[0].id != end.id || again[0].data.Now != end.data.Now {
			t.Errorf("after %d: status %d, %+v", after, status, again)
		}
	}
	if again, status := messages(t, address+"/run/events", end.id); status != http.StatusNoContent || len(again) > 0 {
		t.Errorf("after the end: status %d, %+v", status, again)
	}
}

func TestEvents_TwoTabsSeeTheSameAndOneThatLeavesEndsNothing(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(30, "Boss")
	s.gate = newGate(0)
	s.serve()
	address := s.URL + "/imports/" + im.ID
	post(t, address+"/run", nil, http.StatusOK)
	<-s.gate.held
	ctx, leave := context.WithCancel(t.Context())
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/run/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(answer.Body, make([]byte, 10)); err != nil {
		t.Error(err)
	}
	leave()
	answer.Body.Close()
	if s.jobs.Of(im.ID).Ended() {
		t.Error("the run ended with its watcher")
	}
	var tabs sync.WaitGroup
	ends := make([]message, 2)
	for tab := range ends {
		tabs.Go(func() {
			if seen, _ := messages(t, address+"/run/events?after=1", 0); len(seen) > 0 {
				ends[tab] = seen[len(seen)-1]
			}
		})
	}
	s.gate.release()
	tabs.Wait()
	if ends[0].kind != "end" || ends[0].id != ends[1].id {
		t.Errorf("the tabs end with %+v and %+v", ends[0], ends[1])
	}
}

func TestUndo_IsShownBeforeItIsDone(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(5, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	before, err := s.manager.List(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	post(t, address+"/undo", nil, http.StatusUnprocessableEntity) // nothing was shown yet
	wants(t, post(t, address+"/undo/preview", nil, http.StatusOK), "<h1>Undo</h1>")
	s.done(im)
	shown := get(t, address+"/undo", http.StatusOK)
	wants(t, shown, "5 records would get back", ">Put back 5 records</button>", "Boss 1", "would change</th>")
	if after, err := s.manager.List(s.dir); err != nil || len(after) != len(before) {
		t.Errorf("the preview left a run: %v, %v", after, err)
	}
	post(t, address+"/undo", nil, http.StatusOK)
	s.done(im)
	shown = get(t, address+"/undo", http.StatusOK)
	wants(t, shown, "<h1>Report</h1>", "All 5 contacts are as before the run")
	list := get(t, s.URL+"/", http.StatusOK)
	wants(t, list, "Undo of Contacts.csv", ">undone<")
	wants(t, list, "<button>Undo the undo<")
	of := get(t, address+"/report", http.StatusOK)
	if wants(t, of, "Everything that this run changed was put back since."); strings.Contains(of, ">Undo</button>") {
		t.Errorf("the report of what was undone offers to undo it:\n%s", of)
	}
	wants(t, shown, "<button>Undo the undo</button>")
	if n := strings.Count(list, `/undo/preview"`); n != 1 {
		t.Errorf("%d runs can be undone, of which the one that was undone is none", n)
	}
	// An undo that is undone has put nothing back.
	listed, err := s.manager.List(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.manager.Undo(t.Context(), listed[0].Folder, runs.UndoOptions{}, runs.Face{}); err != nil {
		t.Fatal(err)
	}
	if list := get(t, s.URL+"/", http.StatusOK); strings.Count(list, ">undone<") != 1 || strings.Count(list, `/undo/preview"`) != 2 {
		t.Errorf("after the undo of the undo:\n%s", list)
	}
}

func TestReport_FailedRowsAreThoseOfThePlanAndOfItsRun(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(5, "Boss")
	_, other := s.planned(2, "Chief")
	post(t, other+"/run", nil, http.StatusOK) // somebody else changes the first two contacts
	s.done(imports.Import{ID: filepath.Base(other)})
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	wants(t, get(t, address+"/report", http.StatusOK), "2 of 5 rows did not succeed")
	failed := get(t, address+"/files/failed.csv", http.StatusOK)
	wants(t, failed, "No,Title,bcimport_decision", "CONT00001,Boss 0,,conflict", "CONT00002,Boss 1,,conflict", "NOBODY,Boss,,not_found")
	if strings.Count(failed, "\n") != 4 {
		t.Errorf("the failed rows are\n%s", failed)
	}
	get(t, address+"/files/failed.xlsx", http.StatusNotFound)
	answer, err := http.PostForm(address+"/mend", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	all, err := s.store.All()
	if err != nil || all[0].Of != im.ID || all[0].File != "Contacts-to mend.csv" {
		t.Errorf("imports %+v, error %v", all, err)
	}
}

func TestMend_BeginsAnImportWithTheSameMapping(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	wants(t, get(t, address+"/mend", http.StatusOK), "<h1>Mend and run again</h1>", ">Check the failed rows again</button>")
	mended := func(answer *http.Response, err error) imports.Import {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		id := strings.Split(answer.Request.URL.Path, "/")[2]
		found, err := s.store.Get(id)
		if err != nil || found.Of != im.ID || found.Target != connections.Practice || id == im.ID || !strings.HasSuffix(answer.Request.URL.Path, "/check") {
			t.Fatalf("%s: %+v, error %v", answer.Request.URL, found, err)
		}
		if text, err := s.store.Mapping(found); err != nil || string(text) != titles {
			t.Errorf("the mapping is %q, error %v", text, err)
		}
		return found
	}
	asTheyAre := mended(http.PostForm(address+"/mend", url.Values{"token": {"secret"}}))
	if text, err := os.ReadFile(s.store.Path(asTheyAre)); err != nil || !bytes.Contains(text, []byte("NOBODY")) {
		t.Errorf("the file is %q, error %v", text, err)
	}
	check := s.URL + "/imports/" + asTheyAre.ID + "/check"
	get(t, check, http.StatusOK) // which begins to check
	for _, j := range s.jobs.List() {
		<-j.Done()
	}
	if shown := get(t, check, http.StatusOK); !strings.Contains(shown, ">NOBODY | Boss<") {
		t.Errorf("the rows are not shown without what the run wrote into them:\n%s", shown)
	}
	body, kind := form(t, "mended.csv", "No,Title\nCONT00123,Boss\n")
	if im := mended(http.Post(address+"/mend", kind, body)); im.File != "mended.csv" {
		t.Errorf("the file is called %s", im.File)
	}
}

func TestRuns_OfCommandsAppearAndHaveTheirScreens(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(3, "Boss")
	plan := filepath.Join(s.store.Folder(im), "plan")
	if _, err := s.manager.RunPlan(t.Context(), plan, runs.PlannedOptions{Out: filepath.Join(s.dir, "march", "by command")}, runs.Face{}); err != nil {
		t.Fatal(err)
	}
	shown := get(t, s.URL+"/", http.StatusOK)
	_, rest, _ := strings.Cut(shown, `href="/runs/`)
	id, _, found := strings.Cut(rest, `/report"`)
	if !found {
		t.Fatalf("the run is not listed:\n%s", shown)
	}
	wants(t, get(t, s.URL+"/runs/"+id+"/report", http.StatusOK), "All 3 rows succeeded", "<button>Undo</button>") // which few want after a success
	for _, id := range []string{"none", "Li4vLi4", "Li4", "L2V0Yw"} {
		get(t, s.URL+"/runs/"+id+"/report", http.StatusNotFound)
	}
}

// form is a form with a file.
func form(t *testing.T, name, text string) (body io.Reader, kind string) {
	t.Helper()
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	part, err := parts.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	if err = errors.Join(err, parts.Close()); err != nil {
		t.Fatal(err)
	}
	return &b, parts.FormDataContentType()
}
