//go:build browser

package page_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bcimport/importer"
	"bcimport/mapping"
)

// These tests look at a page in a real browser. They talk to nothing but the
// browser, and the page is a file. With -artifacts they leave pictures.

// everything is a page with all that a page can hold: every status, many rows
// for one reason, texts without a place to break, texts from right to left,
// texts that attack, and a pause.
func everything(t *testing.T) string {
	t.Helper()
	var outcomes []importer.Outcome
	for seq := range 1500 {
		o := outcome(seq, importer.Statuses()[seq%len(importer.Statuses())])
		o.FinishedAt = noon().Add(time.Duration(seq) * time.Second / 2)
		if seq > 700 {
			o.FinishedAt = o.FinishedAt.Add(20 * time.Hour)
		}
		switch seq % 13 {
		case 1:
			o.Key, o.Message = strings.Repeat("unbroken", 12), mapping.PlainMessage(strings.Repeat("wwwwwwww", 60))
		case 2:
			o.Key, o.Message = "محمد", mapping.PlainMessage("שלום "+hostile)
		case 3:
			o.Key, o.Superseded = "0281c658-b16e-4046-a4ed-b85ed6c1750f", true
		}
		if len(o.Changes) > 0 && seq%13 == 1 {
			o.Changes = append(o.Changes,
				importer.Change{Field: "primaryPhoneNumber", Before: "+49 30 1", After: "", Open: true},
				importer.Change{Field: strings.Repeat("field", 12), Before: strings.Repeat("x", 400), After: hostile})
		}
		outcomes = append(outcomes, o)
	}
	a := about(2000)
	a.Input.File = "/data/" + strings.Repeat("a-very-long-name", 6) + ".csv"
	e := ended(4)
	e.State, e.Reason, e.Missing, e.Spent.Worked = "stopped", "interrupted", 7, 15*time.Minute
	return save(t, write(t, a, e, outcomes...))
}

// plain is a page as most are.
func plain(t *testing.T) string {
	t.Helper()
	var outcomes []importer.Outcome
	for seq := range 30 {
		o := outcome(seq, importer.Updated)
		switch seq % 10 {
		case 3:
			o = outcome(seq, importer.Invalid)
			o.Code, o.Message = "too_long", mapping.PlainMessage(fmt.Sprintf("The text %d is too long.", seq))
		case 7:
			o = outcome(seq, importer.Rejected)
			o.Blames, o.Message = []string{"lastName"}, mapping.PlainMessage("Refused.")
		}
		outcomes = append(outcomes, o)
	}
	return save(t, write(t, about(30), ended(3), outcomes...))
}

func save(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// keep leaves a picture for whoever wants to look.
func (b *browser) keep(name string, width int) {
	b.t.Helper()
	must(b.t, os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), b.picture(width), 0o600))
}

func TestBrowser_AsksForNothingAndComplainsOfNothing(t *testing.T) {
	b := startBrowser(t)
	b.look(1100, "screen", "light")
	b.open(everything(t), true)
	var ran bool
	b.ask(`!document.getElementById("filter").hidden`, &ran)
	if !ran {
		t.Error("the script did not run")
	}
	if found := b.complaints(); len(found) > 0 {
		t.Errorf("the browser says %q", found)
	}
	if found := b.requests(); len(found) != 1 { // the page itself
		t.Errorf("requests for %q", found)
	}
	var found []int
	b.ask(`["script", "img, iframe, object, embed, form, link[rel=stylesheet]", "link"].map((s) => document.querySelectorAll(s).length)`, &found)
	if fmt.Sprint(found) != "[1 0 1]" {
		t.Errorf("scripts, foreign elements and links: %v", found)
	}
	// And the policy holds: nothing can be asked for even by a script.
	var refused bool
	b.ask(`fetch("http://127.0.0.1:9/").then(() => false, () => true)`, &refused)
	if !refused || !strings.Contains(strings.Join(b.complaints(), "\n"), "log: ") {
		t.Error("the policy lets a request out")
	}
}

func TestBrowser_WholeWithoutScripts(t *testing.T) {
	b := startBrowser(t)
	b.look(1100, "screen", "light")
	path := everything(t)
	read := func(scripts bool) string {
		var text string
		b.open(path, scripts)
		b.ask(`document.querySelectorAll("script, style").forEach((e) => e.remove()); document.body.textContent`, &text)
		return text
	}
	without := read(false)
	var hidden bool
	b.ask(`!document.getElementById("filter").checkVisibility()`, &hidden)
	if !hidden {
		t.Error("the filter is shown and can't work")
	}
	if with := read(true); with != without {
		t.Error("with scripts the page says something else than without")
	}
	b.open(plain(t), false)
	var shown []int
	b.ask(`[...document.querySelectorAll("table.rows")].map((table) => [...table.tBodies[0].rows].filter((tr) => tr.checkVisibility() && tr.getClientRects().length).length)`, &shown)
	if fmt.Sprint(shown) != "[3 3 24]" {
		t.Errorf("rows shown in each table: %v", shown)
	}
	b.keep("desktop", 1100)
}

func TestBrowser_FilterAndSort(t *testing.T) {
	b := startBrowser(t)
	b.look(1100, "screen", "light")
	b.open(plain(t), true)
	const visible = `[...document.querySelectorAll("table.rows tbody tr")].filter((tr) => tr.checkVisibility()).length + " " + document.getElementById("filter-found").textContent`
	set := func(id, value string) {
		t.Helper()
		b.ask(fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.value = %q; e.dispatchEvent(new Event(e.tagName === "INPUT" ? "input" : "change")); return new Promise((done) => setTimeout(done, 200)); })()`, id, value), nil)
	}
	want := func(what, expression, want string) {
		t.Helper()
		var got string
		b.ask(expression, &got)
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	want("at first", visible, "30 ")
	set("filter-text", "TOO long 1")
	want("by text", visible, "1 1 of the 30 rows on this page")
	set("filter-text", "")
	want("by no text", visible, "30 ")
	set("filter-status", "rejected")
	want("by status", visible, "3 3 of the 30 rows on this page")
	set("filter-status", "")
	set("filter-field", "lastName")
	want("by field", visible, "27 27 of the 30 rows on this page")
	set("filter-text", "K7")
	want("by field and text", visible, "1 1 of the 30 rows on this page")
	b.ask(`document.getElementById("filter-clear").click()`, nil)
	want("cleared", visible, "30 ")

	const lines = `[...document.querySelectorAll("table.changes tbody td.line")].slice(0, 3).map((td) => td.textContent).join(" ")`
	const press = `document.querySelector("table.changes th.line button").click()`
	want("unsorted", lines, "2 3 4")
	b.ask(press, nil)
	b.ask(press, nil)
	want("downwards", lines, "31 30 28")
	want("is told", `document.querySelector("table.changes th.line").ariaSort`, "descending")
	b.ask(press, nil)
	want("upwards", lines, "2 3 4")
}

func TestBrowser_FitsAPhone(t *testing.T) {
	b := startBrowser(t)
	for name, path := range map[string]string{"everything": everything(t), "plain": plain(t)} {
		for _, width := range []int{320, 360, 600, 800, 1100} {
			b.look(width, "screen", "light")
			b.open(path, true)
			b.ask(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`, nil)
			var over []string
			// A phone makes innerWidth as wide as the page, so the width is given.
			b.ask(fmt.Sprintf(`document.scrollingElement.scrollWidth <= %d ? [] : [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > %[1]d).slice(0, 5).map((e) => e.outerHTML.slice(0, 80))`, width), &over)
			if len(over) > 0 {
				t.Errorf("%s at %d pixels is too wide: %q", name, width, over)
			}
			b.keep(fmt.Sprint(name, "-", width), width)
		}
	}
}

// contrasts lists texts whose contrast with their ground is below WCAG's AA.
const contrasts = `(() => {
	const rgba = (s) => { const m = s.match(/[\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
	const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	const bright = (c) => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const c = rgba(getComputedStyle(e).backgroundColor);
			if (c[3] === 1) return c;
			if (c[3] > 0) throw new Error("a ground that can be seen through");
		}
		return [255, 255, 255, 1]; // paper
	};
	const low = new Set();
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	let texts = 0;
	while (walk.nextNode()) {
		const e = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.tagName === "SCRIPT") continue;
		texts++;
		const style = getComputedStyle(e);
		const text = bright(rgba(e instanceof SVGElement ? style.fill : style.color)), back = bright(ground(e));
		const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
		if (ratio < 4.5) low.add(e.tagName + "." + e.getAttribute("class") + " " + ratio.toFixed(2));
	}
	return { texts, low: [...low] };
})()`

func TestBrowser_ContrastOfTexts(t *testing.T) {
	b := startBrowser(t)
	path := everything(t)
	grounds := map[string]bool{}
	for _, look := range [][2]string{{"screen", "light"}, {"screen", "dark"}, {"print", "dark"}} {
		b.look(1100, look[0], look[1])
		b.open(path, true)
		b.ask(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`, nil)
		var got struct {
			Texts int
			Low   []string
		}
		b.ask(contrasts, &got)
		if got.Texts < 1000 || len(got.Low) > 0 {
			t.Errorf("%v: of %d texts these have too little contrast: %v", look, got.Texts, got.Low)
		}
		var ground string
		b.ask(`getComputedStyle(document.documentElement).getPropertyValue("--card")`, &ground)
		grounds[ground] = true
		b.keep(look[0]+"-"+look[1], 1100)
	}
	if len(grounds) != 2 {
		t.Errorf("light and print have one ground and dark another, got %v", grounds)
	}
}

func TestBrowser_PrintsWholeWithoutScripts(t *testing.T) {
	b := startBrowser(t)
	for _, scripts := range []bool{false, true} {
		b.look(794, "print", "dark") // A4
		b.open(everything(t), scripts)
		var got struct{ Groups, Closed, Rows, Hidden, Controls int }
		b.ask(`(() => {
			const seen = (e) => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0;
			const rows = [...document.querySelectorAll("table.rows tbody tr")], groups = [...document.querySelectorAll("details")];
			return {
				groups: groups.length, closed: groups.filter((g) => !seen(g.querySelector("table"))).length,
				rows: rows.length, hidden: rows.filter((tr) => !seen(tr)).length,
				controls: [...document.querySelectorAll("input, select, button:not(th button)")].filter(seen).length,
			};
		})()`, &got)
		if got.Groups < 8 || got.Rows < 500 || got.Closed+got.Hidden+got.Controls > 0 {
			t.Errorf("with scripts %v: %+v", scripts, got)
		}
	}
	if pdf := b.print(); !bytes.HasPrefix(pdf, []byte("%PDF-")) || bytes.Count(pdf, []byte("/Type /Page\n")) < 10 {
		t.Errorf("the print has %d bytes, %d pages", len(pdf), bytes.Count(pdf, []byte("/Type /Page\n")))
	}
}

func TestBrowser_CanBeReadAloudAndUsedByKeys(t *testing.T) {
	b := startBrowser(t)
	b.look(1100, "screen", "light")
	b.open(everything(t), true)
	var problems []string
	b.ask(`(() => {
		const found = [];
		const want = (what, ok) => { if (!ok) found.push(what); };
		want("one h1, header, main and footer", ["h1", "header", "main", "footer"].every((s) => document.querySelectorAll(s).length === 1));
		want("a language and a title", document.documentElement.lang === "en" && document.title.length > 10);
		let level = 1;
		for (const h of document.querySelectorAll("h1, h2, h3, h4")) {
			want("no skipped level before " + h.textContent, h.tagName[1] - level <= 1);
			level = Number(h.tagName[1]);
		}
		for (const e of document.querySelectorAll("section")) {
			want("a name of " + e.className, e.ariaLabel || document.getElementById(e.getAttribute("aria-labelledby")));
		}
		for (const e of document.querySelectorAll("table.rows")) want("a caption", e.caption?.textContent);
		for (const e of document.querySelectorAll("th")) want("a scope of " + e.textContent, e.scope);
		for (const e of document.querySelectorAll("input, select")) want("a label of " + e.id, e.labels.length === 1);
		for (const e of document.querySelectorAll("button")) want("a name of a button", e.ariaLabel || e.textContent);
		for (const e of document.querySelectorAll("svg")) want("a name of a drawing", e.ariaHidden === "true" || e.ariaLabel);
		const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
		want("ids that occur once", new Set(ids).size === ids.length);
		return found;
	})()`, &problems)
	for _, p := range problems {
		t.Errorf("wanted: %s", p)
	}
	var visited []string
	for range 12 {
		b.do(chromedp.KeyEvent(kb.Tab))
		var at string
		b.ask(`document.activeElement.tagName + (document.activeElement.matches(":focus-visible") ? "" : " without an outline")`, &at)
		visited = append(visited, at)
	}
	if got := strings.Join(visited, " "); !strings.HasPrefix(got, "A A A INPUT SELECT SELECT BUTTON SUMMARY") || strings.Contains(got, "without") {
		t.Errorf("Tab goes to %s", got)
	}
	var open [2]bool
	const first = `document.querySelector("summary").focus(), document.querySelector("details").open`
	b.ask(first, &open[0])
	b.do(chromedp.KeyEvent(kb.Enter))
	b.ask(first, &open[1])
	if open[0] == open[1] {
		t.Error("Enter does not open a group")
	}
}

// TestBrowser_TellsAScreenReaderTheRecordOfACell, and of a column its name alone.
func TestBrowser_TellsAScreenReaderTheRecordOfACell(t *testing.T) {
	b := startBrowser(t)
	path := plain(t)
	for _, width := range []int{1100, 360} {
		b.look(width, "screen", "light")
		b.open(path, true)
		b.ask(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`, nil)
		heard := map[string]int{}
		for _, n := range call(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
			if n.Role != nil && n.Name != nil && !n.Ignored {
				heard[string(n.Role.Value)+" "+string(n.Name.Value)]++
			}
		}
		if width == 1100 && (heard[`"columnheader" "Line"`] < 2 || heard[`"button" "Line"`] < 2) {
			t.Errorf("no column is called Line: %v", heard)
		}
		if heard[`"rowheader" "K1"`] != 1 || heard[`"rowheader" "K3"`] != 1 {
			t.Errorf("at %d pixels rows are not called by their keys: %v", width, heard)
		}
		for what := range heard {
			if strings.ContainsAny(what, "▸▾↕↑↓") {
				t.Errorf("at %d pixels a sign is read out: %s", width, what)
			}
		}
	}
}
