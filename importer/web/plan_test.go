package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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

// whole is a page over a real manager, with the practice company and a protected target "live",
// both of which are stand-ins.
type whole struct {
	*testing.T
	site    *httptest.Server
	store   *imports.Store
	jobs    *jobs.Registry
	live    *sandbox.Server
	server  *web.Server
	manager *runs.Manager
}

func newWhole(t *testing.T) *whole {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"} {
		t.Setenv(name, dir)
	}
	live, err := sandbox.New(sandbox.Config{Contacts: 50, Limits: sandbox.Limits{Requests: -1}})
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(live)
	t.Cleanup(func() { served.Close(); live.Close() })
	file := filepath.Join(dir, "bcimport.yaml")
	text := fmt.Sprintf("targets:\n  live:\n    base_url: %s/v2.0/sandbox/api/v2.0\n    token_url: %[1]s/sandbox/oauth2/v2.0/token\n    client_id: %s\n    client_secret: ${BCIMPORT_TEST_SECRET}\n    protected: true\n", served.URL, sandbox.DefaultClientID)
	t.Setenv("BCIMPORT_TEST_SECRET", sandbox.DefaultClientSecret)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := imports.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &connections.Connections{File: file}
	work := jobs.New(t.Context())
	manager := &runs.Manager{Store: journals{}, Connect: c.Connect, ExitCode: func(importer.EndKind) int { return 0 }, Words: plain{}}
	s, err := web.New(web.Config{
		Manager: manager,
		Imports: store, Connections: c, Jobs: work, Quit: func() {}, Now: time.Now, User: "Anna",
		Base: func(context.Context) string { return "" }, Token: func(context.Context) string { return "secret" },
	})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s)
	t.Cleanup(func() {
		site.Close()
		work.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &whole{t, site, store, work, live, s, manager}
}

type plain struct{}

func (plain) Option(o importer.Option) string { return o.Name }

func (plain) Step(s importer.Step) string { return string(s.Kind) }

func (plain) Path(p importer.Path) string { return string(p) }

const contactsMapping = "version: 1\nkey: {column: Nr, match: number}\nfields: {email: E-Mail, lastName: Nachname}\n"

// begin uploads a file that is read through a mapping, and returns the address of its import.
func (w *whole) begin(text, mapping string) string {
	w.Helper()
	im := upload(w.T, w.site, "Kontakte.csv", text)
	found, err := w.store.Get(im[strings.LastIndex(im, "/")+1:])
	if err == nil {
		err = w.store.SetMapping(found, []byte(mapping))
	}
	if err != nil {
		w.Fatal(err)
	}
	return im
}

// shown returns a screen once what it shows is complete.
func (w *whole) shown(address string) string {
	w.Helper()
	for _, j := range w.jobs.List() {
		<-j.Done()
	}
	get(w.T, address, http.StatusOK) // which may begin to read rows
	for _, j := range w.jobs.List() {
		<-j.Done()
	}
	return get(w.T, address, http.StatusOK)
}

func lacks(t *testing.T, shown string, none ...string) {
	t.Helper()
	for _, text := range none {
		if strings.Contains(shown, text) {
			t.Errorf("%q is in\n%s", text, shown)
		}
	}
}

func TestCheck_GroupsProblemsAndShowsTheirRows(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;kein at\nCONT00002;<b>Berg;a@b.de\nCONT00003;Kurz;@\n", contactsMapping)
	shown := w.shown(im + "/check")
	wants(t, shown, "<h1>Check</h1>", "1 of 3 rows can be used", "Rows 1 to 3 of 3", "Öztürk", "&lt;b&gt;Berg", "Download rows to mend", ">Continue</button>", `aria-sort="none"`)
	group := regexp.MustCompile(`href="([^"]*problem_kind=[^"]*)#rows"`).FindStringSubmatch(shown)
	if group == nil {
		t.Fatalf("no group leads to its rows:\n%s", shown)
	}
	rows := get(t, w.site.URL+strings.ReplaceAll(group[1], "&amp;", "&"), http.StatusOK)
	wants(t, rows, "Rows 1 to 2 of 2", "kein at")
	lacks(t, rows, "Berg")
	wants(t, get(t, im+"/check?q=%C3%96ZT", http.StatusOK), "Rows 1 to 1 of 1", "Öztürk")
	wants(t, get(t, im+"/check?rows=usable", http.StatusOK), "Rows 1 to 1 of 1", "Berg")
	wants(t, get(t, im+"/check?q=nirgends", http.StatusOK), "No row matches.")
	mend := get(t, im+"/check/mend", http.StatusOK)
	if !strings.HasPrefix(mend, "Nr;Nachname;E-Mail;bcimport_status;bcimport_message\nCONT00001;Öztürk;kein at;invalid;") || strings.Contains(mend, "Berg") {
		t.Errorf("the rows to mend are\n%s", mend)
	}
	if shown := post(t, im+"/check", nil, http.StatusOK); !strings.Contains(shown, "<h1>Plan</h1>") {
		t.Errorf("it goes on to\n%s", shown)
	}
	found, _ := w.store.Get(im[strings.LastIndex(im, "/")+1:])
	if err := w.store.SetMapping(found, []byte(strings.Replace(contactsMapping, "email: E-Mail, ", "", 1))); err != nil {
		t.Fatal(err)
	}
	wants(t, w.shown(im+"/check"), "All rows can be used")
}

func TestCheck_AsksWhatLooksWrongAsAWhole(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Berg;a@b.de\nCONT00001;Tal;a@b.de\n", contactsMapping)
	wants(t, w.shown(im+"/check"), "What looks wrong with the file as a whole", "several rows that set different values", `value="duplicate_keys" required`)
	wants(t, post(t, im+"/check", nil, http.StatusUnprocessableEntity), "The file looks wrong as a whole.")
	wants(t, post(t, im+"/check", url.Values{"accept": {"duplicate_keys", "../x"}}, http.StatusOK), "<h1>Plan</h1>")
	wants(t, get(t, im+"/check", http.StatusOK), "It is meant")
	if found, err := w.store.Get(im[strings.LastIndex(im, "/")+1:]); err != nil || len(found.Accept) != 1 {
		t.Errorf("%v is accepted, %v", found.Accept, err)
	}
}

func TestCheck_OfAFileThatCannotBeRead(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Berg;a@b.de\n", "version: 1\nkey: {column: Nummer, match: number}\nfields: {email: E-Mail}\n")
	shown := w.shown(im + "/check")
	wants(t, shown, `role="alert"`, "Nummer")
	lacks(t, shown, ">Continue</button>")
}

// plan makes a plan and returns its screen.
func (w *whole) plan(im, target string) string {
	w.Helper()
	post(w.T, im+"/plan", url.Values{"target": {target}}, http.StatusOK)
	return w.shown(im + "/plan")
}

// TestPlan_SaysWhatIsNotHeardOfAChange: read out, both values are the same.
func TestPlan_SaysWhatIsNotHeardOfAChange(t *testing.T) {
	w := newWhole(t)
	const mapping = "version: 1\nkey: {column: Nr, match: number}\nfields:\n  email: E-Mail\n  primaryPhoneNumber: {column: Telefon, compare: exact}\n"
	im := w.begin("Nr;E-Mail;Telefon\nCONT00001;neu1@example.com;+1 425 555 0159\n", mapping)
	if shown := w.plan(im, connections.Practice); strings.Count(shown, `<span class="sr"> (only written differently)</span></td>`) != 1 {
		t.Errorf("of one change of two it is said that it is only written differently:\n%s", shown)
	}
}

func TestPlan_ShowsAcceptsAndWritesChanges(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\nCONT00002;Zweite;neu2@example.com\nCONT99999;X;x@example.com\n", contactsMapping)
	shown := w.shown(im + "/plan")
	wants(t, shown, "<h1>Plan</h1>", `<label for="target">Target</label>`, "practice", "live", "(protected)", ">Make the plan</button>")
	post(t, im+"/plan", url.Values{"target": {"nowhere"}}, http.StatusUnprocessableEntity)
	shown = w.plan(im, connections.Practice)
	wants(t, shown, "Practice company", "would be changed", "not found", "4 of 4 changes are accepted.", ">Write 4 changes</button>", "ticks count once you have kept them", "Download review", "<ins>", `aria-label="Accept E-mail of CONT00001 Robert Lee in line 2" checked`, "Rows 1 to 4 of 4", "Writing will take about")
	lacks(t, shown, "Type the number of changes")
	wants(t, get(t, im+"/plan?q=%C3%B6zt&sort=after&desc=1", http.StatusOK), "Rows 1 to 1 of 1", `aria-sort="descending"`)
	wants(t, get(t, im+"/plan?only_field=email", http.StatusOK), "Rows 1 to 2 of 2")
	review := get(t, im+"/plan/review", http.StatusOK)
	if !strings.HasPrefix(review, "PK") {
		t.Errorf("the review is %.20q", review)
	}
	// All but the e-mail address of the second line.
	shown = post(t, im+"/plan/accept", url.Values{"state": {"only_field=email"}, "do": {"none"}}, http.StatusOK)
	wants(t, shown, "2 of 4 changes are accepted.", "Rows 1 to 2 of 2")
	n := regexp.MustCompile(`id="accept-(\d+)"[^>]*E-mail of CONT00001 Robert Lee in line 2`).FindStringSubmatch(shown)
	if n == nil {
		t.Fatalf("no checkbox of the second line:\n%s", shown)
	}
	shown = post(t, im+"/plan/accept", url.Values{"shown": {n[1]}, "accept": {n[1]}}, http.StatusOK)
	wants(t, shown, ">Write 3 changes</button>")
	if err := w.server.Close(); err != nil { // as at the end of the program
		t.Fatal(err)
	}
	wants(t, w.shown(im+"/plan"), ">Write 3 changes</button>")
	wants(t, post(t, im+"/plan/write", url.Values{"changes": {"4"}}, http.StatusUnprocessableEntity), "3 changes are accepted now")
	shown = post(t, im+"/plan/write", url.Values{"changes": {"3"}}, http.StatusOK)
	wants(t, shown, "<h1>Run</h1>")
	shown = w.shown(im + "/run")
	wants(t, shown, "changed")
	if found, err := w.store.Get(im[strings.LastIndex(im, "/")+1:]); err != nil || found.Run == "" {
		t.Errorf("the import has no run: %+v, %v", found, err)
	} else if about, err := w.manager.About(filepath.Join(w.store.Folder(found), found.Run)); err != nil || about.Approval == nil || about.Approval.By != "Anna" || about.Approval.Accepted != 3 {
		t.Errorf("%+v is recorded, %v", about.Approval, err)
	}
	shown = w.shown(im + "/plan")
	wants(t, shown, "The changes of this plan were written already.")
	lacks(t, shown, "Write 3 changes")
	wants(t, post(t, im+"/plan/write", url.Values{"changes": {"3"}}, http.StatusUnprocessableEntity), "See Report for what became of them.")
	if shown = w.plan(im, connections.Practice); !strings.Contains(shown, "1 of 1 changes are accepted.") {
		t.Errorf("what was not accepted is not what is left:\n%s", shown)
	}
}

func TestPlan_AProtectedTargetWantsTheNumberTyped(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\n", contactsMapping)
	shown := w.plan(im, "live")
	wants(t, shown, "Protected", sandbox.DefaultCompany, `<label for="typed">Type the number of changes</label>`, ">Write 2 changes</button>", "card grave")
	for _, typed := range []string{"", "3", "two"} {
		wants(t, post(t, im+"/plan/write", url.Values{"changes": {"2"}, "typed": {typed}}, http.StatusUnprocessableEntity), "Type 2 to write to this target.")
	}
	before := w.live.Stats()
	wants(t, post(t, im+"/plan/write", url.Values{"changes": {"2"}, "typed": {" 2 "}}, http.StatusOK), "<h1>Run</h1>")
	w.shown(im + "/run")
	if now := w.live.Stats(); now.Patches+now.BatchedPatches == before.Patches+before.BatchedPatches {
		t.Error("nothing was written")
	}
}

func TestPlan_IsStaleOnceTheColumnsOrTheTargetChange(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\n", contactsMapping)
	w.plan(im, connections.Practice)
	id := im[strings.LastIndex(im, "/")+1:]
	if _, err := w.store.Change(id, func(im *imports.Import) { im.Target = "live" }); err != nil {
		t.Fatal(err)
	}
	shown := w.shown(im + "/plan")
	wants(t, shown, "The plan was made for another target.", "Practice company")
	lacks(t, shown, ">Write 2 changes</button>")
	wants(t, post(t, im+"/plan/write", url.Values{"changes": {"2"}, "typed": {"2"}}, http.StatusUnprocessableEntity), "The plan was made for another target.")
	found, err := w.store.Change(id, func(im *imports.Import) { im.Target = connections.Practice })
	if err == nil {
		err = w.store.SetMapping(found, []byte(contactsMapping+"# changed\n"))
	}
	if err != nil {
		t.Fatal(err)
	}
	wants(t, w.shown(im+"/plan"), "The columns have been changed since the plan was made.")
}
