//go:build browser

package web_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"bcimport/importer/web/connections"
)

// TestRunScreens_AreForEverybody looks at the screens from the run to its undo.
func TestRunScreens_AreForEverybody(t *testing.T) {
	s := newPage(t)
	rules, _ := os.ReadFile(axe)
	done, _ := s.planned(120, "Boss")
	post(t, s.URL+"/imports/"+done.ID+"/run", nil, http.StatusOK)
	s.done(done)
	post(t, s.URL+"/imports/"+done.ID+"/undo/preview", nil, http.StatusOK)
	s.done(done)
	s.sample()
	stopped, _ := s.planned(700, "Chief")
	s.gate = newGate(2)
	s.serve()
	post(t, s.URL+"/imports/"+stopped.ID+"/run", nil, http.StatusOK)
	<-s.gate.held
	post(t, s.URL+"/imports/"+stopped.ID+"/stop", nil, http.StatusOK)
	s.gate.release()
	s.done(stopped)
	under, _ := s.planned(30, "Head") // on what the stopped run has left, so that it writes
	s.gate = newGate(0)
	s.serve()
	post(t, s.URL+"/imports/"+done.ID+"/undo/preview", nil, http.StatusOK)
	s.done(done)
	post(t, s.URL+"/imports/"+under.ID+"/run", nil, http.StatusOK)
	<-s.gate.held
	post(t, s.URL+"/connections/"+connections.Practice+"/examine", nil, http.StatusOK)
	<-s.jobs.Of("examine " + connections.Practice).Done()
	b := startBrowser(t)
	for name, path := range map[string]string{
		"list": "/", "run": "/imports/" + under.ID + "/run", "stopped": "/imports/" + stopped.ID + "/run", "report": "/imports/" + done.ID + "/report",
		"report-stopped": "/imports/" + stopped.ID + "/report", "undo": "/imports/" + done.ID + "/undo", "mend": "/imports/" + done.ID + "/mend",
		"connections": "/connections", "connection": "/connections/" + connections.Practice,
	} {
		b.do(chromedp.Navigate(s.URL + path))
		b.inspect(name, string(rules))
		if heard := b.heard(); name == "list" && !strings.Contains(heard, `button "Undo Contacts.csv, `) {
			t.Errorf("what is undone is not told from other runs of its file:\n%s", heard)
		}
		b.keep(name)
	}
	s.gate.release()
}

// TestRunScreens_AreLive sees a run go on and its report come without a hand.
func TestRunScreens_AreLive(t *testing.T) {
	s := newPage(t)
	im, _ := s.planned(700, "Boss")
	s.gate = newGate(2)
	s.serve()
	post(t, s.URL+"/imports/"+im.ID+"/run", nil, http.StatusOK)
	<-s.gate.held
	b := startBrowser(t)
	b.do(chromedp.Navigate(s.URL + "/imports/" + im.ID + "/run"))
	var seen []string
	b.ask(`[document.querySelector("h1").textContent, document.querySelector("progress").getAttribute("aria-label"), document.querySelector("#stop button").textContent]`, &seen)
	if strings.Join(seen, "|") != "Run|Progress|Stop" {
		t.Errorf("the screen has %q", seen)
	}
	b.until(`window.showProgress`)
	var told []any
	b.ask(`(() => {
  const now = (phase, changed, line) => showProgress({phase, of: 9, percent: 1, rows: "", pace: "", left: "", waits: "", said: phase + changed,
    counts: [{name: "changed", rows: changed}], failures: [{said: line}], notes: []});
  const said = () => document.getElementById("said").textContent;
  now("Reading", 1, "Line 1");
  const places = [document.querySelector("#counts dd"), document.querySelector("#failures li")], first = said();
  now("Reading", 2, "Line 2");
  const second = said();
  now("Writing", 3, "Line 3");
  return [places.every((e) => e.isConnected), ...places.map((e) => e.textContent), first, second, said()];
})()`, &told)
	if got := fmt.Sprint(told); got != "[true 3 Line 3 Reading1 Reading1 Writing3]" {
		t.Errorf("lists stay where they are and turns are read out: %s", got)
	}
	s.gate.release()
	s.done(im)
	var at string
	for end := time.Now().Add(20 * time.Second); at != "Report" && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		b.ask(`document.querySelector("h1")?.textContent ?? ""`, &at)
	}
	if at != "Report" {
		t.Errorf("at the end the screen says %q", at)
	}
}

// keep leaves a picture for whoever wants to look.
func (b *tab) keep(name string) {
	b.Helper()
	for _, look := range []struct {
		width  int
		scheme string
	}{{1280, "light"}, {360, "dark"}} {
		b.look(look.width, look.scheme)
		beyond := true
		picture, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond})
		if err != nil {
			b.Fatal(err)
		}
		_ = os.WriteFile(filepath.Join(b.ArtifactDir(), name+"-"+look.scheme+".png"), picture.Data, 0o600)
	}
}

// TestMend_SendsTheChosenFile, and says on the same screen why one is not taken.
func TestMend_SendsTheChosenFile(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	b := startBrowser(t)
	b.do(chromedp.Navigate(address + "/mend"))
	choose := func(to, name, text string) {
		b.ask(fmt.Sprintf(`(() => {
  document.getElementById("upload").action = %q;
  const chosen = new DataTransfer();
  chosen.items.add(new File([%q], %q));
  const input = document.getElementById("file");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", {bubbles: true}));
})(); 0`, to, text, name), nil)
	}
	const refused = `document.querySelectorAll("main .alert:not([hidden])").length === 1 && document.activeElement.id === "file" && !document.querySelector("#upload button").disabled`
	for range 2 { // again, as the first time
		choose(s.URL+"/imports/none/mend", "mended.csv", "No,Title\n")
		b.until(refused)
		heard := b.heard()
		if !strings.Contains(heard, `button "File"`) || !strings.Contains(heard, "invalid=true") {
			t.Errorf("it is heard:\n%s", heard)
		}
		b.ask(`document.querySelector("#refused").remove(); 0`, nil)
	}
	choose(address+"/mend", "mended.csv", "No,Title\nCONT00123,Boss\n")
	b.until(`document.querySelector("h1").textContent === "Check" && document.title.includes("mended.csv")`)
}
