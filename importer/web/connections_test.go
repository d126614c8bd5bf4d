package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bcimport/importer/runs"
	"bcimport/importer/web"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/mapping/phrase"
)

// accounts sign a person in once entered is closed.
type accounts struct {
	entered chan struct{}
	in      chan struct{} // closed once somebody is signed in
}

func (accounts) Targets(context.Context) ([]web.Target, error) {
	return []web.Target{{Name: "live & well", Environment: "Production", Production: true, Person: true}, {Name: "practice", Sandbox: true}}, errors.New("a target is wrong")
}

func (a accounts) SignedIn(string) (web.SignedIn, error) {
	select {
	case <-a.in:
		return web.SignedIn{By: "device code", Person: true, User: "ute@example.org"}, nil
	default:
		return web.SignedIn{}, errors.New("no user is signed in")
	}
}

func (a accounts) SignIn(ctx context.Context, _ string, show func(page, code string)) (web.SignedIn, error) {
	show("https://microsoft.com/devicelogin", "ABC<DEF")
	select {
	case <-a.entered:
		close(a.in)
		return a.SignedIn("")
	case <-ctx.Done():
		return web.SignedIn{}, ctx.Err()
	}
}

func (accounts) SignOut(string) error { return nil }

func (accounts) Examine(_ context.Context, _ string, tell func(web.Finding)) (bool, error) {
	tell(web.Finding{What: "host", Words: "can be reached"})
	tell(web.Finding{What: "company", Words: "there are two", Bad: true})
	tell(web.Finding{What: "clock", Words: "as the service's", About: phrase.New("clock"), Said: phrase.New("within %s of the service's", 2*time.Second)})
	return false, nil
}

func newAccounts(t *testing.T) (*httptest.Server, accounts, *jobs.Registry) {
	t.Helper()
	store, err := imports.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a := accounts{entered: make(chan struct{}), in: make(chan struct{})}
	work := jobs.New(t.Context())
	s, err := web.New(web.Config{
		Manager: &runs.Manager{Store: journals{}}, Imports: store, Connections: a, Accounts: a, Jobs: work, Quit: func() {}, Now: time.Now,
		Base: func(context.Context) string { return "" }, Token: func(context.Context) string { return "secret" },
	})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s)
	t.Cleanup(func() { work.Close(); site.Close() })
	return site, a, work
}

func wants(t *testing.T, shown string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is missing in\n%s", want, shown)
		}
	}
}

func TestConnections_ListsTargetsAndWhatIsWrong(t *testing.T) {
	t.Parallel()
	site, _, _ := newAccounts(t)
	wants(t, get(t, site.URL+"/connections", http.StatusOK), "<h1>Connections</h1>", "live &amp; well", "Production", "nobody is signed in", "a target is wrong", "Practice company of this program")
	get(t, site.URL+"/connections/none", http.StatusUnprocessableEntity)
}

func TestConnections_APersonSignsInByACodeOnAnyTab(t *testing.T) {
	t.Parallel()
	site, a, work := newAccounts(t)
	address := site.URL + "/connections/" + url.PathEscape("live & well")
	post(t, address+"/sign-in", nil, http.StatusOK)
	j := work.Of("sign-in live & well")
	j.Since(t.Context(), 0) // the code
	wants(t, get(t, address, http.StatusOK), "https://microsoft.com/devicelogin", "ABC&lt;DEF", ">Cancel</button>", `hx-trigger="every 2s"`)
	post(t, address+"/sign-in", nil, http.StatusOK) // a second tab finds the same code
	if work.Of("sign-in live & well") != j {
		t.Error("a second sign-in was begun")
	}
	close(a.entered)
	<-j.Done()
	shown := get(t, address, http.StatusOK)
	wants(t, shown, "Signed in as ute@example.org.", ">Sign out</button>")
	if strings.Contains(shown, "ABC") || strings.Contains(shown, "every 2s") {
		t.Errorf("the code is still shown:\n%s", shown)
	}
}

func TestConnections_ASignInIsCancelled(t *testing.T) {
	t.Parallel()
	site, _, work := newAccounts(t)
	address := site.URL + "/connections/" + url.PathEscape("live & well")
	post(t, address+"/sign-in", nil, http.StatusOK)
	shown := post(t, address+"/sign-in/cancel", nil, http.StatusOK)
	wants(t, shown, ">Sign in</button>")
	if strings.Contains(shown, `role="alert"`) || !work.Of("sign-in live & well").Ended() {
		t.Errorf("after the cancellation the page is\n%s", shown)
	}
}

func TestConnections_ChecksTheWayStepByStep(t *testing.T) {
	t.Parallel()
	site, _, work := newAccounts(t)
	address := site.URL + "/connections/practice"
	post(t, address+"/examine", nil, http.StatusOK)
	<-work.Of("examine practice").Done()
	wants(t, get(t, address, http.StatusOK), "can be reached", "there are two", ">to do<", ">ok<")
	wants(t, getIn(t, "de", address), "<strong>Uhr</strong> weicht höchstens 2 s vom Dienst ab")
	wants(t, getIn(t, "fr", address), "<strong>horloge</strong>")
	wants(t, getIn(t, "da", address), "<strong>ur</strong> højst 2 s fra tjenestens")
}
