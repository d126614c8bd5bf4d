//go:build browser

package page_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// chromium is a headless browser, driven through the pipes it opens for its
// developer tools.
type chromium struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	session string
	id      int
	said    *strings.Builder // its errors
	events  []event          // since the last open
}

// event is something that the browser tells by itself.
type event struct {
	Method string
	Params json.RawMessage
}

// startChromium starts a browser that ends with the test, which is skipped where
// there is none.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	fromTest, toBrowser, err := os.Pipe()
	must(t, err)
	fromBrowser, toTest, err := os.Pipe()
	must(t, err)
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	var said strings.Builder
	cmd.Stderr = &said
	cmd.ExtraFiles = []*os.File{fromTest, toTest}
	must(t, cmd.Start())
	fromTest.Close()
	toTest.Close()
	// A browser that hangs ends the test all the same: its pipe is closed.
	deadline := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	c := &chromium{t: t, said: &said, in: toBrowser, out: bufio.NewReader(fromBrowser)}
	t.Cleanup(func() {
		deadline.Stop()
		c.session = ""
		c.call("Browser.close", nil, nil)
		cmd.Wait() // its exit code says nothing
		toBrowser.Close()
		fromBrowser.Close()
	})
	var target struct{ TargetID string }
	c.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	c.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	c.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		c.call(domain+".enable", nil, nil)
	}
	return c
}

// call sends a command and waits for its answer.
func (c *chromium) call(method string, params, result any) {
	c.t.Helper()
	c.id++
	if params == nil {
		params = struct{}{}
	}
	message := map[string]any{"id": c.id, "method": method, "params": params}
	if c.session != "" {
		message["sessionId"] = c.session
	}
	text, err := json.Marshal(message)
	must(c.t, err)
	_, err = c.in.Write(append(text, 0))
	must(c.t, err)
	for {
		answer := c.read()
		if answer.ID != c.id {
			continue
		}
		if answer.Error != nil {
			c.t.Fatalf("%s: %s", method, answer.Error)
		}
		if result != nil {
			must(c.t, json.Unmarshal(answer.Result, result))
		}
		return
	}
}

type message struct {
	ID     int
	Result json.RawMessage
	Error  json.RawMessage
	event
}

// read takes the next message; events are kept.
func (c *chromium) read() message {
	c.t.Helper()
	text, err := c.out.ReadBytes(0)
	if err != nil {
		c.t.Fatalf("the browser is gone: %v: %s", err, c.said)
	}
	var m message
	must(c.t, json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &m))
	if m.Method != "" {
		c.events = append(c.events, m.event)
	}
	return m
}

// open shows a page, with or without scripts, and waits until it is loaded.
func (c *chromium) open(path string, scripts bool) {
	c.t.Helper()
	path, err := filepath.Abs(path)
	must(c.t, err)
	c.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": !scripts}, nil)
	c.events = nil
	c.call("Page.navigate", map[string]any{"url": "file://" + path}, nil)
	for c.count("Page.loadEventFired") == 0 {
		c.read()
	}
}

func (c *chromium) count(method string) int {
	n := 0
	for _, e := range c.events {
		if e.Method == method {
			n++
		}
	}
	return n
}

// ask runs an expression in the page; it works where the page's own scripts are
// off, too.
func (c *chromium) ask(expression string, result any) {
	c.t.Helper()
	var answer struct {
		Result struct{ Value json.RawMessage }

		ExceptionDetails json.RawMessage
	}
	c.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		c.t.Fatalf("%.80s: %s", expression, answer.ExceptionDetails)
	}
	if result != nil {
		must(c.t, json.Unmarshal(answer.Result.Value, result))
	}
}

// look sets the width, the medium (screen or print) and the colour scheme.
func (c *chromium) look(width int, medium, scheme string) {
	c.t.Helper()
	c.call("Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500,
	}, nil)
	c.call("Emulation.setEmulatedMedia", map[string]any{
		"media": medium, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}},
	}, nil)
}

// picture is a part of the page as a PNG.
func (c *chromium) picture(width, top, height int) []byte {
	c.t.Helper()
	return c.data("Page.captureScreenshot", map[string]any{
		"format": "png", "captureBeyondViewport": true,
		"clip": map[string]any{"x": 0, "y": top, "width": width, "height": height, "scale": 1},
	})
}

// data is what a command answers as a file.
func (c *chromium) data(method string, params any) []byte {
	c.t.Helper()
	var answer struct{ Data string }
	c.call(method, params, &answer)
	data, err := base64.StdEncoding.DecodeString(answer.Data)
	must(c.t, err)
	return data
}

// press types a key.
func (c *chromium) press(key string) {
	c.t.Helper()
	text, code := "", 9
	if key == "Enter" {
		text, code = "\r", 13
	}
	down := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text}
	c.call("Input.dispatchKeyEvent", down, nil)
	c.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}, nil)
}
