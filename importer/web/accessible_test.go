//go:build browser

package web_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"bcimport/importer/web/words"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// axe is what make test-browser installs.
const axe = "testdata/axe/node_modules/axe-core/axe.min.js"

// screen is one that is looked at, at the address that its state leads to.
type screen struct {
	name string
	open func(*testing.T, *httptest.Server) (address string)
}

// screens lists every screen in every state that looks different.
func screens() []screen {
	const names = "Nr.;Vorname;Nachname;E-Mail;Telefon\nCT1;Jörg;Vögele;a@b.de;+49 30 1\nCT2;Ute;Berg;c@d.de;\n"
	file := func(text, path string) func(*testing.T, *httptest.Server) string {
		return func(t *testing.T, site *httptest.Server) string { return upload(t, site, "Kontakte.csv", text) + path }
	}
	at := func(path string) func(*testing.T, *httptest.Server) string {
		return func(_ *testing.T, site *httptest.Server) string { return site.URL + path }
	}
	return []screen{
		{"no imports", at("/")},
		{"an import", func(t *testing.T, site *httptest.Server) string {
			upload(t, site, "Kontakte.csv", names)
			return site.URL + "/"
		}},
		{"no file yet", at("/new")},
		{"a file", file(names, "/file")},
		{"a file with a column without a name", file("Nr.;;E-Mail\nCT1;Ute;a@b.de\n", "/file")},
		{"a file without rows", file("Nr.;E-Mail\n", "/file")},
		{"columns", file(names, "/columns")},
		{"columns to decide", file("Kontaktnr.;Vorname;Nachname;Mail 1;Mail 2\nKT000001;Ute;Berg;keine;b@x.de\nKT000002;Jan;Cohn;c@x.de;d@x.de\n", "/columns")},
		{"a problem", at("/imports/none/file")},
	}
}

// TestScreens_AreForEverybody looks at every screen with axe-core's rules in both colour
// schemes, on a narrow screen, and with the keyboard alone.
func TestScreens_AreForEverybody(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile(axe)
	if err != nil {
		t.Log("axe-core's rules are left out, because there is no npm to install them")
	}
	b := startBrowser(t)
	for _, s := range screens() {
		site, _ := newSite(t)
		b.do(chromedp.Navigate(s.open(t, site)))
		b.inspect(s.name, string(rules))
	}
}

// TestScreens_FitANarrowScreenInEveryLanguage: words of other languages are longer.
func TestScreens_FitANarrowScreenInEveryLanguage(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	b.look(320, "light")
	for _, lang := range words.Languages()[1:] {
		order(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
		for _, s := range screens() {
			site, _ := newSite(t)
			b.do(chromedp.Navigate(s.open(t, site)))
			var spoken string
			if b.ask("document.documentElement.lang", &spoken); spoken != lang {
				t.Errorf("%s is in %s instead of %s", s.name, spoken, lang)
			}
			var over []string
			b.ask(wider, &over)
			for _, what := range over {
				t.Errorf("%s in %s: at 320 px, %s is wider than the screen", s.name, lang, what)
			}
		}
	}
}

// inspect looks at the screen that is open.
func (b *tab) inspect(name, rules string) {
	b.Helper()
	b.ask(rules+"; 0", nil)
	for _, look := range []struct {
		width  int
		scheme string
	}{{1280, "light"}, {1280, "dark"}, {320, "light"}, {320, "dark"}} {
		b.look(look.width, look.scheme)
		for _, found := range b.violations() {
			b.Errorf("%s, %d px, %s: %s", name, look.width, look.scheme, found)
		}
	}
	var over []string
	b.ask(wider, &over)
	for _, what := range over {
		b.Errorf("%s: at 320 px, %s is wider than the screen", name, what)
	}
	b.soundsRight(name)
	b.goThrough(name)
}

// violations lists what axe-core finds.
func (b *tab) violations() []string {
	b.Helper()
	var found []struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML, FailureSummary string }
	}
	b.ask(`window.axe ? axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations) : []`, &found)
	var said []string
	for _, f := range found {
		for _, n := range f.Nodes {
			said = append(said, fmt.Sprintf("%s, %s (%s): %s\n%s", f.Impact, f.Help, f.ID, n.HTML, n.FailureSummary))
		}
	}
	return said
}

// wider lists what makes the page scroll sideways.
const wider = `(() => {
  if (document.documentElement.scrollWidth <= 320) return [];
  const all = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 320 + 1 && !e.closest(".scroll *"));
  return all.length ? all.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)) : ["the page"];
})()`

// goThrough presses Tab until every control of the screen was reached, and sees that the
// focus shows.
func (b *tab) goThrough(name string) {
	b.Helper()
	var controls int
	b.ask(`(() => {
  document.activeElement.blur();
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  window.controls = all.filter((e) => !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}));
  return window.controls.length;
})()`, &controls)
	for range controls {
		b.do(chromedp.KeyEvent(kb.Tab))
		var shown string
		b.ask(`(() => {
  const e = document.activeElement;
  window.controls = window.controls.filter((c) => c !== e && !(c.type === "radio" && c.name === e.name));
  const s = getComputedStyle(e);
  return e === document.body || s.outlineStyle === "none" && s.boxShadow === "none" ? e.outerHTML.slice(0, 120) : "";
})()`, &shown)
		if shown != "" && !strings.HasPrefix(shown, "<body") {
			b.Errorf("%s: the focus does not show on %s", name, shown)
		}
	}
	var left []string
	b.ask(`window.controls.map((e) => e.outerHTML.slice(0, 120))`, &left)
	for _, control := range left {
		b.Errorf("%s: the keyboard does not reach %s", name, control)
	}
}

// TestNew_SaysThatTheProgramDoesNotAnswer instead of waiting without a word.
func TestNew_SaysThatTheProgramDoesNotAnswer(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	site, _ := newSite(t)
	b.do(chromedp.Navigate(site.URL + "/new"))
	site.CloseClientConnections()
	site.Close()
	b.ask(`(() => {
  const chosen = new DataTransfer();
  chosen.items.add(new File(["Nr;Mail\\n1;a@b.de\\n"], "a.csv"));
  document.getElementById("file").files = chosen.files;
  document.getElementById("upload").requestSubmit();
})(); 0`, nil)
	b.until(`!document.getElementById("unsent").hidden && !document.querySelector("#upload button").disabled`)
}
