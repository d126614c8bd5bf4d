//go:build browser

package web_test

import (
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// tab is a tab of a headless browser.
type tab struct {
	*testing.T
	ctx context.Context
}

// startBrowser starts a browser that ends with the test, which is skipped where there is none.
func startBrowser(t *testing.T) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	// A browser that hangs ends the test all the same.
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	ctx, _ = chromedp.NewExecAllocator(ctx, append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"))...)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
		stop()
	})
	return &tab{t, ctx}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// ask runs an expression in the page and waits for its promise. It is run again where the
// page went on to another in the meantime.
func (b *tab) ask(expression string, result any) {
	b.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAsValue, chromedp.EvalAwaitPromise))
	for tries := 0; err != nil && strings.Contains(err.Error(), "navigated") && tries < 5; tries++ {
		value, err = chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAsValue, chromedp.EvalAwaitPromise))
	}
	if err != nil {
		b.Fatalf("%.80s: %v", expression, err)
	}
	if result != nil {
		if err := json.Unmarshal(value, result); err != nil {
			b.Fatal(err)
		}
	}
}

// look sets the width and the colour scheme.
func (b *tab) look(width int, scheme string) {
	b.Helper()
	order(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: 900, DeviceScaleFactor: 1, Mobile: width < 500})
	order(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: "screen", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// order runs a command of the browser's developer tools.
func order[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.Fatal(err)
	}
}
