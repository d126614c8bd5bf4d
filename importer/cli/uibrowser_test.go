//go:build browser

package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// uiProgram is a running bcimport ui.
type uiProgram struct {
	*testing.T
	cmd     *exec.Cmd
	home    string
	address string // that it told
	errors  *bytes.Buffer
	ended   chan error
}

// ownHome is a folder for a user, in which the program opens no real browser.
func ownHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(home, "bcimport")); err != nil {
		t.Fatal(err)
	}
	opener := "#!/bin/sh\necho \"$1\" > \"$HOME/opened.part\"\nmv \"$HOME/opened.part\" \"$HOME/opened\"\n"
	if err := os.WriteFile(filepath.Join(home, "xdg-open"), []byte(opener), 0o700); err != nil {
		t.Fatal(err)
	}
	return home
}

// command is a command line of a user.
func command(home string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(home, "bcimport"), args...)
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"), "XDG_CONFIG_HOME="+filepath.Join(home, "config"),
		"PATH="+home+":"+os.Getenv("PATH"))
	return cmd
}

// startUI starts the program and waits for its address.
func startUI(t *testing.T, home string, args ...string) *uiProgram {
	t.Helper()
	return startUIWith(t, nil, home, args...)
}

// startUIWith starts it with an environment.
func startUIWith(t *testing.T, env []string, home string, args ...string) *uiProgram {
	t.Helper()
	p := &uiProgram{T: t, home: home, errors: new(bytes.Buffer), ended: make(chan error, 1)}
	p.cmd = command(home, append([]string{"ui"}, args...)...)
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Stderr = p.errors
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for p.address == "" && lines.Scan() {
		p.address, _ = strings.CutPrefix(lines.Text(), "open: ")
	}
	go func() {
		io.Copy(io.Discard, out)
		p.ended <- p.cmd.Wait()
	}()
	t.Cleanup(func() { p.cmd.Process.Kill(); <-p.ended })
	if p.address == "" {
		t.Fatalf("the program told no address: %s", p.errors)
	}
	return p
}

// wait waits for the end of the program, which must be 0.
func (p *uiProgram) wait() {
	p.Helper()
	err := <-p.ended
	p.ended <- err
	if err != nil {
		p.Errorf("the program ended with %v: %s", err, p.errors)
	}
}

// uiTab is a tab of a headless browser.
type uiTab struct {
	*testing.T
	ctx context.Context
}

// openBrowser starts a browser for which evil.example is this machine, as after the rebinding of
// a name.
func openBrowser(t *testing.T) *uiTab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute) // one that hangs ends the test
	ctx, _ = chromedp.NewExecAllocator(ctx, append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("host-resolver-rules", "MAP evil.example 127.0.0.1"), chromedp.Flag("lang", "en"),
		chromedp.Flag("disable-component-update", true))...)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
		stop()
	})
	return &uiTab{t, ctx}
}

// another opens another tab of the same browser.
func (b *uiTab) another() *uiTab {
	b.Helper()
	ctx, stop := chromedp.NewContext(b.ctx)
	b.Cleanup(stop)
	return &uiTab{b.T, ctx}
}

func (b *uiTab) open(address string) {
	b.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *uiTab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// ask runs an expression in the page, waits for its promise and returns its text.
func (b *uiTab) ask(expression string) string {
	b.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAsValue, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%.200s: %v", expression, err)
	}
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return string(value)
	}
	return text
}

// comes waits until an expression of the page is true.
func (b *uiTab) comes(expression string) {
	b.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		value, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && value {
			return
		}
		if time.Now().After(until) {
			b.Fatalf("never: %s (%v); the page is %s", expression, err, b.ask("document.documentElement.innerText"))
		}
	}
}

// imports is the path of the page's list.
func (b *uiTab) imports() string {
	b.Helper()
	b.comes(`document.querySelector("h1")?.innerText === "Imports"`)
	return b.ask("location.pathname")
}

// press presses a button by its name.
func (b *uiTab) press(name string) {
	b.Helper()
	b.do(chromedp.Click(`//button[normalize-space()="`+name+`"]`, chromedp.NodeVisible))
}

// upload sends a file from the page, as its form does, and returns the status.
func (b *uiTab) upload(base string) string {
	b.Helper()
	return b.ask(`(async () => {
		const form = new FormData()
		form.append("token", JSON.parse(document.body.getAttribute("hx-headers"))["X-Token"])
		form.append("file", new File(["No;Name\n1;A\n"], "list.csv"))
		return String((await fetch("` + base + `new", {method: "POST", body: form})).status)
	})()`)
}

// A browser that was given the forwarding file gets in, though another site began the
// navigation; the key then opens nothing more, and nothing leads back to it.
func TestUI_OpensOnceFromTheForwardingFile(t *testing.T) {
	t.Parallel()
	home := ownHome(t)
	p := startUI(t, home)
	b := openBrowser(t)
	var file string
	for until := time.Now().Add(20 * time.Second); file == "" && time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		text, _ := os.ReadFile(filepath.Join(home, "opened")) // not there yet
		file = strings.TrimSpace(string(text))
	}
	b.open("file://" + file)
	base := b.imports()
	if referrer := b.ask("document.referrer"); strings.Contains(referrer, "key") {
		t.Errorf("the page knows the address that led to it: %q", referrer)
	}
	if cookies := b.ask("document.cookie"); cookies != "" {
		t.Errorf("scripts see the cookie: %q", cookies)
	}
	b.do(chromedp.Reload())
	b.imports()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Dir(file)); os.IsNotExist(err) {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("%s is left", file)
		}
	}
	other := b.another()
	other.open(p.address)
	if text := other.ask("document.body.innerText"); !strings.Contains(text, "has been used") {
		t.Errorf("the key again: %s", text)
	}
	u, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	other.open("http://" + u.Host + base)
	other.imports()
	if strings.Contains(p.errors.String(), u.Query().Get("key")) {
		t.Errorf("the key was logged: %s", p.errors)
	}
}

func TestUI_QuitEndsTheProgram(t *testing.T) {
	t.Parallel()
	p := startUI(t, ownHome(t), "--no-open")
	b := openBrowser(t)
	b.open(p.address)
	b.imports()
	b.press("Quit")
	b.comes(`document.querySelector("h1")?.innerText.includes("ended")`)
	p.wait()
	b.comes(`document.readyState === "complete"`)
	if rules := b.ask(`String([...document.styleSheets].reduce((n, s) => n + s.cssRules.length, 0))`); rules == "0" {
		t.Error("the last page has no style, because the program had ended before it was asked for that")
	}
}

// A second program opens the page of the first in the same browser; the tabs that are open
// go on working.
func TestUI_ASecondOneOpensThePageOfTheFirst(t *testing.T) {
	t.Parallel()
	home := ownHome(t)
	first := startUI(t, home, "--no-open")
	b := openBrowser(t)
	b.open(first.address)
	base := b.imports()
	second := startUI(t, home, "--no-open")
	second.wait()
	other := b.another()
	other.open(second.address)
	if got := other.imports(); got != base {
		t.Errorf("the second opens %s, the first %s", got, base)
	}
	for name, tab := range map[string]*uiTab{"first": b, "second": other} {
		if status := tab.upload(base); status != "200" {
			t.Errorf("the %s tab's change: %s", name, status)
		}
	}
}

// A program that was killed is started again and finds what was begun; the page of the killed
// one leads nowhere.
func TestUI_GoesOnAfterAKill(t *testing.T) {
	t.Parallel()
	home := ownHome(t)
	first := startUI(t, home, "--no-open")
	b := openBrowser(t)
	b.open(first.address)
	base := b.imports()
	if status := b.upload(base); status != "200" {
		t.Fatalf("upload: %s", status)
	}
	first.signal(syscall.SIGKILL)
	err := <-first.ended
	first.ended <- err
	second := startUI(t, home, "--no-open")
	b.open(second.address)
	if again := b.imports(); again == base {
		t.Error("the path is the old one")
	}
	b.comes(`document.querySelector("main").innerText.includes("list.csv")`)
	second.signal(os.Interrupt)
	second.wait()
}

// A run that a command began and that was stopped is resumed from the list; however the program
// ends in the middle of that, the next one takes it to its end.
func TestUI_ResumesFromTheListAfterAnEndInMidRun(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*uiProgram, *uiTab){
		"killed":           func(p *uiProgram, _ *uiTab) { p.signal(syscall.SIGKILL); err := <-p.ended; p.ended <- err },
		"told by a signal": func(p *uiProgram, _ *uiTab) { p.signal(os.Interrupt); p.wait() },
		"Quit": func(p *uiProgram, b *uiTab) {
			b.do(chromedp.Click(`//a[normalize-space()="Imports"]`, chromedp.NodeVisible))
			b.imports()
			b.press("Quit")
			p.wait()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := ownHome(t)
			stoppedRun(t, home)
			slow := []string{"BCIMPORT_BATCH=1", "BCIMPORT_CONCURRENCY=1", "BCIMPORT_RATE=10/1s"}
			first := startUIWith(t, slow, home, "--no-open", "--dir", "imports")
			b := openBrowser(t)
			b.resume(first)
			b.comes(`document.querySelector("progress")?.value > 0`)
			end(first, b)
			b.resume(startUI(t, home, "--no-open", "--dir", "imports"))
			b.comes(`[...document.querySelectorAll("main a")].some(a => a.innerText === "Report") || document.querySelector("h1")?.innerText === "Report"`)
			show := command(home, "report", filepath.Join("imports", "list.run"), "--json")
			out, err := show.Output()
			if err != nil && show.ProcessState.ExitCode() != 3 {
				t.Fatal(err)
			}
			var summary struct {
				Rows map[string]int `json:"rows"`
			}
			if err := json.Unmarshal(out, &summary); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if summary.Rows["updated"] != 80 || summary.Rows["not_found"] != 1 {
				t.Errorf("the run ended with %v", summary.Rows)
			}
		})
	}
}

// stoppedRun begins a run of 81 rows in the folder imports that is stopped at its first row.
func stoppedRun(t *testing.T, home string) {
	t.Helper()
	rows := "No,Title\nCONT99999,None\n"
	for n := range 80 {
		rows += fmt.Sprintf("CONT%05d,Title %d\n", 100+n, n)
	}
	if err := os.Mkdir(filepath.Join(home, "imports"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"list.csv": rows, "m.yaml": "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n"} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := command(home, "run", "list.csv", "-m", "m.yaml", "--sandbox", "--out", filepath.Join("imports", "list.run"),
		"--max-failures", "0", "--batch", "1", "--concurrency", "1")
	if out, err := run.CombinedOutput(); run.ProcessState.ExitCode() != 4 {
		t.Fatalf("the run was not stopped: %v: %s", err, out)
	}
}

// signal sends the program a signal.
func (p *uiProgram) signal(s os.Signal) {
	p.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.Fatal(err)
	}
}

// resume opens the page and resumes the run that the list offers.
func (b *uiTab) resume(p *uiProgram) {
	b.Helper()
	b.open(p.address)
	b.imports()
	b.do(chromedp.Click(`//button[starts-with(normalize-space(), "Resume")]`, chromedp.NodeVisible))
}

// hostilePage is what a page of another site or another port tries with all it could learn:
// the port, and the path that nobody can guess.
const hostilePage = `<!DOCTYPE html><title>hostile</title><body><script>
const page = %q
const change = (url, init) => fetch(url, {method: "POST", credentials: "include", ...init}).then(r => r.type === "opaque" ? "sent" : "read " + r.status, () => "refused")
async function tries() {
	const form = new URLSearchParams({token: "guess"})
	const found = {
		"read": await fetch(page, {credentials: "include"}).then(r => "read " + r.status, () => "refused"),
		"change": await change(page + "quit", {body: form}),
		"blind change": await change(page + "quit", {body: form, mode: "no-cors"}),
		"change with a header": await change(page + "quit", {headers: {"X-Token": "guess"}}),
		"script": await new Promise(done => { const s = document.createElement("script"); s.src = page + "static/page.js"; s.onload = () => done("loaded"); s.onerror = () => done("refused"); document.body.append(s) }),
		"picture": await new Promise(done => { const i = new Image(); i.src = page + "static/icon.svg"; i.onload = () => done("loaded"); i.onerror = () => done("refused") }),
		"events": await new Promise(done => { const e = new EventSource(page, {withCredentials: true}); e.onmessage = () => done("read"); e.onerror = () => { e.close(); done("refused") } }),
	}
	const frame = document.createElement("iframe")
	frame.src = page
	const loaded = new Promise(done => frame.onload = done)
	document.body.append(frame)
	await loaded
	return JSON.stringify(found)
}
</script>`

// Hostile pages are open in the same browser: of another port of this machine, whose requests
// carry the cookie, and of another site. They know even the path.
func TestUI_HostilePagesAchieveNothing(t *testing.T) {
	t.Parallel()
	p := startUI(t, ownHome(t), "--no-open")
	b := openBrowser(t)
	b.open(p.address)
	own := b.ask("location.origin") + b.imports()
	hostile := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, hostilePage, own)
	}))
	defer hostile.Close()
	port := hostile.URL[strings.LastIndex(hostile.URL, ":"):]
	for name, origin := range map[string]string{"another port": hostile.URL, "another site": "http://evil.example" + port} {
		tab := b.another()
		tab.open(origin)
		var found map[string]string
		if err := json.Unmarshal([]byte(tab.ask("tries()")), &found); err != nil {
			t.Fatal(err)
		}
		for what, came := range found {
			if came != "refused" && (what != "blind change" || came != "sent") {
				t.Errorf("%s: %s: %s", name, what, came)
			}
		}
		tab.refusesFrames(name)
		tab.ask(`{const f = document.createElement("form"); f.method = "post"; f.action = page + "quit"; document.body.append(f); f.submit()}; ""`)
		tab.comes(`document.body.innerText.includes("not asked for by the page itself") || document.body.innerText.includes("too old")`)
		b.do(chromedp.Reload()) // the program is still there
		b.imports()
	}
}

// refusesFrames wants every frame of a page to show the browser's own error.
func (b *uiTab) refusesFrames(name string) {
	b.Helper()
	tree, err := chromedp.Call(b.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		b.Fatal(err)
	}
	for _, frame := range tree.FrameTree.ChildFrames {
		if !strings.HasPrefix(frame.Frame.URL, "chrome-error:") {
			b.Errorf("%s: a frame shows %s", name, frame.Frame.URL)
		}
	}
}

// A name of a hostile page has come to mean this machine, so that the browser takes the page
// for that site's own.
func TestUI_AnswersToNoOtherName(t *testing.T) {
	t.Parallel()
	p := startUI(t, ownHome(t), "--no-open")
	b := openBrowser(t)
	u, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"evil.example", "localhost"} {
		u := *u
		u.Host = name + ":" + u.Port()
		b.open(u.String())
		if text := b.ask("document.body.innerText"); !strings.Contains(text, "This name is not served") {
			t.Errorf("%s: %s", name, text)
		}
	}
	b.open(p.address) // the key was not used up
	base := b.imports()
	b.open("http://evil.example:" + u.Port() + base)
	if text := b.ask("document.body.innerText"); !strings.Contains(text, "This name is not served") {
		t.Errorf("the page by another name: %s", text)
	}
	status := b.ask(`fetch("` + base + `", {credentials: "include"}).then(r => String(r.status), () => "refused")`)
	if status != "421" {
		t.Errorf("a script of the other name: %s", status)
	}
}

// Whatever a file is called and holds, and whatever an address asks for, is text: the policy
// would keep a script of it from running, and here it has nothing to keep.
func TestUI_ShowsMarkupAsText(t *testing.T) {
	t.Parallel()
	p := startUI(t, ownHome(t), "--no-open", "--sandbox")
	b := openBrowser(t)
	var mu sync.Mutex
	var said []string
	if err := chromedp.Listen(b.ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Source == log.EntrySourceSecurity || e.Entry.Source == log.EntrySourceViolation {
				said = append(said, e.Entry.Text)
			}
		case *page.EventJavascriptDialogOpening:
			said = append(said, "dialog: "+e.Message)
		}
	}); err != nil {
		t.Fatal(err)
	}
	b.open(p.address)
	base := b.imports()
	b.ask(`(async () => {
		const form = new FormData()
		form.append("token", JSON.parse(document.body.getAttribute("hx-headers"))["X-Token"])
		form.append("file", new File([` + "`No;<script>alert(1)</script>;\"\"\"><img src=x onerror=alert(2)>\"\nCONT00123;</td><script>alert(3)</script>;javascript:alert(4)\n`" + `], "<img src=x onerror=alert(5)>.csv"))
		const answer = await fetch("` + base + `new", {method: "POST", body: form})
		location = answer.url
	})()`)
	b.comes(`location.pathname.endsWith("/file") && document.readyState === "complete"`)
	at := b.ask("location.origin + location.pathname")
	markup := url.PathEscape(`"><script>alert(6)</script>`)
	origin := strings.TrimSuffix(at, b.ask("location.pathname"))
	for _, address := range []string{
		at, origin + base, strings.TrimSuffix(at, "file") + "check", strings.TrimSuffix(at, "file") + "check?q=" + url.QueryEscape(`"><script>alert(7)</script>`),
		origin + base + "connections/" + markup, origin + base + "imports/" + markup + "/file", origin + base + markup, origin + "/" + markup,
	} {
		b.open(address)
		if found := b.ask(`String(document.querySelectorAll("script:not([src]), main img, [onerror], [onload]").length)`); found != "0" {
			t.Errorf("%s: there is markup of the file's: %s", address, b.ask("document.documentElement.outerHTML"))
		}
		if strings.HasPrefix(address, at) {
			b.comes(`document.body.innerText.includes("alert(3)")`)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(said) > 0 {
		t.Errorf("the browser had something to refuse: %q", said)
	}
}

// heading waits for a screen by its h1.
func (b *uiTab) heading(name string) {
	b.Helper()
	b.comes(`document.readyState === "complete" && document.querySelector("h1")?.innerText === "` + name + `"`)
}

// reload loads the screen again.
func (b *uiTab) reload(name string) {
	b.Helper()
	b.heading(name)
	b.do(chromedp.Reload())
	b.heading(name)
}

// returns goes back to the screen before and forth again.
func (b *uiTab) returns(name string) {
	b.Helper()
	b.heading(name)
	here := b.ask("location.href")
	b.ask(`history.back(); ""`)
	b.comes(`document.readyState === "complete" && location.href !== "` + here + `"`)
	b.ask(`history.forward(); ""`)
	b.comes(`location.href === "` + here + `"`)
	b.heading(name)
}

// follow presses a button or follows a link by the beginning of its name.
func (b *uiTab) follow(name string) {
	b.Helper()
	found := `[...document.querySelectorAll("main button, main a")].find(e => e.innerText.startsWith("` + name + `") && !e.disabled && e.checkVisibility())`
	b.comes(`document.readyState === "complete" && !!` + found)
	b.ask(found + `.click(); ""`)
}

// A consultant takes a German workbook to the report of its run and back again, in the practice
// company, by the names that a screen reader tells, with every screen loaded again on the way.
func TestUI_FromTheWorkbookToTheUndo(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	p := startUI(t, ownHome(t), "--no-open", "--sandbox")
	b := openBrowser(t)
	b.open(p.address)
	b.imports()
	b.follow("New import")
	b.heading("Choose a file")
	b.do(chromedp.SetUploadFiles(`//input[@id=//label[normalize-space()="File"]/@for]`, []string{filepath.Join(samples, "kontakte.xlsx")})) // which sends it
	b.comes(`location.pathname.endsWith("/file") && document.readyState === "complete"`)
	b.reload("Choose a file")
	b.follow("Continue")
	b.reload("Map columns")
	b.returns("Map columns")
	b.comes(`document.body.innerText.includes("Everything is decided.")`)
	b.follow("Continue")
	b.heading("Check")
	b.comes(`document.body.innerText.includes("with problems") && !document.body.innerText.includes("being checked")`)
	b.reload("Check")
	b.returns("Check")
	b.follow("Continue")
	b.heading("Plan")
	b.follow("Make the plan")
	b.comes(`[...document.querySelectorAll("button")].some(e => e.innerText.startsWith("Write "))`)
	b.reload("Plan")
	b.follow("Write ")
	b.comes(`[...document.querySelectorAll("main a")].some(a => a.innerText === "Download report") || [...document.querySelectorAll("main a")].some(a => a.innerText === "Report")`)
	if b.ask(`document.querySelector("h1").innerText`) != "Report" {
		b.follow("Report")
	}
	b.reload("Report")
	b.follow("Undo")
	b.comes(`[...document.querySelectorAll("button")].some(e => e.innerText.startsWith("Put back"))`)
	b.reload("Undo")
	b.follow("Put back")
	b.comes(`[...document.querySelectorAll("main a")].some(a => a.innerText === "Download report" || a.innerText === "Report")`)
	b.do(chromedp.Click(`//a[normalize-space()="Imports"]`, chromedp.NodeVisible))
	b.imports()
	if text := b.ask(`document.querySelector("main").innerText`); !strings.Contains(text, "kontakte") {
		t.Errorf("the list is %s", text)
	}
	b.press("Quit")
	p.wait()
}
