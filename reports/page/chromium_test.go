//go:build browser

package page_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a headless browser with one tab.
type browser struct {
	t   *testing.T
	tab context.Context

	mu     sync.Mutex // events arrive on a goroutine of chromedp
	events []any      // since the last open
}

// startBrowser starts a browser that ends with the test, which is skipped where
// there is none.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	// A browser that hangs ends the test all the same.
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	ctx, _ = chromedp.NewExecAllocator(ctx, append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		must(t, chromedp.Cancel(ctx))
		stop()
	})
	b := &browser{t: t, tab: ctx}
	must(t, chromedp.Listen(ctx, b.record))
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	must(b.t, chromedp.Do(b.tab, steps...))
}

// call runs a command of the browser's developer tools.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := chromedp.Call(b.tab, command, params)
	must(b.t, err)
	return result
}

// record keeps the events that a page can cause.
func (b *browser) record(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, event)
}

// complaints lists what the page made the browser say since it was opened.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []string
	for _, event := range b.events {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			found = append(found, "log: "+e.Entry.Text)
		case *runtime.EventConsoleAPICalled:
			found = append(found, fmt.Sprintf("console.%s", e.Type))
		case *runtime.EventExceptionThrown:
			found = append(found, "exception: "+e.ExceptionDetails.Text)
		case *page.EventJavascriptDialogOpening:
			found = append(found, "dialog: "+e.Message)
		}
	}
	return found
}

// requests lists the addresses asked for since the page was opened.
func (b *browser) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []string
	for _, event := range b.events {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			found = append(found, e.Request.URL)
		}
	}
	return found
}

// open shows a page, with or without scripts, and waits until it is loaded.
func (b *browser) open(path string, scripts bool) {
	b.t.Helper()
	path, err := filepath.Abs(path)
	must(b.t, err)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
	b.mu.Lock()
	b.events = nil
	b.mu.Unlock()
	b.do(chromedp.Navigate("file://" + path))
}

// ask runs an expression in the page and waits for its promise; it works where the
// page's own scripts are off, too.
func (b *browser) ask(expression string, result any) {
	b.t.Helper()
	value, err := chromedp.Run(b.tab, chromedp.Evaluate[[]byte](expression, chromedp.EvalAsValue, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.80s: %v", expression, err)
	}
	if result != nil {
		must(b.t, json.Unmarshal(value, result))
	}
}

// look sets the width, the medium (screen or print) and the colour scheme.
func (b *browser) look(width int, medium, scheme string) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: 900, DeviceScaleFactor: 1, Mobile: width < 500,
	})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// picture is the upper part of the page as a PNG.
func (b *browser) picture(width int) []byte {
	b.t.Helper()
	beyond := true
	return call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: float64(width), Height: 2000, Scale: 1},
	}).Data
}

// print is the page as a PDF.
func (b *browser) print() []byte {
	b.t.Helper()
	prefer := true
	return call(b, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &prefer}).Data
}
