//go:build browser

package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bcimport/importer/web/connections"
)

// differing has rows with all that Check and Plan show.
const differing = "Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\nCONT00002;Zweite;kein at\nCONT00003;Kurz;a@\nCONT99999;X;x@example.com\nCONT00004;Einer;eins@example.com\nCONT00004;Andrer;zwei@example.com\n"

// TestCheckAndPlan_AreForEverybody looks at both screens in every state that looks different.
func TestCheckAndPlan_AreForEverybody(t *testing.T) {
	rules, err := os.ReadFile(axe)
	if err != nil {
		t.Log("axe-core's rules are left out, because there is no npm to install them")
	}
	w := newWhole(t)
	b := startBrowser(t)
	bad := w.begin(differing, contactsMapping)
	w.shown(bad + "/check")
	good := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\n", contactsMapping)
	w.shown(good + "/check")
	unplanned := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\n", contactsMapping)
	w.plan(good, connections.Practice)
	w.plan(bad, "live")
	for _, s := range []struct{ name, address string }{
		{"check-problems", bad + "/check"}, {"check-good", good + "/check"}, {"check-sorted", bad + "/check?sort=key&desc=1&rows=unusable"},
		{"plan-none", unplanned + "/plan"}, {"plan-practice", good + "/plan"}, {"plan-live", bad + "/plan"}, {"plan-nothing-found", good + "/plan?q=nirgends"},
	} {
		b.do(chromedp.Navigate(s.address))
		b.ask(string(rules)+"; 0", nil)
		for _, look := range []struct {
			width  int
			scheme string
		}{{1280, "light"}, {1280, "dark"}, {320, "light"}, {320, "dark"}} {
			b.look(look.width, look.scheme)
			for _, found := range b.violations() {
				t.Errorf("%s, %d px, %s: %s", s.name, look.width, look.scheme, found)
			}
		}
		var over []string
		b.ask(wider, &over)
		for _, what := range over {
			t.Errorf("%s: at 320 px, %s is wider than the screen", s.name, what)
		}
		b.soundsRight(s.name)
		if heard := b.heard(); strings.Contains(heard, `"CONT00001"`) && !strings.Contains(heard, `rowheader "CONT00001"`) {
			t.Errorf("%s: a row is not called by its key:\n%s", s.name, heard)
		}
		b.goThrough(s.name)
		b.picture(s.name)
	}
}

// picture keeps what a screen looks like where somebody asked for pictures.
func (b *tab) picture(name string) {
	folder := os.Getenv("BCIMPORT_TEST_PICTURES")
	if folder == "" {
		return
	}
	for width, scheme := range map[int]string{1280: "light", 360: "dark"} {
		b.look(width, scheme)
		shot, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name+"-"+scheme+".png"), shot, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.look(1280, "light")
}

// until waits until an expression holds, across the loading of pages.
func (b *tab) until(expression string) {
	b.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-look.C {
		holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && holds {
			return
		}
	}
	var body string
	b.ask(`document.body.outerHTML`, &body)
	b.Fatalf("never: %s\n%s", expression, body)
}

// TestPlan_IsLive searches, sorts and ticks without loading the page again, and asks for the
// number of changes.
func TestPlan_IsLive(t *testing.T) {
	// A click on what htmx has not taken in yet loads the page as a browser without script would.
	const atRest = `!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")`
	w := newWhole(t)
	b := startBrowser(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;neu1@example.com\nCONT00002;Zweite;neu2@example.com\n", contactsMapping)
	w.plan(im, "live")
	b.do(chromedp.Navigate(im + "/plan"))
	b.until(`window.htmx && document.querySelectorAll("#rows tbody tr").length === 4`)
	b.ask(`window.loaded = true; 0`, nil)
	b.until(`document.getElementById("write-button").disabled`)

	b.do(chromedp.SendKeys("#q", "ÖZTÜRK"))
	b.until(`document.querySelectorAll("#rows tbody tr").length === 1 && location.search.includes("q=") && document.getElementById("status").textContent.includes("of 1")`)
	b.ask(`document.getElementById("q").value = ""; document.getElementById("q").dispatchEvent(new Event("input", {bubbles: true})); 0`, nil)
	b.until(`document.querySelectorAll("#rows tbody tr").length === 4`)
	b.until(atRest)
	b.do(chromedp.Click("#sort-after"))
	b.until(`document.querySelector("[aria-sort=ascending]").textContent === "After" && document.activeElement.id === "sort-after"`)
	b.until(atRest)
	b.do(chromedp.Click("#sort-after"))
	b.until(`document.querySelector("[aria-sort=descending]")?.textContent === "After" && document.querySelector("#order [name=desc]")`)

	b.until(atRest)
	b.do(chromedp.Click(`[aria-label="Accept E-mail of CONT00002 Barbara Lopez in line 3"]`))
	b.until(`document.getElementById("write-button").textContent === "Write 3 changes" && document.getElementById("accepted").textContent === "3 of 4 changes are accepted."`)
	b.do(chromedp.SendKeys("#typed", "4"))
	b.until(`document.getElementById("write-button").disabled`)
	b.ask(`document.getElementById("typed").blur(); 0`, nil)
	if heard := b.heard(); !strings.Contains(heard, `textbox "Type the number of changes" described by "3 of 4 changes are accepted." invalid=true required=true`) {
		t.Errorf("it is not said what is wrong with the number:\n%s", heard)
	}
	b.ask(`document.getElementById("typed").value = ""; 0`, nil)
	b.do(chromedp.SendKeys("#typed", "3"))
	b.until(`!document.getElementById("write-button").disabled`)

	b.until(atRest)
	b.do(chromedp.Click(`button[value="none"]`))
	b.until(`document.getElementById("accepted").textContent === "0 of 4 changes are accepted." && document.getElementById("write-button").disabled`)
	b.until(atRest)
	b.do(chromedp.Click(`button[value="all"]`))
	b.until(`document.getElementById("accepted").textContent === "4 of 4 changes are accepted."`)
	b.until(`window.loaded`)

	b.ask(`history.back(); 0`, nil)
	b.until(`document.querySelector("h1").textContent === "Plan" && document.querySelectorAll("#rows tbody tr").length >= 1 && document.querySelector("header.top")`)
	b.do(chromedp.Reload())
	b.until(`document.querySelector("#accepted").textContent === "4 of 4 changes are accepted."`)
	b.do(chromedp.SendKeys("#typed", "4"), chromedp.Click("#write-button"))
	b.until(`document.querySelector("h1").textContent === "Run"`)
	var where string
	b.ask(`location.pathname`, &where)
	if !strings.HasSuffix(where, "/run") {
		t.Errorf("it goes on at %s", where)
	}
	w.shown(im + "/run")
}

// TestPlan_KeepsTheFocus for those who work with the keyboard: what was pressed keeps it, and
// where that is gone, the rows have it. What became of the ticks is read out.
func TestPlan_KeepsTheFocus(t *testing.T) {
	const atRest = `!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")`
	w := newWhole(t)
	b := startBrowser(t)
	var file strings.Builder
	file.WriteString("Nr;Nachname;E-Mail\n")
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&file, "CONT%05d;Neu %d;neu%d@example.com\n", i, i, i)
	}
	im := w.begin(file.String(), contactsMapping)
	w.plan(im, connections.Practice)
	b.do(chromedp.Navigate(im + "/plan"))
	b.until(`window.htmx && document.getElementById("last-page")`)
	for _, step := range []struct{ press, shows, focused, said string }{
		{"take-none", "accepted.textContent.startsWith('0 of ')", "take-none", "0 of "},
		{"take-all", "!accepted.textContent.startsWith('0 of ')", "take-all", " changes are accepted."},
		{"last-page", "!document.getElementById('last-page')", "shown", "Rows "},
		{"first-page", "!document.getElementById('first-page')", "shown", "Rows 1 to "},
	} {
		b.until(atRest)
		b.ask(fmt.Sprintf(`document.getElementById(%q).focus(); 0`, step.press), nil)
		b.do(chromedp.KeyEvent(kb.Enter))
		b.until(step.shows)
		b.until(atRest)
		var after struct{ Focus, Status string }
		b.ask(`({focus: document.activeElement.id, status: document.getElementById("status").textContent})`, &after)
		if after.Focus != step.focused || !strings.Contains(after.Status, step.said) {
			t.Errorf("after %s, %q has the focus and is said %q", step.press, after.Focus, after.Status)
		}
	}
}

// TestCheck_IsLiveWhileRowsCome opens the screen before the rows are checked.
func TestCheck_IsLiveWhileRowsCome(t *testing.T) {
	w := newWhole(t)
	b := startBrowser(t)
	var text strings.Builder
	text.WriteString("Nr;Nachname;E-Mail\n")
	for i := range 300_000 {
		fmt.Fprintf(&text, "CONT%05d;Müller %d;m%d@example.com\n", i, i, i)
	}
	text.WriteString("CONT99999;Letzter;kein at\n")
	im := w.begin(text.String(), contactsMapping)
	b.do(chromedp.Navigate(im + "/check"))
	var coming bool // false: the machine was faster
	b.ask(`(() => {
  window.loaded = true;
  window.said = [];
  const status = document.getElementById("status");
  new MutationObserver(() => window.said.push(status.textContent)).observe(status, {childList: true, characterData: true, subtree: true});
  return window.coming = !!document.querySelector("[hx-trigger^=load]");
})()`, &coming)
	b.until(`(window.said.length || !window.coming) && [...document.querySelectorAll("button")].some((e) => e.textContent === "Continue") && document.getElementById("shown").textContent.trim() === "Rows 1 to 20 of 300,001"`)
	var said []string // read out
	if b.ask(`window.said`, &said); coming && (len(said) != 1 || said[0] != "300,000 of 300,001 rows can be used. Rows 1 to 20 of 300,001") {
		t.Errorf("while the rows came, it was said %q", said)
	}
	b.until(`[...document.querySelectorAll("#search option")].some((e) => e.textContent === "without problems (300,000)") && document.querySelectorAll("#search option").length === 5`)
	b.do(chromedp.Click(`a[href*="problem_kind"]`))
	b.until(`document.querySelectorAll("#rows tbody tr").length === 1 && document.body.textContent.includes("Letzter")`)
	b.until(`document.getElementById("found").textContent === "300,000 of 300,001 rows can be used"`)
}
